import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Picture } from '../frames/source';
import type { Sample } from '../learn/project';
import { toAskAbout } from './checks';

beforeEach(() => {
  vi.stubGlobal('createImageBitmap', async (file: Blob) => ({ width: 224, height: 224, shows: await file.text() }));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const sample = (id: string, shows: string | null) => ({ id, picture: shows === null ? null : new Blob([shows]) }) as Sample;

/** Finds what the bytes of a picture name, and nothing else surely. */
const finder = {
  find: (model: string, { image }: Picture) => {
    const shown = (image as unknown as { shows: string }).shows.split(' ');
    return Promise.resolve([{ confidence: shown.includes(model) ? 0.7 : 0.3 }]);
  },
};

test('what has a face or print is asked about, with every reason, in its order', async () => {
  const [me, fruit, report, letter] = [sample('1', 'face'), sample('2', 'banana'), sample('3', 'papers face'), sample('4', 'papers')];
  expect(await toAskAbout([me, fruit, report, letter], finder)).toEqual([
    { sample: me, reasons: ['face'] },
    { sample: report, reasons: ['face', 'print'] },
    { sample: letter, reasons: ['print'] },
  ]);
});

test('what has no picture is passed over, and it is told how far it is', async () => {
  const told: number[] = [];
  expect(await toAskAbout([sample('1', null), sample('2', 'banana')], finder, (fraction) => told.push(fraction))).toEqual([]);
  expect(told).toEqual([0, 0.5]);
});

test('a model that can not be loaded is told of: nothing is shared unseen', async () => {
  const broken = { find: () => Promise.reject(new Error('The model file papers/print.bin is damaged.')) };
  await expect(toAskAbout([sample('1', 'banana')], broken)).rejects.toThrow('is damaged');
});
