import { expect, test } from 'vitest';
import hands from '../hand/gestures.fixture.json';
import { opennessOf, stepOf } from './step';

const pointsOf = (pose: string, side = 'right') =>
  (hands.find((hand) => hand.pose === pose && hand.side === side)?.points ?? []).map(([x = 0, y = 0, z = 0]) => ({
    x,
    y,
    z,
  }));

test.each([
  ['open hand', 1],
  ['fist', 0],
  ['victory', 0],
  ['point', 0],
])('%s: open %i', (pose, openness) => {
  for (const side of ['left', 'right']) expect(opennessOf({ metricPoints: pointsOf(pose, side) })).toBe(openness);
});

test('a hand that goes to the right in a mirror goes to the left in the picture', () => {
  const points = pointsOf('open hand').map(({ x, y, z }) => ({ x: 1000 * x + 300, y: 1000 * y + 200, z: 1000 * z }));
  const moved = points.map(({ x, y, z }) => ({ x: x - 100, y: y - 50, z }));
  const [before, after] = [stepOf({ points }, 1000), stepOf({ points: moved }, 1100)];
  expect(after.time - before.time).toBeCloseTo(0.1, 9);
  expect(after.x - before.x).toBeGreaterThan(0.5);
  expect(after.y - before.y).toBeCloseTo((after.x - before.x) / 2, 6);
});
