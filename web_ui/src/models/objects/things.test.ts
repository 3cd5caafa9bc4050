import { describe, expect, test } from 'vitest';
import card from '../../../public/models/objects/card.json';
import { overlap, type Box } from '../hand/geometry';
import { ANCHOR_COUNT, ANCHORS, decodeThings } from './things';
import { CLASSES, wordOf, WORDS } from './words';

const NOBODY = -12;
const [DOG, MUG, COFFEE_CUP] = ['Dog', 'Mug', 'Coffee cup'].map((name) => card.classes.indexOf(name) + 1) as [number, number, number];

/** What the network says when it finds these things, each at the anchor that fits best. */
function answer(...found: { box: Box; classIndex: number; logit: number; anchor?: number }[]) {
  const boxes = new Float32Array(4 * ANCHOR_COUNT);
  const scores = new Float32Array(CLASSES * ANCHOR_COUNT).fill(NOBODY);
  for (const { box, classIndex, logit, anchor = fitting(box) } of found) {
    const [x = 0, y = 0, width = 0, height = 0] = ANCHORS.slice(4 * anchor, 4 * anchor + 4);
    boxes[4 * anchor] = (10 * ((box.top + box.bottom) / 2 - y)) / height;
    boxes[4 * anchor + 1] = (10 * ((box.left + box.right) / 2 - x)) / width;
    boxes[4 * anchor + 2] = 5 * Math.log((box.bottom - box.top) / height);
    boxes[4 * anchor + 3] = 5 * Math.log((box.right - box.left) / width);
    scores[CLASSES * anchor + classIndex] = logit;
  }
  return { boxes, scores };
}

function anchorBox(anchor: number): Box {
  const [x = 0, y = 0, width = 0, height = 0] = ANCHORS.slice(4 * anchor, 4 * anchor + 4);
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

function fitting(box: Box): number {
  let best = 0;
  for (let anchor = 1; anchor < ANCHOR_COUNT; anchor++) {
    if (overlap(anchorBox(anchor), box) > overlap(anchorBox(best), box)) best = anchor;
  }
  return best;
}

/** A generator of numbers 0…1, the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const decode = ({ boxes, scores }: ReturnType<typeof answer>, least = 0.3) => decodeThings(boxes, scores, least);
const CORNER: Box = { left: 0.1, top: 0.2, right: 0.4, bottom: 0.8 };

test('there is an anchor for each answer of the network', () => {
  expect(ANCHOR_COUNT).toBe(card.networks.detector.outputs.boxes.shape[1]);
  expect(CLASSES).toBe(card.networks.detector.outputs.scores.shape[2]);
});

test('every class has a word, and the network knows every word', () => {
  expect(card.classes).toHaveLength(CLASSES - 1);
  expect(new Set(card.classes.map((_, index) => wordOf(index + 1)))).toEqual(new Set(WORDS));
  expect(new Set(WORDS).size).toBe(WORDS.length);
  expect([DOG, MUG, COFFEE_CUP].map(wordOf)).toEqual(['dog', 'cup', 'cup']);
});

test('half sure of a class is 0.6 sure of its word', () => {
  const [cup] = decode(answer({ box: CORNER, classIndex: MUG, logit: 0 }));
  expect(cup).toMatchObject({ word: 'cup' });
  expect(cup?.confidence).toBeCloseTo(0.6, 6);
});

test('a mug and a coffee cup in the same place are one cup; two places are two', () => {
  const moved = { left: 0.55, top: 0.2, right: 0.85, bottom: 0.8 };
  const [anchor] = [fitting(CORNER)];
  const both = [
    { box: CORNER, classIndex: MUG, logit: 2, anchor },
    { box: { ...CORNER, right: 0.42 }, classIndex: COFFEE_CUP, logit: 1, anchor: anchor + 1 },
  ];
  expect(decode(answer(...both))).toHaveLength(1);
  const things = decode(answer(...both, { box: moved, classIndex: COFFEE_CUP, logit: 3 }));
  expect(things.map(({ word }) => word)).toEqual(['cup', 'cup']);
  expect(things[0]?.box.left).toBeCloseTo(0.55, 3);
});

test('what is held stays beside who holds it, unless both fill the same box', () => {
  const [anchor] = [fitting(CORNER)];
  const held = { left: 0.2, top: 0.4, right: 0.35, bottom: 0.6 };
  const big = { box: CORNER, classIndex: DOG, logit: 2, anchor };
  expect(decode(answer(big, { box: held, classIndex: MUG, logit: 1 }))).toHaveLength(2);
  expect(decode(answer(big, { box: CORNER, classIndex: MUG, logit: 1, anchor: anchor + 1 })).map(({ word }) => word)).toEqual(['dog']);
});

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('random answers (%i):', (seed) => {
  const random = chance(seed);
  const boxes = Float32Array.from({ length: 4 * ANCHOR_COUNT }, () => 20 * random() - 10);
  const scores = Float32Array.from({ length: CLASSES * ANCHOR_COUNT }, () => 9 * random() - 7);
  const things = decodeThings(boxes, scores, 0.3);

  test('the surest come first, and all are sure enough', () => {
    expect(things.length).toBeGreaterThan(0);
    expect(things.length).toBeLessThanOrEqual(12);
    const sure = things.map(({ confidence }) => confidence);
    expect(sure).toEqual([...sure].sort((one, other) => other - one));
    expect(Math.min(...sure)).toBeGreaterThanOrEqual(0.3 - 1e-6);
    expect(Math.max(...sure)).toBeLessThan(1);
  });

  test('every box lies in the picture, and none shows what another shows', () => {
    for (const [index, { word, box }] of things.entries()) {
      expect(0 <= box.left && box.left < box.right && box.right <= 1).toBe(true);
      expect(0 <= box.top && box.top < box.bottom && box.bottom <= 1).toBe(true);
      for (const other of things.slice(0, index)) {
        expect(overlap(box, other.box)).toBeLessThan(other.word === word ? 0.5 : 0.75);
      }
    }
  });

  test('asking for surer things only takes away', () => {
    const surer = decodeThings(boxes, scores, 0.6);
    expect(surer).toEqual(things.filter(({ confidence }) => confidence >= 0.6));
  });

  test('a thing is found where it is', () => {
    const [left, top] = [0.6 * random(), 0.6 * random()];
    const box = { left, top, right: left + 0.1 + 0.3 * random(), bottom: top + 0.1 + 0.3 * random() };
    const [thing] = decode(answer({ box, classIndex: 1 + Math.floor(random() * (CLASSES - 1)), logit: 2 }));
    for (const side of ['left', 'top', 'right', 'bottom'] as const) expect(thing?.box[side]).toBeCloseTo(box[side], 4);
  });
});

test('numbers that are none find nothing', () => {
  const { boxes, scores } = answer();
  expect(decodeThings(boxes, scores, 0.01)).toEqual([]);
  expect(decodeThings(boxes.fill(NaN), scores.fill(5), 0.3)).toEqual([]);
});
