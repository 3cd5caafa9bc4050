/** From the detector's numbers to things in the picture. All boxes are fractions of the picture's sides, y downwards. */
import { at, overlap, type Box } from '../hand/geometry';
import { CLASSES, wordOf, type Word } from './words';

/** The side of the detector's picture, in pixels. */
export const OBJECTS_PICTURE = 300;

/** Boxes of one word that overlap more than this are the same thing, and boxes of two words that overlap this much. */
const SAME_WORD = 0.5;
const OTHER_WORD = 0.75;

/** No picture has more things than a person can follow. */
const MOST_THINGS = 12;

/** The network is shy: where it gave 0.5 to things that it should know, it was mostly right, so that counts as 0.6, from
 * where on a word is told. 0 and 1 stay what they are. */
const SHYNESS = Math.log(0.6) / Math.log(0.5);

/** Cells a side of the detector's six layers; how its boxes are shaped is that of every SSD (Liu et al. 2016). */
const CELLS = [19, 10, 5, 3, 2, 1];
const SMALLEST = 0.2;
const LARGEST = 0.95;
/** How the numbers of a box are scaled: those of the middle, those of the size. */
const MIDDLE_STEP = 10;
const SIZE_STEP = 5;

/** Something in the picture. */
export interface Thing {
  word: Word;
  /** 0…1 */
  confidence: number;
  box: Box;
}

/** Middle, width and height of each anchor: four numbers each. */
export const ANCHORS = anchors();
export const ANCHOR_COUNT = ANCHORS.length / 4;

/**
 * The things in a picture, the surest first; of boxes that show the same thing only the surest.
 *
 * @param boxes 4 numbers an anchor
 * @param scores `CLASSES` numbers an anchor, before the sigmoid
 * @param least how sure the detector must be, 0…1 (both exclusive)
 */
export function decodeThings(boxes: ArrayLike<number>, scores: ArrayLike<number>, least: number): Thing[] {
  const score = least ** (1 / SHYNESS);
  const threshold = Math.log(score / (1 - score));
  const things: Thing[] = [];
  for (let anchor = 0; anchor < ANCHOR_COUNT; anchor++) {
    let likeliest = 1;
    for (let index = 2; index < CLASSES; index++) {
      if (at(scores, anchor * CLASSES + index) > at(scores, anchor * CLASSES + likeliest)) likeliest = index;
    }
    const logit = at(scores, anchor * CLASSES + likeliest);
    if (!(logit >= threshold)) continue;
    const box = boxOfAnchor(boxes, anchor);
    if (box !== null) things.push({ word: wordOf(likeliest), confidence: (1 / (1 + Math.exp(-logit))) ** SHYNESS, box });
  }
  return surest(things);
}

/** Within the picture; null where nothing of it is. */
function boxOfAnchor(boxes: ArrayLike<number>, anchor: number): Box | null {
  const start = 4 * anchor;
  const [width, height] = [at(ANCHORS, start + 2), at(ANCHORS, start + 3)];
  const y = at(ANCHORS, start + 1) + (at(boxes, start) / MIDDLE_STEP) * height;
  const x = at(ANCHORS, start) + (at(boxes, start + 1) / MIDDLE_STEP) * width;
  const halfHeight = (Math.exp(at(boxes, start + 2) / SIZE_STEP) * height) / 2;
  const halfWidth = (Math.exp(at(boxes, start + 3) / SIZE_STEP) * width) / 2;
  const box = {
    left: Math.max(0, x - halfWidth),
    top: Math.max(0, y - halfHeight),
    right: Math.min(1, x + halfWidth),
    bottom: Math.min(1, y + halfHeight),
  };
  return box.left < box.right && box.top < box.bottom ? box : null;
}

function surest(things: Thing[]): Thing[] {
  const kept: Thing[] = [];
  for (const thing of things.sort((one, other) => other.confidence - one.confidence)) {
    if (kept.length === MOST_THINGS) break;
    const isNew = (better: Thing) => overlap(better.box, thing.box) < (better.word === thing.word ? SAME_WORD : OTHER_WORD);
    if (kept.every(isNew)) kept.push(thing);
  }
  return kept;
}

function anchors(): Float32Array {
  const scales = CELLS.map((_, layer) => SMALLEST + ((LARGEST - SMALLEST) * layer) / (CELLS.length - 1));
  const numbers: number[] = [];
  for (const [layer, cells] of CELLS.entries()) {
    const [scale, next] = [at(scales, layer), scales[layer + 1] ?? 1];
    const shapes =
      layer === 0
        ? [[0.1, 1], [scale, 2], [scale, 1 / 2]]
        : [[scale, 1], [scale, 2], [scale, 1 / 2], [scale, 3], [scale, 1 / 3], [Math.sqrt(scale * next), 1]];
    for (let cell = 0; cell < cells * cells; cell++) {
      for (const [size = 0, aspect = 1] of shapes) {
        const middle = [((cell % cells) + 0.5) / cells, (Math.floor(cell / cells) + 0.5) / cells];
        numbers.push(...middle, size * Math.sqrt(aspect), size / Math.sqrt(aspect));
      }
    }
  }
  return Float32Array.from(numbers);
}
