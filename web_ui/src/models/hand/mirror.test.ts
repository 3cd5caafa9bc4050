import { expect, test } from 'vitest';
import { Mirror, type Refined } from './mirror';

/** A hand whose points all lie here, and what is likely at a glance. */
const seenAt = (x: number, glance: number[] = [0.5, 0.5]): Refined => ({
  points: Array.from({ length: 21 }, (_, index) => ({ x, y: 2 * x, z: index })),
  glance,
});

const placesOf = ({ points }: Refined) => points.map(({ x }) => x);
const all = (x: number) => Array<number>(21).fill(x);

test('what is seen lies between a hand and its mirror image', () => {
  const { points } = new Mirror().improved(seenAt(4), seenAt(6), 0);
  expect(points).toEqual(seenAt(5).points);
});

test('what the mirror changed holds for a while, and goes along with the hand', () => {
  const mirror = new Mirror();
  mirror.improved(seenAt(4), seenAt(6), 0);
  expect(placesOf(mirror.improved(seenAt(7), undefined, 33))).toEqual(all(8));
  expect(placesOf(mirror.improved(seenAt(7), undefined, 600))).toEqual(all(8));
  expect(placesOf(mirror.improved(seenAt(7), undefined, 601))).toEqual(all(7));
  expect(placesOf(mirror.improved(seenAt(7), seenAt(5), 633))).toEqual(all(6));
});

test('before the first look in the mirror all is as it is seen', () => {
  const seen = seenAt(3, [0.9, 0.1]);
  expect(new Mirror().improved(seen, undefined, 0)).toBe(seen);
});

test('a glance is what is likely in both, and rules nothing out', () => {
  const mirror = new Mirror();
  expect(mirror.improved(seenAt(0, [0.9, 0.1]), seenAt(0, [0.1, 0.9]), 0).glance).toEqual([0.5, 0.5]);
  const sure = new Mirror().improved(seenAt(0, [1, 0]), seenAt(0, [1, 0]), 0).glance;
  expect(sure[0]).toBeCloseTo(1 / 1.001, 9);
  const [less, more] = mirror.improved(seenAt(0, [0.5, 0.5]), undefined, 33).glance;
  expect(less).toBeLessThan(more ?? 0);
  expect((less ?? 0) + (more ?? 0)).toBeCloseTo(1, 12);
});

test('who tells nothing at a glance tells nothing in the mirror', () => {
  expect(new Mirror().improved(seenAt(4, []), seenAt(6, []), 0).glance).toEqual([]);
});
