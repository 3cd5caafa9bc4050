import { expect, test } from 'vitest';
import { pictureBoxOf, placeOf } from './place';

const PICTURE = { width: 400, height: 200 };

test('a place is told as the person sees themselves, a box as the picture is', () => {
  const box = { left: 300, top: 0, right: 400, bottom: 50 };
  expect(pictureBoxOf(box, PICTURE)).toEqual({ x: 0.75, y: 0, width: 0.25, height: 0.25 });
  expect(placeOf(box, PICTURE)).toEqual({ x: 0.125, y: 0.875, width: 0.25, height: 0.25 });
});

test('what sticks out of the picture is cut off', () => {
  expect(pictureBoxOf({ left: -40, top: 100, right: 200, bottom: 900 }, PICTURE)).toEqual({ x: 0, y: 0.5, width: 0.5, height: 0.5 });
});
