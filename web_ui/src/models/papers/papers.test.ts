// The shipped weights, on pictures that are drawn here.
import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { filesAt } from '../files';
import { run } from '../network/run';
import { PAPERS_PICTURE as SIDE } from './papers';
import type { GraphModel } from '@tensorflow/tfjs-converter';

type Shade = (x: number, y: number) => number;

/** Five by seven dots each, a row of dots for each number: a, e, n, o, r, s, t, l, d, k. */
const LETTERS = [
  [0, 0, 14, 1, 15, 17, 15],
  [0, 0, 14, 17, 31, 16, 14],
  [0, 0, 30, 17, 17, 17, 17],
  [0, 0, 14, 17, 17, 17, 14],
  [0, 0, 22, 25, 16, 16, 16],
  [0, 0, 15, 16, 14, 1, 30],
  [8, 8, 28, 8, 8, 8, 6],
  [4, 4, 4, 4, 4, 4, 6],
  [1, 1, 15, 17, 17, 17, 15],
  [16, 16, 18, 20, 24, 20, 18],
];

/** A letter on a table: words of chance in lines, on light paper. */
const letter: Shade = (x, y) => {
  if (x < 30 || x > 200 || y < 14) return 0.45;
  const [column, line] = [Math.floor((x - 40) / 6), Math.floor((y - 24) / 10)];
  const chance = (column * 7919 + line * 104729 + column * line * 31) % 97;
  const isSpace = chance < 14 || x < 40 || x > 190 || y < 24 || line % 7 === 5;
  const row = LETTERS[chance % LETTERS.length]?.[(y - 24) % 10] ?? 0;
  return !isSpace && (row >> (4 - ((x - 40) % 6))) & 1 ? 0.15 : 0.92;
};

const others: Record<string, Shade> = {
  stripes: (x) => (x % 12 < 5 ? 0.2 : 0.8),
  chessboard: (x, y) => ((x >> 4) + (y >> 4)) % 2,
  'a ball': (x, y) => (Math.hypot(x - 110, y - 120) < 70 ? 0.75 - x / 400 : 0.35),
  'an empty table': (_x, y) => (y < 120 ? 0.7 : 0.4),
  'an empty paper': (x, y) => (x > 40 && x < 180 && y > 20 ? 0.95 : 0.3),
};

let network: GraphModel;

beforeAll(async () => {
  await setBackend('cpu');
  const read = (address: string) => readFileSync(`public/models/${address.replace(/\?.*/, '').slice('http://robot/'.length)}`);
  vi.stubGlobal('fetch', (address: string) => Promise.resolve(new Response(read(address))));
  network = await filesAt('http://robot/').loadGraph('papers/print');
  vi.unstubAllGlobals();
});

async function print(shade: Shade): Promise<number> {
  const values = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, at) => shade(Math.floor(at / 3) % SIDE, Math.floor(at / 3 / SIDE)));
  const [likely] = await run(network, tensor4d(values, [1, SIDE, SIDE, 3]), ['print']);
  return likely[0] ?? NaN;
}

test('a letter has print, however it is turned', async () => {
  expect(await print(letter)).toBeGreaterThan(0.5);
  expect(await print((x, y) => letter(y, SIDE - 1 - x))).toBeGreaterThan(0.5);
});

test.each(Object.entries(others))('%s has none', async (_name, shade) => {
  expect(await print(shade)).toBeLessThan(0.5);
});
