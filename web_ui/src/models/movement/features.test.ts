import { expect, test } from 'vitest';
import { filmOf, handAt } from './drawn.fixture';
import { movementFeatures, NUMBERS, STEPS } from './features';
import type { Film } from './moving_hands';

/** Numbers that are the same in each run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/** A smooth path that nobody chose. */
function wander(random: () => number) {
  const waves = Array.from({ length: 3 }, (_, order) => ({ x: random() - 0.5, y: random() - 0.5, phase: 6 * random(), swings: order + 1 }));
  const sum = (of: 'x' | 'y', now: number) => waves.reduce((all, wave) => all + (3 * wave[of] * Math.sin(wave.swings * 2.5 * now + wave.phase)) / wave.swings, 0);
  return (seconds: number) => ({ x: sum('x', seconds), y: sum('y', seconds) });
}

const farthest = (one: Float32Array, other: Float32Array) => one.reduce((most, value, index) => Math.max(most, Math.abs(value - (other[index] ?? 0))), 0);
const column = (features: Float32Array, number: number) => Array.from({ length: STEPS }, (_, step) => features[step * NUMBERS + number] ?? NaN);

test('how many pictures a second were taken does not matter', () => {
  const random = chance(4711);
  for (let round = 0; round < 200; round++) {
    const path = wander(random);
    const seconds = 0.6 + Math.floor(15 * random()) / 10;
    const exact = movementFeatures(filmOf(path, seconds, 200));
    for (const rate of [20, 30, 60]) expect(farthest(movementFeatures(filmOf(path, seconds, rate)), exact), `${rate} a second`).toBeLessThan(0.12);
    const uneven = filmOf(path, seconds, 60).filter((_, index, { length }) => index === 0 || index === length - 1 || random() < 0.7);
    expect(farthest(movementFeatures(uneven), exact), 'with pictures missing').toBeLessThan(0.25);
  }
});

test('where the hand is and how near does not matter, direction and speed do', () => {
  const path = wander(chance(7));
  const one = movementFeatures(filmOf(path, 1, 30));
  expect(farthest(movementFeatures(filmOf((now) => ({ x: path(now).x + 5, y: path(now).y - 3 }), 1, 30)), one)).toBeLessThan(1e-4);
  expect(farthest(movementFeatures(filmOf(path, 1, 30, { palm: 160 })), one)).toBeLessThan(1e-4);
  const slow = movementFeatures(filmOf((now) => path(now / 2), 2, 30));
  expect(column(slow, 0).every((x, step) => Math.abs(x - at(column(one, 0), step)) < 0.05)).toBe(true);
  expect(column(slow, 2).every((speed, step) => Math.abs(2 * speed - at(column(one, 2), step)) < 0.1)).toBe(true);
  const back = movementFeatures(filmOf((now) => path(1 - now), 1, 30));
  expect(farthest(back, one)).toBeGreaterThan(0.5);
});

test('to the right is to the right as one sees oneself, and up is up', () => {
  // The camera sees the hand go to its own left and up.
  const features = movementFeatures(filmOf((now) => ({ x: -3 * now, y: -2 * now }), 1, 30));
  const [x, y, speedX, speedY] = [0, 1, 2, 3].map((number) => column(features, number)) as [number[], number[], number[], number[]];
  expect(at(x, STEPS - 1) - at(x, 0)).toBeCloseTo(3, 3);
  expect(at(y, STEPS - 1) - at(y, 0)).toBeCloseTo(2, 3);
  expect(at(speedX, 10)).toBeCloseTo(0.6, 3);
  expect(at(speedY, 10)).toBeCloseTo(0.4, 3);
  // An upright hand points up.
  expect(features[5]).toBeCloseTo(1, 3);
});

test('a hand that closes where it is differs from one that rests', () => {
  const closing: Film = Array.from({ length: 20 }, (_, index) => ({ seconds: index / 20, points: handAt(0, 0, { curled: index / 19 }) }));
  const middleFinger = column(movementFeatures(closing), 8);
  expect(at(middleFinger, 0) - at(middleFinger, STEPS - 1)).toBeGreaterThan(0.8);
});

function at(values: readonly number[], index: number): number {
  return values[index] ?? NaN;
}
