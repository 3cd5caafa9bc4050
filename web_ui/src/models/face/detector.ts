/** From the face detector's numbers to places where the landmarks are looked for. */
import { at, boxOf, overlap, type Box, type Crop, type Point, type Point3 } from '../hand/geometry';

/** The side of the detector's picture, in pixels. */
export const DETECTOR_PICTURE = 192;

/** What the detector says of each anchor: a box (4 numbers) and 6 points (2 each), the eyes first. */
const NUMBERS_PER_ANCHOR = 16;
const POINTS = 2;

/** How sure it must be, 0…1. It finds what is far away or turned; the landmark network sorts out what is no face. */
const THRESHOLD = 0.35;
const LEAST = Math.log(THRESHOLD / (1 - THRESHOLD));

/** Boxes that overlap more than this are the same face. */
const SAME_FACE = 0.3;

/** How much more than the box of a face the landmark network was trained to see. */
const MARGIN = 1.5;

/** Cells a side; each has one anchor. */
const CELLS = 48;

/** The middle of each anchor, in pixels of the detector's picture. */
export const ANCHORS: readonly Point[] = Array.from({ length: CELLS * CELLS }, (_, index) => {
  const step = DETECTOR_PICTURE / CELLS;
  return { x: ((index % CELLS) + 0.5) * step, y: (Math.floor(index / CELLS) + 0.5) * step };
});

/** A square of the picture that holds the whole of it in its middle. */
export function wholePicture(width: number, height: number): Crop {
  return { x: width / 2, y: height / 2, size: Math.max(width, height), angle: 0 };
}

/**
 * Where to look for the landmarks of each face, the surest first; of boxes that overlap only the surest.
 *
 * @param boxes 16 numbers an anchor, in pixels from the anchor
 * @param scores one number an anchor, before the sigmoid
 * @param whole the square of the picture that the detector saw, as `wholePicture`
 */
export function decodeFaces(boxes: ArrayLike<number>, scores: ArrayLike<number>, whole: Crop): Crop[] {
  const sure = ANCHORS.map((_, index) => index).filter((index) => at(scores, index) >= LEAST);
  sure.sort((one, other) => at(scores, other) - at(scores, one));
  const kept: { box: Box; crop: Crop }[] = [];
  for (const index of sure) {
    const face = decodeFace(boxes, index, whole);
    if (kept.every(({ box }) => overlap(box, face.box) < SAME_FACE)) kept.push(face);
  }
  return kept.map(({ crop }) => crop);
}

function decodeFace(boxes: ArrayLike<number>, index: number, whole: Crop): { box: Box; crop: Crop } {
  const start = index * NUMBERS_PER_ANCHOR;
  const anchor = at(ANCHORS, index);
  const scale = whole.size / DETECTOR_PICTURE;
  const point = (offset: number): Point => ({
    x: whole.x + (at(boxes, start + offset) + anchor.x - DETECTOR_PICTURE / 2) * scale,
    y: whole.y + (at(boxes, start + offset + 1) + anchor.y - DETECTOR_PICTURE / 2) * scale,
  });
  const middle = point(0);
  const [halfWidth, halfHeight] = [2, 3].map((offset) => (at(boxes, start + offset) * scale) / 2) as [number, number];
  const box = {
    left: middle.x - halfWidth,
    top: middle.y - halfHeight,
    right: middle.x + halfWidth,
    bottom: middle.y + halfHeight,
  };
  const [rightEye, leftEye] = Array.from({ length: POINTS }, (_, k) => point(4 + 2 * k)) as [Point, Point];
  const size = 2 * MARGIN * Math.max(halfWidth, halfHeight);
  return { box, crop: { ...middle, size, angle: levelAngle(rightEye, leftEye) } };
}

const RIGHT_EYE = 33;
const LEFT_EYE = 263;

/** Where to look in the next picture for a face whose landmarks are known. */
export function cropOfFace(points: readonly Point[]): Crop {
  const { left, top, right, bottom } = boxOf(points);
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    size: MARGIN * Math.max(right - left, bottom - top),
    angle: levelAngle(at(points, RIGHT_EYE), at(points, LEFT_EYE)),
  };
}

/** How far apart the outer corners of the eyes are, in the unit of the points: about as much as a palm is long. */
export function eyesApart(points: readonly Point3[]): number {
  const [right, left] = [at(points, RIGHT_EYE), at(points, LEFT_EYE)];
  return Math.hypot(right.x - left.x, right.y - left.y, right.z - left.z);
}

/** By how much the picture of a face must be turned back so that its eyes are level. The person's right eye is at the
 * left of the picture. */
function levelAngle(rightEye: Point, leftEye: Point): number {
  return Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x);
}
