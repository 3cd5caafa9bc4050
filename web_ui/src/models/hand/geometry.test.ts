import { describe, expect, test } from 'vitest';
import { boxOf, cropOfLandmarks, cropOfPalm, outOfCrop, overlap, sameHand, type Palm, type Point } from './geometry';

/** 21 landmarks of an upright hand: wrist below, fingers above; 100 pixels wide at the knuckles. */
const UPRIGHT: Point[] = [
  { x: 300, y: 400 },
  ...[0, 1, 2, 3].map((joint) => ({ x: 250 - 10 * joint, y: 370 - 30 * joint })),
  ...[267, 300, 333, 366].flatMap((x) => [0, 1, 2, 3].map((joint) => ({ x, y: 280 - 30 * joint }))),
];

function turned(points: readonly Point[], angle: number): Point[] {
  return points.map(({ x, y }) => ({
    x: 300 + (x - 300) * Math.cos(angle) - (y - 300) * Math.sin(angle),
    y: 300 + (x - 300) * Math.sin(angle) + (y - 300) * Math.cos(angle),
  }));
}

function palmAt(wrist: Point, knuckle: Point): Palm {
  const points = Array.from({ length: 7 }, (_, index) => (index === 0 ? wrist : knuckle));
  return { box: { left: 250, top: 250, right: 350, bottom: 350 }, points, confidence: 1 };
}

describe('the crop of a palm', () => {
  test('of an upright hand is upright, larger than the palm, and moved towards the fingers', () => {
    const crop = cropOfPalm(palmAt({ x: 300, y: 350 }, { x: 300, y: 250 }));
    expect(crop.angle).toBeCloseTo(0);
    expect(crop).toMatchObject({ x: 300, y: 250, size: 260 });
  });

  test('of a hand that points to the right is turned by a quarter and moved to the right', () => {
    const crop = cropOfPalm(palmAt({ x: 250, y: 300 }, { x: 350, y: 300 }));
    expect(crop.angle).toBeCloseTo(Math.PI / 2);
    expect(crop.x).toBeCloseTo(350);
    expect(crop.y).toBeCloseTo(300);
  });
});

describe('the crop of landmarks', () => {
  test('turns with the hand and keeps its size', () => {
    const upright = cropOfLandmarks(UPRIGHT);
    expect(upright.angle).toBeCloseTo(0);
    for (const angle of [0.5, -1.2, 3]) {
      const crop = cropOfLandmarks(turned(UPRIGHT, angle));
      expect(Math.cos(crop.angle)).toBeCloseTo(Math.cos(angle));
      expect(Math.sin(crop.angle)).toBeCloseTo(Math.sin(angle));
      expect(crop.size).toBeCloseTo(upright.size);
    }
  });

  test('holds the whole hand', () => {
    const crop = cropOfLandmarks(UPRIGHT);
    for (const { x, y } of UPRIGHT) {
      expect(Math.abs(x - crop.x)).toBeLessThan(crop.size / 2);
      expect(Math.abs(y - crop.y)).toBeLessThan(crop.size / 2);
    }
  });
});

test('a point of the crop is found in the picture: the middle, and the way to the fingers', () => {
  const crop = { x: 300, y: 200, size: 100, angle: Math.PI / 2 };
  const middle = outOfCrop({ x: 0.5, y: 0.5 }, crop);
  expect(middle.x).toBeCloseTo(300);
  expect(middle.y).toBeCloseTo(200);
  const fingers = outOfCrop({ x: 0.5, y: 0 }, crop);
  expect(fingers.x).toBeCloseTo(350);
  expect(fingers.y).toBeCloseTo(200);
});

test('boxes: the same overlaps wholly, the next one not at all, half of it by a third', () => {
  const box = { left: 0, top: 0, right: 10, bottom: 10 };
  expect(overlap(box, box)).toBe(1);
  expect(overlap(box, { left: 10, top: 0, right: 20, bottom: 10 })).toBe(0);
  expect(overlap(box, { left: 5, top: 0, right: 15, bottom: 10 })).toBeCloseTo(1 / 3);
  expect(boxOf([{ x: 1, y: 5 }, { x: 3, y: 2 }])).toEqual({ left: 1, top: 2, right: 3, bottom: 5 });
});

test('two crops show the same hand when their middles are near for their size', () => {
  const crop = { x: 100, y: 100, size: 100, angle: 0 };
  expect(sameHand(crop, { ...crop, x: 120 })).toBe(true);
  expect(sameHand(crop, { ...crop, x: 145 })).toBe(false);
});
