import { expect, test } from 'vitest';
import { NUMBERS, STEPS } from '../models/movement/features';
import { varied } from './course';
import { FINE_TUNING, fineTuningFor } from './methods';

test('a model of movements that was brought learns from variants, too, and is judged by what was shown', () => {
  const row = (value: number) => new Float32Array(STEPS * NUMBERS).fill(value);
  const tuning = {
    ...{ base: {} as never, labels: ['zigzag', 'circle'], layers: 1, method: FINE_TUNING },
    ...{ learn: [row(1), row(2)], classes: Int32Array.of(0, 1), heldBack: [row(3)], heldBackClasses: Int32Array.of(1) },
  };
  const more = varied(tuning);
  expect(more.learn.length).toBeGreaterThan(10);
  expect(more.classes.length).toBe(more.learn.length);
  expect(more.learn.slice(0, 2)).toEqual(tuning.learn);
  expect(new Set(more.learn.map((one) => (one as Float32Array).length))).toEqual(new Set([STEPS * NUMBERS]));
  expect(more.method).toEqual(fineTuningFor(more.learn.length));
  expect([more.heldBack, more.heldBackClasses]).toEqual([tuning.heldBack, tuning.heldBackClasses]);
});
