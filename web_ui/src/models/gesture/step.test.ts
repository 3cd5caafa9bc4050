import { expect, test } from 'vitest';
import hands from '../hand/gestures.fixture.json';
import { fingersOutOf, Way } from './step';

const pointsOf = (pose: string, side = 'right') =>
  (hands.find((hand) => hand.pose === pose && hand.side === side)?.points ?? []).map(([x = 0, y = 0, z = 0]) => ({
    x,
    y,
    z,
  }));

test.each([
  ['open hand', [1, 1, 1, 1]],
  ['fist', [0, 0, 0, 0]],
  ['victory', [1, 1, 0, 0]],
  ['point', [1, 0, 0, 0]],
])('%s: its fingers are out or not: %j', (pose, out) => {
  for (const side of ['left', 'right']) expect(fingersOutOf({ metricPoints: pointsOf(pose, side) })).toEqual(out);
});

const metricPoints = pointsOf('open hand');
/** The hand in a picture: its wrist there, and so many pixels a metre. */
const shown = (x: number, y: number, pixels: number) => ({
  metricPoints,
  points: metricPoints.map((point) => ({ x: pixels * point.x + x, y: pixels * point.y + y, z: pixels * point.z })),
});

test('a hand that goes to the right in a mirror goes to the left in the picture', () => {
  const way = new Way();
  const [before, after] = [way.next(shown(300, 200, 1000), 1000), way.next(shown(200, 150, 1000), 1100)];
  expect(after.time - before.time).toBeCloseTo(0.1, 9);
  expect(after.x - before.x).toBeGreaterThan(0.5);
  expect(after.y - before.y).toBeCloseTo((after.x - before.x) / 2, 6);
});

test('a hand that only turns, and looks smaller, goes nowhere, wherever it is in the picture', () => {
  const way = new Way();
  const { points } = shown(500, 400, 1000);
  const middle = [0, 5, 9, 13, 17, 8, 12, 16, 20].map((index) => points[index]?.x ?? 0).reduce((sum, x) => sum + x, 0) / 9;
  for (const width of [1, 0.6, 0.3, 0.8]) {
    const turned = points.map(({ x, y, z }) => ({ x: middle + width * (x - middle), y, z: width * z }));
    expect(way.next({ points: turned, metricPoints }, 1000 + width).x).toBeCloseTo(0, 9);
  }
});
