import { describe, expect, test } from 'vitest';
import { MOVING_GESTURES, Movements, type MovingGesture } from './moving';
import type { Step } from './path';

type Way = (seconds: number) => { x: number; y: number };

const OPEN = [1, 1, 1, 1];
const FIST = [0, 0, 0, 0];

/** Numbers 0…1 that are the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/** A way of an open hand as a camera sees it: so many frames a second, of which some are lost, and landmarks that
 * tremble. */
function filmed(way: Way, seconds: number, rate: number, seed = 1, trembling = 0.03): Step[] {
  const random = chance(seed);
  const steps: Step[] = [];
  for (let time = 0; time < seconds; time += 1 / rate) {
    if (random() < 0.1) continue;
    const { x, y } = way(time);
    const tremble = () => trembling * (random() + random() - 1);
    steps.push({ time: 100 + time, x: x + tremble(), y: y + tremble(), out: OPEN });
  }
  return steps;
}

/** In how many frames in a row each gesture was sure, at most, and the order in which they began. */
function seen(steps: readonly Step[]) {
  const movements = new Movements();
  const runs = new Map<MovingGesture, number>();
  const longest = new Map<MovingGesture, number>();
  for (const step of steps) {
    const sure = movements.update(step);
    for (const gesture of MOVING_GESTURES) {
      expect(sure[gesture]).toBeGreaterThanOrEqual(0);
      expect(sure[gesture]).toBeLessThanOrEqual(1);
      runs.set(gesture, sure[gesture] >= 0.6 ? (runs.get(gesture) ?? 0) + 1 : 0);
      longest.set(gesture, Math.max(longest.get(gesture) ?? 0, runs.get(gesture) ?? 0));
    }
  }
  return Object.fromEntries([...longest].filter(([, frames]) => frames >= 3));
}

const eased = (part: number) => (1 - Math.cos(Math.PI * Math.max(0, Math.min(1, part)))) / 2;
const waving =
  (width: number, perSecond: number): Way =>
  (time) => ({ x: (width / 2) * Math.sin(2 * Math.PI * perSecond * time), y: 0.1 * Math.sin(5 * time) });
const swiping =
  (width: number, seconds: number): Way =>
  (time) => ({ x: width * eased((time - 0.8) / seconds), y: 0.3 * eased((time - 0.8) / seconds) });
const circling =
  (radius: number, perSecond: number, way: 1 | -1): Way =>
  (time) => {
    const angle = 2 * Math.PI * perSecond * Math.max(0, Math.min(time - 0.5, 1.5 / perSecond));
    return { x: radius * Math.cos(angle), y: way * 0.85 * radius * Math.sin(angle) };
  };

describe.each([10, 15, 20, 30])('at %i frames a second', (rate) => {
  test.each([
    [1, 1.5],
    [1.2, 2],
    [2, 1.2],
    [2.5, 1],
  ])('an open hand that swings %f palm widths, %f times a second, waves', (width, perSecond) => {
    for (const seed of [1, 2, 3]) {
      expect(Object.keys(seen(filmed(waving(width, perSecond), 3, rate, seed)))).toEqual(['wave']);
    }
  });

  test('a fist that swings does not wave', () => {
    expect(seen(filmed(waving(1.5, 1.5), 3, rate).map((step) => ({ ...step, out: FIST })))).toEqual({});
  });

  test.each([
    [2.5, 0.25],
    [3, 0.35],
    [4.5, 0.4],
  ])('a hand that goes %f palm widths in %f seconds swipes, and is told on which side', (width, seconds) => {
    for (const seed of [1, 2, 3]) {
      expect(Object.keys(seen(filmed(swiping(width, seconds), 2.5, rate, seed)))).toEqual(['swipe right']);
      expect(Object.keys(seen(filmed(swiping(-width, seconds), 2.5, rate, seed)))).toEqual(['swipe left']);
    }
  });

  test('a hand that opens or closes on its way does not swipe; a fist that stays one does', () => {
    const steps = filmed(swiping(3, 0.35), 2.5, rate);
    const closing = (after: number) => steps.map((step) => ({ ...step, out: step.time < 100 + after ? OPEN : FIST }));
    expect(seen(closing(1))).toEqual({});
    expect(Object.keys(seen(closing(0)))).toEqual(['swipe right']);
    // One finger that the network errs about changes nothing.
    const erring = steps.map((step) => ({ ...step, out: step.time < 101 ? OPEN : [1, 1, 1, 0] }));
    expect(Object.keys(seen(erring))).toEqual(['swipe right']);
  });

  test('the way back after a swipe is no swipe', () => {
    const thereAndBack: Way = (time) => ({ x: 3 * (eased((time - 0.8) / 0.3) - eased((time - 1.6) / 0.4)), y: 0 });
    expect(Object.keys(seen(filmed(thereAndBack, 3, rate)))).toEqual(['swipe right']);
  });

  test.each([
    [0.7, 0.8],
    [1, 1],
    [1.5, 0.6],
  ])('a hand goes round in a circle of %f palm widths, %f times a second', (radius, perSecond) => {
    for (const way of [1, -1] as const) {
      expect(Object.keys(seen(filmed(circling(radius, perSecond, way), 3.5, rate)))).toEqual(['circle']);
    }
  });

  test('a hand that is held still, is lifted slowly or moves aside slowly does nothing', () => {
    expect(seen(filmed(() => ({ x: 0, y: 0 }), 4, rate, 5, 0.12))).toEqual({});
    expect(seen(filmed((time) => ({ x: 0, y: 0.8 * time }), 4, rate))).toEqual({});
    expect(seen(filmed((time) => ({ x: 0.9 * time, y: 0 }), 4, rate))).toEqual({});
    expect(seen(filmed((time) => ({ x: 0, y: 3 * eased((time - 1) / 0.3) }), 4, rate))).toEqual({});
  });
});

/** A hand without an aim: slow swings of five rates and directions, one upon the other. */
function wandering(random: () => number): Way {
  const waves = Array.from({ length: 5 }, () => {
    return { rate: 0.05 + 0.35 * random(), x: random() - 0.5, y: random() - 0.5, phase: 7 * random() };
  });
  const sum = (axis: 'x' | 'y', times: number, time: number) =>
    waves.reduce((total, { rate, phase, [axis]: part }) => total + 2 * part * Math.sin(2 * Math.PI * rate * time + phase * times), 0);
  return (time) => ({ x: sum('x', 1, time), y: sum('y', 2, time) });
}

test.each([0, 1, 2, 3, 4])('a hand that wanders about for two minutes does at most two things (%i)', (seed) => {
  let told = 0;
  for (const minute of [2 * seed, 2 * seed + 1]) {
    const movements = new Movements();
    const runs = new Map<MovingGesture, number>();
    for (const step of filmed(wandering(chance(minute + 50)), 60, 20, minute + 1)) {
      const sure = movements.update(step);
      for (const gesture of MOVING_GESTURES) {
        runs.set(gesture, sure[gesture] >= 0.6 ? (runs.get(gesture) ?? 0) + 1 : 0);
        if (runs.get(gesture) === 3) told += 1;
      }
    }
  }
  expect(told).toBeLessThanOrEqual(2);
});
