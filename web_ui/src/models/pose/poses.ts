/** How somebody is, from where the joints of their body are: in metres, as the camera sees them. */
import { part } from '../gesture/path';
import { at, type Point3 } from '../hand/geometry';
import { POINTS, type Body, type PointName } from './body';

/** The poses that one picture shows. */
export const HELD_POSES = [
  'somebody',
  'arms up',
  'left arm up',
  'right arm up',
  'arms out',
  'hands on hips',
  'standing',
  'sitting',
  'leaning left',
  'leaning right',
  'bending down',
  'slouching',
] as const;
export type HeldPose = (typeof HELD_POSES)[number];

// Not at all at the first number, for certain from the second. Angles are degrees, lengths are parts of the trunk.
const SEEN = [0.3, 0.7] as const;
const WRIST_OVER_NOSE = [0.12, 0.38] as const;
/** The hands behind the head are not up. */
const RAISED_ELBOW = [78, 105] as const;
/** A hand above the picture is up where the arm goes there. */
const RAISED_ARM = [110, 130] as const;
const OUT = { raised: [45, 62], raisedTooFar: [125, 110], sideways: [0.6, 0.8], elbow: [110, 130] } as const;
const HIPS = { reach: [0.66, 0.5], elbow: [130, 118], elbowOut: [0.1, 0.22], wristOut: [-0.1, 0.02], wristUp: [0.1, 0.2] } as const;
const SITTING = { thigh: [35, 50], knee: [66, 80] } as const;
const STANDING = { thigh: [38, 26], knee: [115, 130], upright: [42, 32] } as const;
const LEANING = { aside: [8, 14], ahead: [58, 46] } as const;
const BENDING = { ahead: [48, 64], hips: [0.85, 0.95] } as const;
/** How high the ears are over the shoulders, in widths of the shoulders. */
const SLOUCHING = [0.47, 0.36] as const;

/**
 * How sure each pose is, 0…1. A body may be in several: somebody who stands has their arms up, too. What cannot be seen
 * is not guessed.
 *
 * @param body what the landmark network saw; only `metric`, `visible` and `presence` are looked at
 */
export function posesOf({ metric, visible, presence }: Pick<Body, 'metric' | 'visible' | 'presence'>): Record<HeldPose, number> {
  const point = (name: PointName) => at(metric, POINTS.indexOf(name));
  const seen = (...names: PointName[]) => Math.min(...names.map((name) => part(at(visible, POINTS.indexOf(name)), ...SEEN)));
  const trunk = trunkOf(point);
  const [left, right] = (['left', 'right'] as const).map((side) => armOf(side, point, trunk, seen)) as [Arm, Arm];
  const legs = legsOf(point, seen);
  const bending = Math.min(part(trunk.lean, ...BENDING.ahead), part(Math.min(...hipsSeen(visible)), ...BENDING.hips));
  const shoulders = seen('left shoulder', 'right shoulder');
  const leaning = (aside: number) => Math.min(shoulders, part(aside, ...LEANING.aside), part(trunk.lean, ...LEANING.ahead));
  const sitting = Math.min(legs.seen, part(legs.thigh, ...SITTING.thigh), part(legs.knee, ...SITTING.knee));
  const low = part(earsOver(point, trunk), ...SLOUCHING);
  const poses: Record<HeldPose, number> = {
    somebody: 1,
    'arms up': Math.min(left.up, right.up),
    'left arm up': Math.min(left.up, 1 - right.up),
    'right arm up': Math.min(right.up, 1 - left.up),
    'arms out': Math.min(left.out, right.out),
    'hands on hips': Math.min(left.onHip, right.onHip),
    standing: Math.min(
      legs.seen,
      part(legs.thigh, ...STANDING.thigh),
      part(legs.knee, ...STANDING.knee),
      part(trunk.lean, ...STANDING.upright),
    ),
    sitting,
    'leaning left': leaning(trunk.aside),
    'leaning right': leaning(-trunk.aside),
    'bending down': bending,
    slouching: Math.min(shoulders, seen('left ear', 'right ear'), low, 1 - left.up, 1 - right.up, 1 - bending),
  };
  for (const pose of HELD_POSES) poses[pose] *= presence;
  return poses;
}

type Joints = (name: PointName) => Point3;
type Seen = (...names: PointName[]) => number;

interface Trunk {
  length: number;
  /** From the right shoulder to the left, of length 1, and how far they are apart. */
  across: Point3;
  width: number;
  /** From the hips to the shoulders: a part of that length for each part of the trunk's. */
  up: Point3;
  /** By how many degrees it is not upright, and how much of it is to the person's left. */
  lean: number;
  aside: number;
}

