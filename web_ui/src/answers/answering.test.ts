import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Picture } from '../frames/source';
import { defineModel, ModelError, type Finding } from '../models/define';
import type { Answer, Asked } from '../protocol/messages';
import type { Session } from '../protocol/session.svelte';
import { Answering } from './answering.svelte';

const load = () => Promise.reject(new Error('not here'));
const about = { title: '', labels: [], startsOn: false, sense: 'see' as const, load };
const MODELS = [
  defineModel({ ...about, id: 'image', answers: 'picture', loadStill: load }),
  defineModel({ ...about, id: 'hand' }),
  // It could answer, if it could look at a single picture.
  defineModel({ ...about, id: 'face', answers: 'faces' }),
];
const SEEN: Picture = { image: {} as ImageBitmap, width: 4, height: 3, time: 1 };
const asked: Asked = { type: 'asked', question: 7, what: 'picture', asker: 'a.py' };

let told: unknown[];
let glimpse: () => Promise<Picture | null>;
let find: (model: string, picture: Picture, loads: (fraction: number) => void) => Promise<Finding[]>;
let answering: Answering;
let session: Session;

beforeEach(() => {
  told = [];
  glimpse = () => Promise.resolve(SEEN);
  find = () => Promise.resolve([]);
  const socket = { answer: (answer: Answer) => told.push(answer), willing: (...words: unknown[]) => told.push(words) };
  session = { socket } as unknown as Session;
  const eyes = { awake: true, glimpse: () => glimpse(), finder: { find: (...all: Parameters<typeof find>) => find(...all) } };
  answering = new Answering(session, eyes, MODELS);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the page is willing to answer what its models can look up in single pictures', () => {
  answering.tell();
  expect(told).toEqual([[['picture'], true]]);
});

test('what was found is told in words and places, within their bounds', async () => {
  const box = { x: -0.00001, y: 0.123456, width: 0.5, height: 1.2 };
  find = vi.fn(() => Promise.resolve([{ label: 'cup', confidence: 1.00001, box }, { label: 'dog', confidence: 0.3, box: null }]));
  session.asked(asked, null);
  expect(answering.latest).toEqual({ asked, answer: null });
  await vi.waitUntil(() => told.length > 0);
  expect(find).toHaveBeenCalledWith('image', SEEN, expect.any(Function));
  const findings = [
    { label: 'cup', confidence: 1, left: 0, top: 0.1235, width: 0.5, height: 1 },
    { label: 'dog', confidence: 0.3 },
  ];
  expect(told).toEqual([{ type: 'answer', question: 7, findings }]);
  expect(answering.latest?.answer).toEqual(told[0]);
});

test('while the model is loaded the page tells how far it is', async () => {
  let end: (found: Finding[]) => void = () => undefined;
  find = (_model, _picture, loads) => {
    loads(0.25);
    return new Promise((resolve) => (end = resolve));
  };
  session.asked(asked, null);
  await vi.waitUntil(() => answering.loaded === 0.25);
  end([]);
  await vi.waitUntil(() => told.length > 0);
  session.asked(asked, null);
  expect(answering.loaded).toBeNull();
});

test.each([
  ['a model that breaks', () => (find = () => Promise.reject(new ModelError('It broke.', 'Try again.'))), asked, 'It broke.'],
  ['a camera that was switched off', () => (glimpse = () => Promise.resolve(null)), asked, 'The page sees nothing now.'],
  ['a missing model', () => undefined, { ...asked, what: 'objects' as const }, 'This page has no model for that.'],
])('%s is a sentence', async (_, prepare, question, message) => {
  prepare();
  session.asked(question, null);
  await vi.waitUntil(() => told.length > 0);
  expect(told).toEqual([expect.objectContaining({ type: 'answer', question: 7, message })]);
});

test('so is a picture that cannot be read', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no picture')));
  session.asked(asked, new Uint8Array([1, 2]));
  await vi.waitUntil(() => told.length > 0);
  expect(told).toEqual([expect.objectContaining({ message: 'The page cannot read the picture.' })]);
});
