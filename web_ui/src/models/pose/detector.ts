/** From the pose detector's numbers to the place where the landmarks of a body are looked for. */
import { at, type Crop, type Point } from '../hand/geometry';

/** The side of the detector's picture, in pixels. */
export const DETECTOR_PICTURE = 224;

/** What the detector says of each anchor: a box round the face (4 numbers) and 4 points (2 each), of which the first is
 * between the hips, and the second as far from it as the farthest part of the body may be, in the direction of the head. */
const NUMBERS_PER_ANCHOR = 12;
const HIPS = 4;
const REACH = 6;

/** How sure it must be, 0…1. */
const THRESHOLD = 0.5;
const LEAST = Math.log(THRESHOLD / (1 - THRESHOLD));

/** How much more than the reach of a body the landmark network was trained to see. */
const MARGIN = 1.25;

/** Grids of cells over the picture: how many cells a side, and how many anchors in each. */
const GRIDS = [
  { cells: 28, anchors: 2 },
  { cells: 14, anchors: 2 },
  { cells: 7, anchors: 6 },
];

/** The middle of each anchor, in pixels of the detector's picture. */
export const ANCHORS: readonly Point[] = GRIDS.flatMap(({ cells, anchors }) =>
  Array.from({ length: cells * cells * anchors }, (_, index) => {
    const cell = Math.floor(index / anchors);
    const step = DETECTOR_PICTURE / cells;
    return { x: ((cell % cells) + 0.5) * step, y: (Math.floor(cell / cells) + 0.5) * step };
  }),
);

/**
 * Where to look for the landmarks of the body that the detector is surest of; undefined where it is sure of none.
 *
 * @param boxes 12 numbers an anchor, in pixels from the anchor
 * @param scores one number an anchor, before the sigmoid
 * @param whole the square of the picture that the detector saw
 */
export function decodeBody(boxes: ArrayLike<number>, scores: ArrayLike<number>, whole: Crop): Crop | undefined {
  let best = 0;
  for (let index = 1; index < ANCHORS.length; index++) if (at(scores, index) > at(scores, best)) best = index;
  if (at(scores, best) < LEAST) return undefined;
  const start = best * NUMBERS_PER_ANCHOR;
  const anchor = at(ANCHORS, best);
  const scale = whole.size / DETECTOR_PICTURE;
  const point = (offset: number): Point => ({
    x: whole.x + (at(boxes, start + offset) + anchor.x - DETECTOR_PICTURE / 2) * scale,
    y: whole.y + (at(boxes, start + offset + 1) + anchor.y - DETECTOR_PICTURE / 2) * scale,
  });
  return cropOfBody(point(HIPS), point(REACH));
}

/** Where to look for the landmarks of a body: a square that holds all of it, with the head at the top.
 * @param hips the point between the hips
 * @param reach a point as far from it as the farthest part of the body may be, in the direction of the head */
export function cropOfBody(hips: Point, reach: Point): Crop {
  return {
    x: hips.x,
    y: hips.y,
    size: 2 * MARGIN * Math.hypot(reach.x - hips.x, reach.y - hips.y),
    angle: Math.atan2(reach.x - hips.x, hips.y - reach.y),
  };
}
