import { expect, test } from 'vitest';
import { kindOf } from './card';
import { judged, looksAtPictures, partsOf, toldLabels, type TaughtModel } from './taught';
import { taughtPictureModel } from './model';

const TAUGHT: TaughtModel = {
  ...{ id: 'own-1', title: 'Fruit', labels: ['banana', 'nothing', 'apple'], output: 'probabilities', author: '', licence: '', accuracy: null },
  input: { kind: 'picture_features', shape: [1280] },
  network: { format: 'layers-model', topology: {}, weightSpecs: [], weights: new ArrayBuffer(0) },
};

test('nothing is never told', () => {
  expect(toldLabels(TAUGHT)).toEqual(['banana', 'apple']);
  expect(judged(TAUGHT.labels, [0.2, 0.7, 0.1])).toEqual({ label: null, confidence: 0.2, confidences: { banana: 0.2, apple: 0.1 } });
});

test('the likeliest is the label, where it is likely', () => {
  expect(judged(TAUGHT.labels, [0.8, 0.1, 0.1])).toMatchObject({ label: 'banana', confidence: 0.8 });
  expect(judged(TAUGHT.labels, [0.4, 0.3, 0.3])).toMatchObject({ label: null, confidence: 0.4 });
});

test('whatever a brought network says, what is told is a fraction', () => {
  expect(judged(TAUGHT.labels, [7, Number.NaN, -3]).confidences).toEqual({ banana: 1, apple: 0 });
});

test('scores become parts of one, however large they are', () => {
  const parts = partsOf(Float32Array.from([1000, 1001, 999]));
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 5);
  expect(parts[1]).toBeCloseTo(0.665, 3);
});

test('models of one input look at the same frames', () => {
  const shares = (input: TaughtModel['input']) => taughtPictureModel({ ...TAUGHT, input }).shares;
  expect(shares(TAUGHT.input)).toBe('features');
  expect(shares({ kind: 'hand_features', shape: [86] })).toBe('hands');
  expect(shares({ kind: 'pixels', shape: [96, 96, 3], black: 0, white: 1 })).toBe('own-1');
});

test('only pictures and hands are looked at', () => {
  expect(looksAtPictures(TAUGHT)).toBe(true);
  expect(looksAtPictures({ ...TAUGHT, input: { kind: 'numbers', shape: [4] } })).toBe(false);
  expect(kindOf({ kind: 'pixels', shape: [1, 1, 1], black: 0, white: 1 })).toBe('pictures');
});
