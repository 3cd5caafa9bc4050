import { expect, test } from 'vitest';
import { numbersOf } from './pixels';

test('pixels are told from black, −1, to white, 1, without their opacity', () => {
  expect([...numbersOf([0, 255, 51, 255, 255, 0, 102, 255])].map((value) => Math.round(100 * value) / 100)).toEqual([-1, 1, -0.6, 1, -1, -0.2]);
});
