import { expect, test } from 'vitest';
import fixture from './features.fixture.json';
import { FEATURES, featuresOf } from './features';

const hands = fixture.map(({ points, metric, features }) => ({
  points: points.map(([x = 0, y = 0]) => ({ x, y })),
  metric: metric.map(([x = 0, y = 0, z = 0]) => ({ x, y, z })),
  features,
}));

test.each(hands)('the features of hand %# are those that training has', ({ points, metric, features }) => {
  const ours = featuresOf(points, metric);
  expect(ours).toHaveLength(FEATURES);
  for (const [index, value] of features.entries()) expect(ours[index]).toBeCloseTo(value, 6);
});

test.each(hands)('the features of hand %# do not change with its side, place and size', ({ points, metric }) => {
  const otherwise = featuresOf(
    points.map(({ x, y }) => ({ x: 300 - 2.5 * x, y: 2.5 * y + 70 })),
    metric.map(({ x, y, z }) => ({ x: 1 - 2 * x, y: 2 * y - 3, z: 2 * z })),
  );
  for (const [index, value] of featuresOf(points, metric).entries()) expect(otherwise[index]).toBeCloseTo(value, 6);
});
