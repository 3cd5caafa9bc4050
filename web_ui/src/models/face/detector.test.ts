import { describe, expect, test } from 'vitest';
import { ANCHORS, cropOfFace, decodeFaces, wholePicture } from './detector';

const NUMBERS = 16;

/** What the detector says where faces are at these anchors: 40 pixels wide, eyes level. */
function answers(faces: Record<number, number>) {
  const boxes = new Float32Array(ANCHORS.length * NUMBERS);
  const scores = new Float32Array(ANCHORS.length).fill(-20);
  for (const [index, score] of Object.entries(faces)) {
    scores[Number(index)] = score;
    boxes.set([0, 0, 40, 40, -8, -5, 8, -5], Number(index) * NUMBERS);
  }
  return [boxes, scores] as const;
}

const LAST = ANCHORS.length - 1;

describe('the detector', () => {
  test('has an anchor every four pixels', () => {
    expect(ANCHORS).toHaveLength(48 * 48);
    expect([ANCHORS[0], ANCHORS[48], ANCHORS[LAST]]).toEqual([{ x: 2, y: 2 }, { x: 2, y: 6 }, { x: 190, y: 190 }]);
  });

  test('gives a square around each face, in pixels of the picture', () => {
    const [crop] = decodeFaces(...answers({ [LAST]: 3 }), wholePicture(960, 720));
    // 192 pixels stand for 960, and the picture's top is 120 below that of the square.
    expect(crop).toEqual({ x: 950, y: 830, size: 300, angle: 0 });
  });

  test('keeps the surest of those that overlap, and none that is not sure', () => {
    const crops = decodeFaces(...answers({ 0: 1, 1: 2, [LAST]: 4, 1000: -1 }), wholePicture(192, 192));
    expect(crops.map(({ x }) => x)).toEqual([190, 6]);
  });

  test('a face that leans is followed leaning', () => {
    const points = Array.from({ length: 468 }, () => ({ x: 50, y: 50 }));
    points[33] = { x: 0, y: 0 };
    points[263] = { x: 100, y: 100 };
    expect(cropOfFace(points)).toEqual({ x: 50, y: 50, size: 150, angle: Math.PI / 4 });
  });
});
