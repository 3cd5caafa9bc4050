import { expect, test } from 'vitest';
import { POINTS } from './body';
import { BodySpeed } from './speed';

/** The fastest that a body was in a film of two seconds, told where each point is by its name. */
function fastest(place: (name: string, seconds: number) => number, visible = 0.9): number {
  const speed = new BodySpeed();
  const told = Array.from({ length: 24 }, (_, picture) => {
    const points = POINTS.map((name) => ({ x: place(name, picture / 12), y: 100, z: 0 }));
    return speed.update({ points, visible: POINTS.map(() => visible) }, (picture * 1000) / 12);
  });
  return Math.max(...told);
}

test('who walks is as fast as they walk, also with one arm alone', () => {
  expect(fastest((_, seconds) => 200 * seconds)).toBeCloseTo(200, 6);
  expect(fastest((name, seconds) => (/right (wrist|elbow)/.test(name) ? 150 * seconds : 0))).toBeCloseTo(150, 6);
});

test('who stands still is not fast, even if one point is lost for a moment', () => {
  expect(fastest(() => 320)).toBe(0);
  expect(fastest((name, seconds) => (name === 'left ear' && seconds > 1 ? 500 : 320))).toBe(0);
});

test('trembling points are hardly fast', () => {
  expect(fastest((_, seconds) => 320 + (Math.round(seconds * 12) % 2))).toBeLessThan(7);
});

test('what cannot be seen is not measured, nor what was seen long ago', () => {
  expect(fastest((_, seconds) => 200 * seconds, 0.2)).toBe(0);
  const speed = new BodySpeed();
  const at = (x: number) => ({ points: POINTS.map(() => ({ x, y: 0, z: 0 })), visible: POINTS.map(() => 1) });
  expect(speed.update(at(0), 0)).toBe(0);
  expect(speed.update(at(500), 2000)).toBe(0);
});
