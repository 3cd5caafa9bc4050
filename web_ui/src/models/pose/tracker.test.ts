import { expect, test } from 'vitest';
import type { Crop } from '../hand/geometry';
import { POINTS, type Body } from './body';
import { BodyTracker, type Finder } from './tracker';

const CROP: Crop = { x: 320, y: 240, size: 200, angle: 0 };
const NEXT: Crop = { x: 322, y: 240, size: 204, angle: 0 };

function body(presence: number): Body {
  const points = POINTS.map((_, index) => ({ x: 300 + 3 * index, y: 200 + 5 * index, z: 0 }));
  return { points, metric: points.map(({ x, y, z }) => ({ x: x / 200, y: y / 200, z })), visible: POINTS.map(() => 1), presence, next: NEXT };
}

/** A finder that writes down what it is asked for. */
function finder(asked: string[], presences: (number | undefined)[], found = true): Finder {
  return {
    findBody: () => {
      asked.push('search');
      return Promise.resolve(found ? CROP : undefined);
    },
    findLandmarks: (crop) => {
      asked.push(crop === CROP ? 'where it was found' : 'where it was');
      return Promise.resolve(body(presences.shift() ?? 1));
    },
  };
}

test('a body is searched for once, and then looked at where it was', async () => {
  const asked: string[] = [];
  const tracker = new BodyTracker();
  for (const time of [0, 33, 66]) expect(await tracker.update(finder(asked, [1]), time)).toBeDefined();
  expect(asked).toEqual(['search', 'where it was found', 'where it was', 'where it was']);
});

test('one that is gone is searched for in the same picture, and again in each', async () => {
  const asked: string[] = [];
  const tracker = new BodyTracker();
  await tracker.update(finder(asked, [1]), 0);
  asked.length = 0;
  expect(await tracker.update(finder(asked, [0.2], false), 33)).toBeUndefined();
  expect(await tracker.update(finder(asked, [], false), 66)).toBeUndefined();
  expect(asked).toEqual(['where it was', 'search', 'search']);
});

test('what the detector takes for a body and the landmarks do not is none', async () => {
  expect(await new BodyTracker().update(finder([], [0.3]), 0)).toBeUndefined();
});
