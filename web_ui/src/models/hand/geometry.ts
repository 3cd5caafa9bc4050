/** Squares that are cut out of the picture and turned upright, and what lies in them. All in pixels of the
 * picture, y downwards. */

export interface Point {
  x: number;
  y: number;
}

export interface Point3 extends Point {
  z: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A square of the picture. */
export interface Crop {
  /** Its middle. */
  x: number;
  y: number;
  /** The length of its sides. */
  size: number;
  /** How far it is turned clockwise, in radians; 0 is upright. */
  angle: number;
}

/** A palm as the detector finds it. */
export interface Palm {
  box: Box;
  /** Wrist, the roots of index, middle, ring and little finger, and two points of the thumb. */
  points: readonly Point[];
  /** How sure the detector is, 0…1. */
  confidence: number;
}

// How MediaPipe's landmark network was trained to see hands: from a palm, 2.6 times its box and half a box
// towards the fingers; from landmarks, twice their box and a tenth of it towards the fingers.
const FROM_PALM = { scale: 2.6, shift: 0.5 };
const FROM_LANDMARKS = { scale: 2, shift: 0.1 };

/** The landmarks that keep still while fingers bend: wrist, thumb without its tip, roots and first joints. */
export const STEADY = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18] as const;

/** Where to look for the landmarks of a palm that was just found. */
export function cropOfPalm(palm: Palm): Crop {
  const { box, points } = palm;
  const angle = uprightAngle(at(points, 0), at(points, 2));
  const shift = (box.bottom - box.top) * FROM_PALM.shift;
  return {
    x: (box.left + box.right) / 2 + Math.sin(angle) * shift,
    y: (box.top + box.bottom) / 2 - Math.cos(angle) * shift,
    size: FROM_PALM.scale * Math.max(box.right - box.left, box.bottom - box.top),
    angle,
  };
}

/** Where to look in the next picture for a hand whose 21 landmarks are known. */
export function cropOfLandmarks(landmarks: readonly Point[]): Crop {
  const index = at(landmarks, 5);
  const middle = at(landmarks, 9);
  const ring = at(landmarks, 13);
  const knuckles = { x: (index.x + ring.x) / 4 + middle.x / 2, y: (index.y + ring.y) / 4 + middle.y / 2 };
  const angle = uprightAngle(at(landmarks, 0), knuckles);
  const box = boxOf(
    STEADY.map((index) => at(landmarks, index)),
    -angle,
  );
  const height = box.bottom - box.top;
  const middleOfBox = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 - height * FROM_LANDMARKS.shift };
  return {
    ...turned(middleOfBox, angle),
    size: FROM_LANDMARKS.scale * Math.max(box.right - box.left, height),
    angle,
  };
}

/** A point of the crop (fractions of its side, 0…1) as a point of the picture. */
export function outOfCrop(point: Point, crop: Crop): Point {
  const offset = turned({ x: (point.x - 0.5) * crop.size, y: (point.y - 0.5) * crop.size }, crop.angle);
  return { x: crop.x + offset.x, y: crop.y + offset.y };
}

/** Whether two crops show the same hand. */
export function sameHand(one: Crop, other: Crop): boolean {
  return Math.hypot(one.x - other.x, one.y - other.y) < 0.15 * (one.size + other.size);
}

/** The smallest box around points, after turning them by `angle` about the origin. */
export function boxOf(points: readonly Point[], angle = 0): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const point of points) {
    const { x, y } = turned(point, angle);
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** How much of two boxes is common to both, 0…1. */
export function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (area(one) + area(other) - width * height);
}

function area(box: Box): number {
  return (box.right - box.left) * (box.bottom - box.top);
}

/** By how much the picture of a hand must be turned back so that its fingers point up. */
function uprightAngle(wrist: Point, knuckles: Point): number {
  return Math.atan2(knuckles.x - wrist.x, wrist.y - knuckles.y);
}

function turned(point: Point, angle: number): Point {
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  return { x: point.x * cosine - point.y * sine, y: point.x * sine + point.y * cosine };
}

/** The item at an index that is known to exist. */
export function at<T>(items: ArrayLike<T>, index: number): T {
  return items[index] as T;
}
