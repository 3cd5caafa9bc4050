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
/** In the picture, where the network errs least. How far wrists are outside of the hips, because crossed arms reach to the
 * other side; how high above them, because hands in the lap or that hang down are lower; and how far both elbows together
 * stick out: of a body that is turned one does less. */
const HIPS = { wristOut: [-0.16, -0.02], wristUp: [0.06, 0.16], wristTooHigh: [0.75, 0.6], elbowsOut: [0.1, 0.19] } as const;
const SITTING = { thigh: [35, 50], knee: [66, 80] } as const;
const STANDING = { thigh: [38, 26], knee: [115, 130], upright: [42, 32] } as const;
/** Of the trunk, and of the line through the shoulders. */
const LEANING = { aside: [8, 14], ahead: [58, 46] } as const;
const BENDING = { ahead: [48, 64], hips: [0.85, 0.95] } as const;
/** How high the ears are over the shoulders, in widths of the shoulders; how far the neck or the trunk bends; and how far
 * an upper arm may be raised, which raises the shoulders. */
const SLOUCHING = { ears: [0.6, 0.51], neck: [18, 25], trunk: [27, 38], arms: [75, 60] } as const;

/**
 * How sure each pose is, 0…1. A body may be in several: somebody who stands has their arms up, too. What cannot be seen
 * is not guessed.
 *
 * @param body what the landmark network saw; where to look next does not matter
 */
export function posesOf({ points, metric, visible, presence }: Omit<Body, 'next'>): Record<HeldPose, number> {
  const point = (name: PointName) => at(metric, POINTS.indexOf(name));
  const spot = (name: PointName) => ({ ...at(points, POINTS.indexOf(name)), z: 0 });
  const seen = (...names: PointName[]) => Math.min(...names.map((name) => part(at(visible, POINTS.indexOf(name)), ...SEEN)));
  const trunk = trunkOf(point);
  const [left, right] = (['left', 'right'] as const).map((side) => armOf(side, point, trunk, seen)) as [Arm, Arm];
  const legs = legsOf(point, seen);
  const bending = Math.min(part(trunk.lean, ...BENDING.ahead), part(Math.min(...hipsSeen(visible)), ...BENDING.hips));
  const shoulders = seen('left shoulder', 'right shoulder');
  const leaning = (side: 1 | -1) => Math.min(
    shoulders,
    part(side * trunk.aside, ...LEANING.aside),
    part(side * trunk.tilt, ...LEANING.aside),
    part(trunk.lean, ...LEANING.ahead),
  );
  const sitting = Math.min(legs.seen, part(legs.thigh, ...SITTING.thigh), part(legs.knee, ...SITTING.knee));
  // At a table, where legs are hidden, one sits; who is seen not to sit hangs the head for other reasons.
  const seated = Math.max(sitting, 1 - Math.max(seen('left knee'), seen('right knee')));
  const poses: Record<HeldPose, number> = {
    somebody: 1,
    'arms up': Math.min(left.up, right.up),
    'left arm up': Math.min(left.up, 1 - right.up),
    'right arm up': Math.min(right.up, 1 - left.up),
    'arms out': Math.min(left.out, right.out),
    'hands on hips': handsOnHips(spot, seen),
    standing: Math.min(
      legs.seen,
      part(legs.thigh, ...STANDING.thigh),
      part(legs.knee, ...STANDING.knee),
      part(trunk.lean, ...STANDING.upright),
    ),
    sitting,
    'leaning left': leaning(1),
    'leaning right': leaning(-1),
    'bending down': bending,
    slouching: Math.min(shoulders, seen('left ear', 'right ear'), seated, slouchingOf(point, spot, trunk.lean)),
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
  /** By how many degrees the left shoulder is lower than the right one. */
  tilt: number;
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
    tilt: degrees(Math.atan2(between.y, Math.abs(between.x))),
  };
}

interface Arm {
  up: number;
  out: number;
}

function armOf(side: 'left' | 'right', point: Joints, trunk: Trunk, seen: Seen): Arm {
  const [shoulder, elbow, wrist] = (['shoulder', 'elbow', 'wrist'] as const).map((joint) => point(`${side} ${joint}`)) as [
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
  };
}

function handsOnHips(spot: Joints, seen: Seen): number {
  const trunk = trunkOf(spot);
  const arms = (['left', 'right'] as const).map((side) => {
    const [shoulder, elbow, wrist, hip] = [spot(`${side} shoulder`), spot(`${side} elbow`), spot(`${side} wrist`), spot(`${side} hip`)];
    const outwards = (from: Point3, to: Point3) => ((side === 'left' ? 1 : -1) * dot(minus(to, from), trunk.across)) / trunk.length;
    const high = (hip.y - wrist.y) / trunk.length;
    const there = Math.min(
      seen(`${side} shoulder`, `${side} elbow`, `${side} wrist`),
      part(outwards(hip, wrist), ...HIPS.wristOut),
      part(high, ...HIPS.wristUp),
      part(high, ...HIPS.wristTooHigh),
    );
    return { there, out: outwards(middle(shoulder, wrist), elbow) };
  });
  const out = arms.reduce((sum, arm) => sum + arm.out, 0) / arms.length;
  return Math.min(...arms.map(({ there }) => there), part(out, ...HIPS.elbowsOut));
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

/** How far the head hangs: in the picture, where the network errs least, and in space. */
function slouchingOf(point: Joints, spot: Joints, lean: number): number {
  const ears = minus(middle(spot('left ear'), spot('right ear')), middle(spot('left shoulder'), spot('right shoulder')));
  const width = length(minus(spot('left shoulder'), spot('right shoulder'))) || 1;
  const head = minus(middle(point('left ear'), point('right ear')), middle(point('left shoulder'), point('right shoulder')));
  const neck = degrees(Math.atan2(-head.z, -head.y));
  const arms = (['left', 'right'] as const).map((side) => angle(minus(spot(`${side} elbow`), spot(`${side} shoulder`)), DOWN));
  return Math.min(
    part(-ears.y / width, ...SLOUCHING.ears),
    Math.max(part(neck, ...SLOUCHING.neck), part(lean, ...SLOUCHING.trunk)),
    part(Math.max(...arms), ...SLOUCHING.arms),
  );
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
