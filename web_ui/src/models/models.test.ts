import { afterEach, describe, expect, test, vi } from 'vitest';
import card from '../../public/models/hand/card.json';
import faceCard from '../../public/models/face/card.json';
import poseCard from '../../public/models/pose/card.json';
import { ModelError } from './define';
import { filesAt } from './files';
import { MODELS } from './registry';

test('the registry finds every model, and none knows a label twice', () => {
  const ids = MODELS.map(({ id }) => id);
  expect(ids).toContain('hand');
  expect(new Set(ids).size).toBe(ids.length);
  for (const { labels } of MODELS) expect(new Set(labels).size).toBe(labels.length);
});

test('only a model that tells where a thing is may know the words of another', () => {
  const tellingNoPlace = MODELS.filter((model) => !(model.sense === 'see' && model.tellsWhere));
  const labels = tellingNoPlace.flatMap((model) => model.labels);
  expect(new Set(labels).size).toBe(labels.length);
});

test.each([card, faceCard, poseCard])('the model "$id" offers the labels that its card names', ({ id, labels }) => {
  expect(MODELS.find((model) => model.id === id)?.labels).toEqual(labels);
});

describe('a model file that is', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const answers = (respond: (path: string) => Response | Error) => {
    vi.stubGlobal('fetch', (address: string) => {
      const answer = respond(address.replace('http://robot/models/', ''));
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    });
    return filesAt('http://robot/models/').loadGraph('hand/palm');
  };
  const described = (path: string, otherwise: Response) =>
    path === 'hand/card.json' ? new Response(JSON.stringify(card)) : otherwise;

  test('missing: the sentence names it', async () => {
    const loading = answers((path) => described(path, new Response('', { status: 404 })));
    await expect(loading).rejects.toThrow('hand/palm.json is not there');
    await expect(loading).rejects.toBeInstanceOf(ModelError);
  });

  test('too short: damaged', async () => {
    await expect(answers((path) => described(path, new Response('{}')))).rejects.toThrow('hand/palm.json is damaged');
  });

  test('of the right length but changed: damaged', async () => {
    const bytes = card.networks.palm.files['palm.json'].bytes;
    const changed = () => new Response(new Uint8Array(bytes));
    await expect(answers((path) => described(path, changed()))).rejects.toThrow('is damaged');
  });

  test('a card that is a web page: damaged', async () => {
    await expect(answers(() => new Response('<!doctype html>'))).rejects.toThrow('hand/card.json is damaged');
  });

  test('out of reach: the robot does not answer', async () => {
    await expect(answers(() => new TypeError('Failed to fetch'))).rejects.toThrow('the robot does not answer');
  });
});

test('a model that can look at single pictures says with `answers` which question of a recipe is its, and no other does', () => {
  const able = MODELS.filter((model) => model.sense === 'see').filter(({ loadStill }) => loadStill !== undefined);
  expect(able.map(({ id, answers }) => [id, typeof answers])).toEqual(able.map(({ id }) => [id, 'string']));
  const questions = able.map(({ answers }) => answers);
  expect(new Set(questions).size).toBe(questions.length);
});
