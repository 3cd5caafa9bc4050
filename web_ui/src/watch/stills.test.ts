import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defineModel, ModelError, type Finding, type Frame, type LoadContext, type PictureModel } from '../models/define';
import { oneAtATime } from './one_at_a_time';
import { KEPT_MILLISECONDS, StillModels } from './stills';

const CONTEXT = {} as LoadContext;
const PICTURE = { width: 640, height: 480, time: 0 } as Frame;
const CUP: Finding = { label: 'cup', confidence: 0.9, box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 } };

/** A model of the test's own, with a note of what happened to it. */
class Model {
  loaded = 0;
  disposed = 0;
  find = (_picture: Frame): Promise<Finding[]> => Promise.resolve([CUP]);
  failure: Error | null = null;
  readonly kind: PictureModel = defineModel<PictureModel>({
    ...{ id: 'things', title: 'Things', labels: ['cup'], sense: 'see', startsOn: false },
    load: () => Promise.reject(new Error('Nobody watches here.')),
    loadStill: async () => {
      this.loaded += 1;
      await Promise.resolve();
      if (this.failure) throw this.failure;
      return { find: (picture) => this.find(picture), dispose: () => (this.disposed += 1) };
    },
  });
}

const stillsOf = (...kinds: PictureModel[]) => new StillModels(kinds, oneAtATime());

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a model is loaded for the first picture, kept for the next, and let go of when nobody asks any more', async () => {
  const model = new Model();
  const stills = stillsOf(model.kind);
  expect(await stills.find('things', PICTURE, CONTEXT)).toEqual([CUP]);
  vi.advanceTimersByTime(KEPT_MILLISECONDS - 1);
  expect(await stills.find('things', PICTURE, CONTEXT)).toEqual([CUP]);
  vi.advanceTimersByTime(KEPT_MILLISECONDS - 1);
  expect([model.loaded, model.disposed]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(model.disposed).toBe(1);
  await stills.find('things', PICTURE, CONTEXT);
  expect([model.loaded, model.disposed]).toEqual([2, 1]);
});

test('a model is not let go of while it looks, however long that takes', async () => {
  const model = new Model();
  let finish: (found: Finding[]) => void = () => undefined;
  model.find = () => new Promise((resolve) => (finish = resolve));
  const finding = stillsOf(model.kind).find('things', PICTURE, CONTEXT);
  await vi.advanceTimersByTimeAsync(5 * KEPT_MILLISECONDS);
  expect(model.disposed).toBe(0);
  finish([]);
  expect(await finding).toEqual([]);
});

test('two pictures at once load the model once, and are looked at one after the other', async () => {
  const model = new Model();
  let looking = 0;
  model.find = async () => {
    expect(++looking).toBe(1);
    await Promise.resolve();
    looking -= 1;
    return [CUP];
  };
  const stills = stillsOf(model.kind);
  const both = [stills.find('things', PICTURE, CONTEXT), stills.find('things', PICTURE, CONTEXT)];
  expect(await Promise.all(both)).toEqual([[CUP], [CUP]]);
  expect(model.loaded).toBe(1);
});

test('what can not be loaded says why, and is tried again by the next who asks', async () => {
  const model = new Model();
  model.failure = new ModelError('The file is damaged.', 'Reload the page.');
  const stills = stillsOf(model.kind);
  expect(await stills.find('things', PICTURE, CONTEXT)).toEqual({ message: 'The file is damaged.', hint: 'Reload the page.' });
  model.failure = null;
  expect(await stills.find('things', PICTURE, CONTEXT)).toEqual([CUP]);
});

test('a picture that breaks it says so, and the next is looked at', async () => {
  const model = new Model();
  const stills = stillsOf(model.kind);
  model.find = () => Promise.reject(new Error('no such tensor'));
  expect(await stills.find('things', PICTURE, CONTEXT)).toMatchObject({ message: expect.stringContaining('no such tensor') as string });
  model.find = () => Promise.resolve([]);
  expect(await stills.find('things', PICTURE, CONTEXT)).toEqual([]);
});

test('who asks a model that only watches, or one that there is not, is told', async () => {
  const { loadStill: _, ...watches } = new Model().kind;
  expect(await stillsOf(watches).find('things', PICTURE, CONTEXT)).toMatchObject({
    message: '“Things” can not look at a single picture.',
  });
  expect(await stillsOf().find('things', PICTURE, CONTEXT)).toMatchObject({ message: 'This page has no model "things".' });
});
