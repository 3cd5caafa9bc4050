/** What a hand does, told from the angles and distances between its landmarks: independent of how large it is
 * and of how it is turned. Every rule is continuous: sure, less sure, not at all. */
import { at, type Point3 } from './geometry';

export const GESTURES = ['open hand', 'fist', 'pinch', 'point'] as const;
export type Gesture = (typeof GESTURES)[number];

const WRIST = 0;
const THUMB_TIP = 4;
const INDEX = 5;
const MIDDLE = 9;
/** The roots of index, middle, ring and little finger; their joints and tip follow. */
const FINGERS = [INDEX, MIDDLE, 13, 17] as const;
const INDEX_TIP = 8;

/** Degrees that all joints of a finger bend together: straight up to the first, curled from the second. */
const STRAIGHT = 60;
const CURLED = 150;

/** How sure each gesture is, 0…1 each.
 * @param points 21 landmarks in three dimensions, in any unit */
export function gesturesOf(points: readonly Point3[]): Record<Gesture, number> {
  const bends = FINGERS.map((root) => bendOf(points, root));
  const straight = bends.map((bend) => 1 - rise(bend, STRAIGHT, CURLED));
  const curled = bends.map((bend) => rise(bend, STRAIGHT, CURLED));
  const palm = distance(points, WRIST, MIDDLE);
  const gap = distance(points, THUMB_TIP, INDEX_TIP) / palm;
  const reach = distance(points, INDEX_TIP, WRIST) / palm;
  const [index = 0, middle = 0, ring = 0, little = 0] = straight;
  const [, middleCurled = 0, ringCurled = 0, littleCurled = 0] = curled;
  // Thumb and index meet in front of the palm: in a fist they are near each other, too, but the index is in.
  const touching = 1 - rise(gap, 0.3, 0.55);
  const pinch = Math.min(touching, rise(reach, 0.9, 1.2));
  const notPinch = 1 - pinch;
  return {
    'open hand': Math.min(index, middle, ring, little, notPinch),
    fist: Math.min(...curled, notPinch),
    pinch,
    point: Math.min(index, middleCurled, ringCurled, littleCurled, notPinch),
  };
}

/** By how many degrees a finger's three joints bend together. */
function bendOf(points: readonly Point3[], root: number): number {
  return (
    bend(points, WRIST, root, root + 1) +
    bend(points, root, root + 1, root + 2) +
    bend(points, root + 1, root + 2, root + 3)
  );
}

/** The angle at `b` between the way from `a` and the way to `c`; 0 is straight on. */
function bend(points: readonly Point3[], a: number, b: number, c: number): number {
  const one = difference(at(points, b), at(points, a));
  const two = difference(at(points, c), at(points, b));
  const cosine = (one.x * two.x + one.y * two.y + one.z * two.z) / (length(one) * length(two) || 1);
  return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
}

function distance(points: readonly Point3[], a: number, b: number): number {
  return length(difference(at(points, a), at(points, b)));
}

function difference(one: Point3, other: Point3): Point3 {
  return { x: one.x - other.x, y: one.y - other.y, z: one.z - other.z };
}

function length(vector: Point3): number {
  return Math.hypot(vector.x, vector.y, vector.z);
}

/** 0 up to `low`, 1 from `high`, and smoothly in between. */
function rise(value: number, low: number, high: number): number {
  const part = Math.max(0, Math.min(1, (value - low) / (high - low)));
  return part * part * (3 - 2 * part);
}
