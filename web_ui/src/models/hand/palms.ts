/** From the palm detector's numbers to palms. */
import { at, overlap, type Palm, type Point } from './geometry';

/** The side of the detector's picture, in pixels. */
export const PALM_PICTURE = 192;

/** What the detector says of each anchor: a box (4 numbers) and 7 points (2 each). */
const NUMBERS_PER_ANCHOR = 18;
const POINTS = 7;

/** Boxes that overlap more than this are the same palm. */
const SAME_PALM = 0.3;

/** Cells a side, and anchors a cell, of the detector's two layers. */
const LAYERS = [
  { cells: 24, anchors: 2 },
  { cells: 12, anchors: 6 },
] as const;

/** The middle of each anchor, as fractions of the detector's picture. */
export const ANCHORS: readonly Point[] = LAYERS.flatMap(({ cells, anchors }) =>
  Array.from({ length: cells * cells * anchors }, (_, index) => {
    const cell = Math.floor(index / anchors);
    return { x: ((cell % cells) + 0.5) / cells, y: (Math.floor(cell / cells) + 0.5) / cells };
  }),
);

/** How a picture lies in the detector's square: scaled as a whole and centred, with bars beside it. */
export interface Letterbox {
  scale: number;
  /** Width of the bar at the left and at the right, and height of those above and below, in the square's pixels. */
  x: number;
  y: number;
}

/** How a picture of this size fits into the detector's square. */
export function letterbox(width: number, height: number): Letterbox {
  const scale = PALM_PICTURE / Math.max(width, height);
  return { scale, x: (PALM_PICTURE - width * scale) / 2, y: (PALM_PICTURE - height * scale) / 2 };
}

/**
 * The palms in a picture, the surest first; of boxes that overlap only the surest.
 *
 * @param boxes 18 numbers an anchor, in pixels from the anchor
 * @param scores one number an anchor, before the sigmoid
 * @param threshold how sure the detector must be, 0…1 (both exclusive)
 */
export function decodePalms(
  boxes: ArrayLike<number>,
  scores: ArrayLike<number>,
  threshold: number,
  frame: Letterbox,
): Palm[] {
  const least = Math.log(threshold / (1 - threshold));
  const palms: Palm[] = [];
  for (let index = 0; index < ANCHORS.length; index++) {
    const score = at(scores, index);
    if (score >= least) palms.push(decodePalm(boxes, index, 1 / (1 + Math.exp(-score)), frame));
  }
  return surest(palms);
}

function decodePalm(boxes: ArrayLike<number>, index: number, confidence: number, frame: Letterbox): Palm {
  const anchor = at(ANCHORS, index);
  const start = index * NUMBERS_PER_ANCHOR;
  const point = (offset: number): Point => ({
    x: (at(boxes, start + offset) + anchor.x * PALM_PICTURE - frame.x) / frame.scale,
    y: (at(boxes, start + offset + 1) + anchor.y * PALM_PICTURE - frame.y) / frame.scale,
  });
  const middle = point(0);
  const halfWidth = at(boxes, start + 2) / frame.scale / 2;
  const halfHeight = at(boxes, start + 3) / frame.scale / 2;
  return {
    box: {
      left: middle.x - halfWidth,
      top: middle.y - halfHeight,
      right: middle.x + halfWidth,
      bottom: middle.y + halfHeight,
    },
    points: Array.from({ length: POINTS }, (_, k) => point(4 + 2 * k)),
    confidence,
  };
}

function surest(palms: Palm[]): Palm[] {
  const kept: Palm[] = [];
  for (const palm of palms.sort((one, other) => other.confidence - one.confidence)) {
    if (kept.every((better) => overlap(better.box, palm.box) < SAME_PALM)) kept.push(palm);
  }
  return kept;
}
