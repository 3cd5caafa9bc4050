import { expect, test } from 'vitest';
import { loudestPiece } from './piece';

test('of a long sound the loudest piece is taken', () => {
  const sound = new Float32Array(400);
  sound.fill(0.1, 0, 100);
  sound.fill(-0.9, 210, 260);
  const piece = loudestPiece(sound, 100);
  expect(piece).toHaveLength(100);
  expect(piece.filter((sample) => sample < -0.8)).toHaveLength(50);
});

test('a short one stands in the middle of silence', () => {
  expect([...loudestPiece(Float32Array.from([1, 2]), 6)]).toEqual([0, 0, 1, 2, 0, 0]);
  expect([...loudestPiece(new Float32Array(0), 2)]).toEqual([0, 0]);
});

test('where all is silent, it is the beginning', () => {
  expect(loudestPiece(new Float32Array(50), 10)).toHaveLength(10);
});
