import { expect, test } from 'vitest';
import { CLASSES, likeliest, WORDS, wordsOf } from './words';

const logitsOf = (likely: Record<number, number>) => Array.from({ length: CLASSES }, (_, index) => likely[index] ?? -20);

test('there are words enough for a class to play with, and few enough to read', () => {
  expect(WORDS.length).toBeGreaterThanOrEqual(60);
  expect(WORDS.length).toBeLessThanOrEqual(140);
});

test('all breeds are one dog', () => {
  const words = wordsOf(logitsOf({ 151: 5, 207: 5, 268: 5, 281: 5 }));
  expect(words['dog']).toBeCloseTo(0.75, 3);
  expect(words['cat']).toBeCloseTo(0.25, 3);
});

test('what belongs to no word is left out: not every picture shows something', () => {
  const words = wordsOf(logitsOf({ 970: 9 }));
  expect(Math.max(...Object.values(words))).toBeLessThan(0.001);
});

test('how sure it is of all words adds up to 1 at most, however large the numbers are', () => {
  const words = wordsOf(Array.from({ length: CLASSES }, (_, index) => 300 + (index % 7)));
  const total = Object.values(words).reduce((sum, sure) => sum + sure, 0);
  expect(total).toBeGreaterThan(0.3);
  expect(total).toBeLessThanOrEqual(1);
});

test('of one picture the likeliest words are told, the surest first, and no crumbs', () => {
  expect(likeliest({ dog: 0.3, cat: 0.5, cup: 0.04 })).toEqual([['cat', 0.5], ['dog', 0.3]]);
  expect(likeliest(Object.fromEntries(WORDS.map((word) => [word, 0.1])))).toHaveLength(5);
});