function trunkOf(point: Joints): Trunk {
  const up = minus(middle(point('left shoulder'), point('right shoulder')), middle(point('left hip'), point('right hip')));
  const between = minus(point('left shoulder'), point('right shoulder'));
  const width = length(between) || 1;
  return {
    length: length(up) || 1,
    up: { x: up.x / (dot(up, up) || 1), y: up.y / (dot(up, up) || 1), z: up.z / (dot(up, up) || 1) },
    across: { x: between.x / width, y: between.y / width, z: between.z / width },
    width,
    lean: degrees(Math.atan2(Math.hypot(up.x, up.z), -up.y)),
    aside: degrees(Math.atan2(up.x, -up.y)),
  };
}

interface Arm {
  up: number;
  out: number;
  onHip: number;
}

function armOf(side: 'left' | 'right', point: Joints, trunk: Trunk, seen: Seen): Arm {
  const [shoulder, elbow, wrist, hip] = (['shoulder', 'elbow', 'wrist', 'hip'] as const).map((joint) => point(`${side} ${joint}`)) as [
    Point3,
    Point3,
    Point3,
    Point3,
  ];
  const outwards = (from: Point3, to: Point3) => (side === 'left' ? 1 : -1) * dot(minus(to, from), trunk.across);
  const bend = 180 - angle(minus(elbow, shoulder), minus(wrist, elbow));
  const arm = minus(wrist, shoulder);
  const raised = angle(arm, DOWN);
  const isSeen = seen(`${side} shoulder`, `${side} elbow`, `${side} wrist`);
  const over = Math.min(isSeen, part((point('nose').y - wrist.y) / trunk.length, ...WRIST_OVER_NOSE), part(bend, ...RAISED_ELBOW));
  const isCutOff = Math.min(seen(`${side} shoulder`, `${side} elbow`), 1 - seen(`${side} wrist`));
  return {
    up: Math.max(over, Math.min(isCutOff, part(angle(minus(elbow, shoulder), DOWN), ...RAISED_ARM))),
    out: Math.min(
      isSeen,
      part(raised, ...OUT.raised),
      part(raised, ...OUT.raisedTooFar),
      part(outwards(shoulder, wrist) / (length(arm) || 1), ...OUT.sideways),
      part(bend, ...OUT.elbow),
    ),
    onHip: Math.min(
      isSeen,
      part(length(minus(wrist, hip)) / trunk.length, ...HIPS.reach),
      part(bend, ...HIPS.elbow),
      part(outwards(hip, elbow) / trunk.length, ...HIPS.elbowOut),
      // Crossed arms reach to the other side.
      part(outwards(hip, wrist) / trunk.length, ...HIPS.wristOut),
      // Hands in the lap, or that hang down, are lower.
      part(dot(minus(wrist, hip), trunk.up), ...HIPS.wristUp),
    ),
  };
}

/** How far thighs and knees are bent, both legs together; a leg that hides the other counts for both. */
function legsOf(point: Joints, seen: Seen): { thigh: number; knee: number; seen: number } {
  const both = (['left', 'right'] as const).map((side) => {
    const thigh = minus(point(`${side} knee`), point(`${side} hip`));
    const shank = minus(point(`${side} ankle`), point(`${side} knee`));
    return { thigh: angle(thigh, DOWN), knee: 180 - angle(thigh, shank), seen: seen(`${side} hip`, `${side} knee`, `${side} ankle`) };
  });
  const mean = (of: 'thigh' | 'knee') => both.reduce((sum, leg) => sum + leg[of], 0) / both.length;
  return { thigh: mean('thigh'), knee: mean('knee'), seen: Math.min(...both.map((leg) => leg.seen)) };
}

function earsOver(point: Joints, { width }: Trunk): number {
  const ears = middle(point('left ear'), point('right ear'));
  return (middle(point('left shoulder'), point('right shoulder')).y - ears.y) / width;
}

function hipsSeen(visible: readonly number[]): number[] {
  return (['left hip', 'right hip'] as const).map((name) => at(visible, POINTS.indexOf(name)));
}

const DOWN: Point3 = { x: 0, y: 1, z: 0 };

function angle(one: Point3, other: Point3): number {
  return degrees(Math.acos(Math.max(-1, Math.min(1, dot(one, other) / (length(one) * length(other) || 1)))));
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

function dot(one: Point3, other: Point3): number {
  return one.x * other.x + one.y * other.y + one.z * other.z;
}

function length(vector: Point3): number {
  return Math.hypot(vector.x, vector.y, vector.z);
}

function minus(one: Point3, other: Point3): Point3 {
  return { x: one.x - other.x, y: one.y - other.y, z: one.z - other.z };
}

function middle(one: Point3, other: Point3): Point3 {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, z: (one.z + other.z) / 2 };
}
