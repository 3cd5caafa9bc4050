import { expect, test } from 'vitest';
import type { Sighting } from '../models/define';
import { NearMisses } from './near_misses';
import { DEFAULT_SMOOTHING, Smoother } from './smoother';
import type { NearMiss, Smoothing } from './types';

function sighting(fist: number): Sighting {
  return { model: 'hand', label: null, confidence: 0.9, confidences: { fist }, place: null, side: null, landmarks: [], bones: [] };
}

/** What was missed in frames that are 50 ms apart, by how sure the model was of `fist` in each. */
function missed(sure: readonly number[], changed: Partial<Smoothing> = {}): NearMiss[] {
  const smoothing = () => ({ ...DEFAULT_SMOOTHING, threshold: 0.7, ...changed });
  const smoother = new Smoother(smoothing);
  const found: NearMiss[] = [];
  const misses = new NearMisses((model, label) => smoother.isSeen(model, label), (miss) => found.push(miss));
  for (const [index, fist] of sure.entries()) {
    const stamps = { frame: index * 50, recognised: index * 50 };
    smoother.update(['hand'], [sighting(fist)], stamps);
    misses.update(['hand'], [sighting(fist)], smoothing, stamps);
  }
  return found;
}

test('what was not sure enough is told with how sure it was, once, when it is over', () => {
  expect(missed([0, 0.4, 0.62, 0.5, 0, 0, 0, 0, 0])).toEqual([
    { model: 'hand', label: 'fist', time: 350, confidence: 0.62, frames: 0, threshold: 0.7, framesToEnter: 3, gapSeconds: 0 },
  ]);
});

test('what was sure for too few pictures in a row is told with how many', () => {
  expect(missed([0.9, 0.2, 0.9, 0.9, 0, 0, 0, 0])).toMatchObject([{ confidence: 0.9, frames: 2, framesToEnter: 3 }]);
});

test('what comes again too soon is told', () => {
  const sure = [0.9, 0.9, 0.9, 0, 0, 0, 0, 0.9, 0.9, 0.9, 0.9, 0, 0, 0, 0];
  expect(missed(sure, { gapSeconds: 5 })).toMatchObject([{ frames: 4, gapSeconds: 5 }]);
});

test('what is noticed, and what is nothing like it, is no miss', () => {
  expect(missed([0.5, 0.6, 0.9, 0.9, 0.9, 0.9, 0.6, 0, 0, 0, 0, 0])).toEqual([]);
  expect(missed([0.3, 0.34, 0.2, 0, 0, 0, 0])).toEqual([]);
});

test('what lasts is told while it lasts, and only once', () => {
  expect(missed(Array<number>(200).fill(0.65))).toMatchObject([{ time: 1500, confidence: 0.65 }]);
});
