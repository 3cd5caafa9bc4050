/** What a hand does, told from the angles and distances between its landmarks: independent of how large it is
 * and of how it is turned. Every rule is continuous: sure, less sure, not at all. */
import { at, type Point3 } from './geometry';

export const GESTURES = ['open hand', 'fist', 'pinch', 'point'] as const;
export type Gesture = (typeof GESTURES)[number];

const WRIST = 0;
const THUMB_TIP = 4;
const INDEX = 5;
const MIDDLE = 9;
const LITTLE = 17;
/** The roots of index, middle, ring and little finger; their joints and tip follow. */
const FINGERS = [INDEX, MIDDLE, 13, LITTLE] as const;
const INDEX_TIP = 8;

/** Degrees that all joints of a finger bend together: straight up to the first, curled from the second. */
const STRAIGHT = 60;
const CURLED = 150;
/** A finger that meets the thumb bends less than one of a fist: it may up to the first, it can not from the second. */
const MEETING = 138;
const NOT_MEETING = 165;
/** Up to here the index is not yet in a fist, whose it is from `NOT_MEETING`. */
const NOT_IN_FIST = 118;

/** Distances in lengths of the palm (wrist to the root of the middle finger): out of the question at
 * the first, certain at the second. */
const TIPS_TOUCH = [0.55, 0.35] as const;
const INDEX_REACHES_OUT = [1, 1.2] as const;
const THUMB_TUCKED_IN = [1.3, 1.05] as const;

/** How sure each gesture is, 0…1 each.
 * @param points 21 landmarks in three dimensions, in any unit */
export function gesturesOf(points: readonly Point3[]): Record<Gesture, number> {
  const bends = FINGERS.map((root) => bendOf(points, root));
  const curled = bends.map((bend) => part(bend, STRAIGHT, CURLED));
  const straight = curled.map((value) => 1 - value);
  const [, ...othersCurled] = curled;
  const palm = distance(points, WRIST, MIDDLE) || Number.EPSILON;
  // Also in a fist the tips of thumb and index are near each other, but then the index is curled into the palm.
  const pinch = Math.min(
    part(distance(points, THUMB_TIP, INDEX_TIP) / palm, ...TIPS_TOUCH),
    part(distance(points, INDEX_TIP, WRIST) / palm, ...INDEX_REACHES_OUT),
    part(at(bends, 0), NOT_MEETING, MEETING),
  );
  const thumbTucked = part(distance(points, THUMB_TIP, LITTLE) / palm, ...THUMB_TUCKED_IN);
  const noPinch = 1 - pinch;
  return {
    'open hand': Math.min(...straight, noPinch),
    fist: Math.min(...curled, part(at(bends, 0), NOT_IN_FIST, NOT_MEETING), thumbTucked, noPinch),
    pinch,
    point: Math.min(at(straight, 0), ...othersCurled, noPinch),
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

/** 0 at `from` and before it, 1 at `to` and beyond it, smooth in between; `from` may be the larger. */
function part(value: number, from: number, to: number): number {
  const way = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return way * way * (3 - 2 * way);
}
