/** What a face does, from its landmarks (numbered as MediaPipe does). All measures are relative to the face itself, in
 * space, so that its distance and size say nothing, and turning it says little. */
import { at, type Point3 } from '../hand/geometry';

export const EXPRESSIONS = ['face', 'looking at me', 'smiling'] as const;
export type Expression = (typeof EXPRESSIONS)[number];

const RIGHT_EYE = 33;
const LEFT_EYE = 263;
const FOREHEAD = 10;
const CHIN = 152;
const RIGHT_CORNER = 61;
const LEFT_CORNER = 291;
const UPPER_LIP = 13;

/** A face turned away by this many degrees is as likely to look at the camera as not. */
const LOOKING_DEGREES = 22;
const LOOKING_SLOPE = 0.35;

// A mouth at rest is 0.5 to 0.6 times as wide as the eyes are apart from corner to corner, and its corners are a
// little lower than the middle of the upper lip's edge. A smile widens it and lifts the corners.
const SMILE = { width: 0.6, slope: 28 };

/**
 * How sure each expression is, 0…1.
 *
 * @param points 468 landmarks as the camera sees them, y downwards and z away from it
 * @param presence how sure it is that this is a face at all, 0…1
 */
export function expressionsOf(points: readonly Point3[], presence: number): Record<Expression, number> {
  return {
    face: presence,
    'looking at me': presence * sigmoid(LOOKING_SLOPE * (LOOKING_DEGREES - turnedAwayDegrees(points))),
    smiling: presence * sigmoid(SMILE.slope * smile(points)),
  };
}

/** By how many degrees a face is turned away from the camera, in whatever direction; 0…180. */
export function turnedAwayDegrees(points: readonly Point3[]): number {
  const across = minus(at(points, LEFT_EYE), at(points, RIGHT_EYE));
  const down = minus(at(points, CHIN), at(points, FOREHEAD));
  // Points away from the camera where the face is turned to it.
  const behind = {
    x: across.y * down.z - across.z * down.y,
    y: across.z * down.x - across.x * down.z,
    z: across.x * down.y - across.y * down.x,
  };
  return (Math.atan2(Math.hypot(behind.x, behind.y), behind.z) * 180) / Math.PI;
}

/** More than 0 for a mouth that smiles more than it does not. */
function smile(points: readonly Point3[]): number {
  const [right, left] = [at(points, RIGHT_CORNER), at(points, LEFT_CORNER)];
  const eyes = length(minus(at(points, LEFT_EYE), at(points, RIGHT_EYE))) || 1;
  const down = minus(at(points, CHIN), at(points, FOREHEAD));
  const corners = middle(right, left);
  // From the upper lip: the lower one sinks when the mouth opens, and that lifts no corner.
  const sinking = minus(at(points, UPPER_LIP), corners);
  const lift = (sinking.x * down.x + sinking.y * down.y + sinking.z * down.z) / (length(down) || 1) / eyes;
  return length(minus(left, right)) / eyes - SMILE.width + lift;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function minus(one: Point3, other: Point3): Point3 {
  return { x: one.x - other.x, y: one.y - other.y, z: one.z - other.z };
}

function middle(one: Point3, other: Point3): Point3 {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, z: (one.z + other.z) / 2 };
}

function length({ x, y, z }: Point3): number {
  return Math.hypot(x, y, z);
}
