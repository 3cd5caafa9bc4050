import { describe, expect, test } from 'vitest';
import { ANCHORS, decodePalms, letterbox } from './palms';

const UNSURE = -20;

/** What the detector says: nothing anywhere but at the given anchors. */
function answer(found: Record<number, { score: number; numbers: number[] }>) {
  const boxes = new Float32Array(ANCHORS.length * 18);
  const scores = new Float32Array(ANCHORS.length).fill(UNSURE);
  for (const [index, { score, numbers }] of Object.entries(found)) {
    scores[Number(index)] = score;
    boxes.set(numbers, Number(index) * 18);
  }
  return { boxes, scores };
}

/** A palm 48 by 24 pixels around its anchor, with its wrist 10 pixels below and every other point on the anchor. */
const PALM = [0, 0, 48, 24, 0, 10, ...Array.from({ length: 12 }, () => 0)];

test('there are 2016 anchors, in the middle of their cells', () => {
  expect(ANCHORS).toHaveLength(2016);
  expect(ANCHORS[0]).toEqual({ x: 0.5 / 24, y: 0.5 / 24 });
  expect(ANCHORS[2]).toEqual({ x: 1.5 / 24, y: 0.5 / 24 });
  expect(ANCHORS[1152]).toEqual({ x: 0.5 / 12, y: 0.5 / 12 });
  expect(ANCHORS[2015]).toEqual({ x: 11.5 / 12, y: 11.5 / 12 });
});

test('a wide picture has bars above and below, a tall one beside', () => {
  expect(letterbox(640, 480)).toEqual({ scale: 0.3, x: 0, y: 24 });
  expect(letterbox(480, 640)).toEqual({ scale: 0.3, x: 24, y: 0 });
});

describe('decoding', () => {
  const index = 2 * (12 * 24 + 12);

  test('finds the palm at its anchor, in pixels of the picture', () => {
    const { boxes, scores } = answer({ [index]: { score: 2, numbers: PALM } });
    const [palm, ...more] = decodePalms(boxes, scores, 0.5, letterbox(640, 480));
    expect(more).toHaveLength(0);
    const middle = { x: ((12.5 / 24) * 192) / 0.3, y: ((12.5 / 24) * 192 - 24) / 0.3 };
    expect(palm?.confidence).toBeCloseTo(1 / (1 + Math.exp(-2)));
    expect(palm?.box.left).toBeCloseTo(middle.x - 80);
    expect(palm?.box.right).toBeCloseTo(middle.x + 80);
    expect(palm?.box.top).toBeCloseTo(middle.y - 40);
    expect(palm?.points[0]?.y).toBeCloseTo(middle.y + 10 / 0.3);
    expect(palm?.points).toHaveLength(7);
  });

  test('keeps what is sure enough', () => {
    const { boxes, scores } = answer({ [index]: { score: 0.1, numbers: PALM } });
    expect(decodePalms(boxes, scores, 0.5, letterbox(640, 480))).toHaveLength(1);
    expect(decodePalms(boxes, scores, 0.6, letterbox(640, 480))).toHaveLength(0);
  });

  test('of boxes that overlap keeps the surest, and both where they lie apart', () => {
    const { boxes, scores } = answer({
      [index]: { score: 1, numbers: PALM },
      [index + 1]: { score: 3, numbers: PALM },
      100: { score: 2, numbers: PALM },
    });
    const palms = decodePalms(boxes, scores, 0.5, letterbox(640, 480));
    expect(palms.map(({ confidence }) => Number(confidence.toFixed(2)))).toEqual([0.95, 0.88]);
  });

  test('random answers: no two palms that are kept overlap much, the surest come first', () => {
    let state = 7;
    const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
    for (let run = 0; run < 50; run++) {
      const scores = Float32Array.from(ANCHORS, () => 3 * random() - 2.5);
      const boxes = Float32Array.from({ length: ANCHORS.length * 18 }, () => 60 * random());
      const palms = decodePalms(boxes, scores, 0.5, letterbox(640, 480));
      for (let k = 1; k < palms.length; k++) {
        expect(palms[k]?.confidence).toBeLessThanOrEqual(palms[k - 1]?.confidence ?? 0);
      }
    }
  });
});
