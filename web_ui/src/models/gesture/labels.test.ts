import { expect, test } from 'vitest';
import card from '../../../public/models/gesture/card.json';
import { HELD_GESTURES, confidencesOf, likeliestOf, type HeldGesture } from './labels';

const STILL = { wave: 0, 'swipe left': 0, 'swipe right': 0, circle: 0 };

/** What the network says; the rest is "none of these". */
function classes(likely: Partial<Record<HeldGesture, number>>): number[] {
  const numbers = HELD_GESTURES.map((gesture) => likely[gesture] ?? 0);
  return [...numbers, 1 - numbers.reduce((sum, one) => sum + one, 0)];
}

test('the labels stand in the order in which the network was trained', () => {
  expect(card.labels).toEqual(HELD_GESTURES);
});

test('a victory sign counts as two fingers, and stays a victory sign', () => {
  const seen = classes({ victory: 0.8, 'two fingers': 0.15 });
  expect(confidencesOf(seen)).toMatchObject({ victory: 0.8, 'two fingers': expect.closeTo(0.72, 9) as number });
  expect(likeliestOf(seen, STILL)).toEqual({ label: 'victory', confidence: 0.8 });
});

test('two fingers together are no victory sign', () => {
  const seen = classes({ victory: 0.1, 'two fingers': 0.85 });
  expect(confidencesOf(seen)).toMatchObject({ victory: 0.1, 'two fingers': 0.85 });
  expect(likeliestOf(seen, STILL)).toEqual({ label: 'two fingers', confidence: 0.85 });
});

test('where nothing is likely, or none of these, there is no label', () => {
  expect(likeliestOf(classes({}), STILL)).toBeUndefined();
  expect(likeliestOf(classes({ ok: 0.4, stop: 0.3 }), STILL)).toBeUndefined();
  expect(likeliestOf([], STILL)).toBeUndefined();
});

test('a hand that waves is not called five fingers', () => {
  const seen = classes({ 'five fingers': 0.95 });
  expect(likeliestOf(seen, { ...STILL, wave: 0.9 })).toEqual({ label: 'wave', confidence: 0.9 });
});
