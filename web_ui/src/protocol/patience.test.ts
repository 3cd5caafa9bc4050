import { expect, test } from 'vitest';
import { patience } from './patience';

test('the page tries again quickly, then more slowly, and at least every second', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(patience)).toEqual([100, 200, 400, 800, 1000, 1000, 1000]);
});
