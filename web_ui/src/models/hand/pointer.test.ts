import { expect, test } from 'vitest';
import type { Point } from './geometry';
import { middleOfPalm, pointerOf } from './pointer';

const NO_GESTURE = { 'open hand': 0, fist: 0, pinch: 0, point: 0 };
/** Every landmark at its number; thumb and index tips apart. */
const POINTS: Point[] = Array.from({ length: 21 }, (_, index) => ({ x: index, y: -index }));

test('a pointing finger points with its tip, a pinch with what it pinches, any other hand with its palm', () => {
  expect(pointerOf(POINTS, { ...NO_GESTURE, point: 1 })).toEqual({ x: 8, y: -8 });
  expect(pointerOf(POINTS, { ...NO_GESTURE, pinch: 1 })).toEqual({ x: 6, y: -6 });
  const palm = middleOfPalm(POINTS);
  expect(palm.x).toBeCloseTo((0 + 5 + 9 + 13 + 17) / 5);
  for (const gesture of ['open hand', 'fist'] as const) {
    expect(pointerOf(POINTS, { ...NO_GESTURE, [gesture]: 1 })).toEqual(palm);
  }
  expect(pointerOf(POINTS, NO_GESTURE)).toEqual(palm);
});

test('it glides from the palm to the finger tip', () => {
  let before = pointerOf(POINTS, NO_GESTURE).x;
  for (let sure = 0.05; sure <= 1; sure += 0.05) {
    const { x } = pointerOf(POINTS, { ...NO_GESTURE, point: sure });
    expect(Math.abs(x - before)).toBeLessThan(0.1);
    before = x;
  }
  expect(before).toBeCloseTo(8, 0);
});
