import { expect, test } from 'vitest';
import { FINE_TUNING, fineTuningFor } from './methods';

test.each([1, 16, 48, 200, 5000])('a model that was brought learns enough from %i samples', (samples) => {
  const { epochs, batch } = fineTuningFor(samples);
  expect(epochs * Math.ceil(samples / batch)).toBeGreaterThanOrEqual(400);
  expect(epochs).toBeGreaterThanOrEqual(FINE_TUNING.epochs);
});
