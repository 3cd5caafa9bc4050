import { expect, test } from 'vitest';
import { bodyOf, POINTS } from './body';
import { ANCHORS, cropOfBody, decodeBody } from './detector';

const CROP = { x: 300, y: 200, size: 512, angle: 0 };

/** What the landmark network says: point k is at (k, 2 k) of its picture, and can be seen. */
function numbers(visible = 5) {
  return Array.from({ length: 39 }, (_, point) => [point, 2 * point, 4, visible, visible]).flat();
}
const METRIC = Array.from({ length: 39 }, (_, point) => [point / 100, 0, 0]).flat();

test('there are 17 points, and the person has a left and a right of what is two', () => {
  expect(POINTS).toHaveLength(17);
  expect(POINTS.filter((name) => name.startsWith('left')).map((name) => name.replace('left', 'right'))).toEqual(
    POINTS.filter((name) => name.startsWith('right')),
  );
});

test('points are given in pixels of the picture', () => {
  const body = bodyOf(numbers(), METRIC, 0.9, CROP);
  // Number 11 of the network's points; a pixel of its 256 is two of the crop's 512.
  const shoulder = body.points[POINTS.indexOf('left shoulder')];
  expect(shoulder?.x).toBeCloseTo(300 - 256 + 22);
  expect(shoulder?.y).toBeCloseTo(200 - 256 + 44);
  expect(shoulder?.z).toBeCloseTo(8);
  expect(body.presence).toBe(0.9);
  expect(body.visible.every((value) => value > 0.99)).toBe(true);
});

test('what can be seen but is not in the picture can not be seen', () => {
  const all = numbers();
  all[5 * 11 + 4] = -5;
  expect(bodyOf(all, METRIC, 1, CROP).visible[POINTS.indexOf('left shoulder')]).toBeLessThan(0.01);
});

test('a crop that is turned turns the points back, also those in metres', () => {
  const body = bodyOf(numbers(), METRIC, 1, { ...CROP, angle: Math.PI / 2 });
  const shoulder = body.points[POINTS.indexOf('left shoulder')];
  expect(shoulder?.x).toBeCloseTo(300 + 256 - 44);
  expect(shoulder?.y).toBeCloseTo(200 - 256 + 22);
  expect(body.metric[POINTS.indexOf('left shoulder')]?.y).toBeCloseTo(0.11);
});

test('the next crop holds the body, with the head at the top', () => {
  expect(cropOfBody({ x: 100, y: 100 }, { x: 100, y: 20 })).toEqual({ x: 100, y: 100, size: 200, angle: 0 });
  expect(cropOfBody({ x: 100, y: 100 }, { x: 180, y: 100 }).angle).toBeCloseTo(Math.PI / 2);
});

test('the detector has as many anchors as its network, and gives the surest body or none', () => {
  expect(ANCHORS).toHaveLength(2254);
  const boxes = new Float32Array(ANCHORS.length * 12);
  const scores = new Float32Array(ANCHORS.length).fill(-20);
  const whole = { x: 320, y: 240, size: 640, angle: 0 };
  expect(decodeBody(boxes, scores, whole)).toBeUndefined();
  const [weak, sure] = [3, 900];
  [scores[weak], scores[sure]] = [1, 4];
  boxes.set([0, 0, 20, 20, 0, 10, 0, -60], 12 * sure);
  const anchor = ANCHORS[sure] as { x: number; y: number };
  const scale = 640 / 224;
  const crop = decodeBody(boxes, scores, whole);
  expect(crop?.x).toBeCloseTo(anchor.x * scale);
  expect(crop?.y).toBeCloseTo((anchor.y + 10) * scale - 80);
  expect(crop?.size).toBeCloseTo(2 * 1.25 * 70 * scale);
});
