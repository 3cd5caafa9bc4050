import { describe, expect, test } from 'vitest';
import type { Point3 } from '../hand/geometry';
import { expressionsOf, turnedAwayDegrees } from './expressions';

const EYES_APART = 90;

/** A face of 90 units between the corners of its eyes.
 * @param width of the mouth, in that distance
 * @param lift of its corners above the middle of the closed lips, in that distance
 * @param gap between the lips, in that distance; the lower one sinks more */
function face({ width = 0.55, lift = -0.02, gap = 0.04, size = 1, turn = 0, nod = 0, tilt = 0 } = {}): Point3[] {
  const points = Array.from({ length: 468 }, () => ({ x: 0, y: 0, z: 0 }));
  const put = (index: number, x: number, y: number, z: number) => {
    const across = { x: x * Math.cos(turn) + z * Math.sin(turn), z: z * Math.cos(turn) - x * Math.sin(turn) };
    const along = { y: y * Math.cos(nod) - across.z * Math.sin(nod), z: across.z * Math.cos(nod) + y * Math.sin(nod) };
    points[index] = {
      x: size * (across.x * Math.cos(tilt) - along.y * Math.sin(tilt)),
      y: size * (across.x * Math.sin(tilt) + along.y * Math.cos(tilt)),
      z: size * along.z,
    };
  };
  put(33, -45, -25, 0);
  put(263, 45, -25, 0);
  put(10, 0, -80, 0);
  put(152, 0, 90, 0);
  put(13, 0, 42 - 0.3 * gap * EYES_APART, -10);
  put(14, 0, 42 + 0.7 * gap * EYES_APART, -10);
  put(61, (-width / 2) * EYES_APART, 42 - lift * EYES_APART, 0);
  put(291, (width / 2) * EYES_APART, 42 - lift * EYES_APART, 0);
  return points;
}

const SMILE = { width: 0.7, lift: 0.05 };
const radians = (degrees: number) => (degrees * Math.PI) / 180;

describe('a face', () => {
  test('smiles with a wide mouth and lifted corners, however near, tilted or a little turned it is', () => {
    for (const view of [{}, { size: 0.2 }, { size: 7 }, { tilt: 0.6 }, { turn: 0.3 }, { nod: -0.25 }]) {
      expect(expressionsOf(face({ ...SMILE, ...view }), 1).smiling).toBeGreaterThan(0.8);
      expect(expressionsOf(face(view), 1).smiling).toBeLessThan(0.3);
    }
  });

  test('does not smile with a pout, a frown or an open mouth', () => {
    expect(expressionsOf(face({ width: 0.42 }), 1).smiling).toBeLessThan(0.1);
    expect(expressionsOf(face({ width: 0.58, lift: -0.08 }), 1).smiling).toBeLessThan(0.2);
    for (const gap of [0.2, 0.4, 0.6]) expect(expressionsOf(face({ gap }), 1).smiling).toBeLessThan(0.3);
  });

  test('is turned away by the angle of its plane, in whatever direction, and tilting it is no turning', () => {
    expect(turnedAwayDegrees(face())).toBeCloseTo(0);
    expect(turnedAwayDegrees(face({ turn: radians(30) }))).toBeCloseTo(30);
    expect(turnedAwayDegrees(face({ nod: radians(-40) }))).toBeCloseTo(40);
    expect(turnedAwayDegrees(face({ tilt: radians(35) }))).toBeCloseTo(0);
  });

  test('looks at me while it is turned to the camera', () => {
    expect(expressionsOf(face({ turn: radians(10) }), 1)['looking at me']).toBeGreaterThan(0.9);
    expect(expressionsOf(face({ turn: radians(-40) }), 1)['looking at me']).toBeLessThan(0.1);
  });

  test('that is hardly there does nothing for sure', () => {
    expect(Math.max(...Object.values(expressionsOf(face(SMILE), 0.3)))).toBeLessThanOrEqual(0.3);
  });
});
