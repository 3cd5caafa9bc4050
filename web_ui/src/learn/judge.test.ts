import { expect, test } from 'vitest';
import { accuracyOf, confusionOf, wrongOnes } from './judge';
import type { Answer } from './project';

const CLASSES = [
  { id: 'b', name: 'banana' },
  { id: 'a', name: 'apple' },
];
const answer = (is: string, said: string, confidence: number): Answer => ({ sample: `${is}${said}${confidence}`, is, said, confidence });
const ANSWERS = [answer('b', 'b', 0.9), answer('b', 'a', 0.6), answer('a', 'a', 0.8), answer('a', 'b', 0.95)];

test('the part that is right, the counts, and what was wrong: the surest first', () => {
  expect(accuracyOf(ANSWERS)).toBe(0.5);
  expect(confusionOf(CLASSES, ANSWERS)).toEqual([
    [1, 1],
    [1, 1],
  ]);
  expect(wrongOnes(ANSWERS).map(({ confidence }) => confidence)).toEqual([0.95, 0.6]);
});

test('where nothing was held back, nothing is claimed', () => {
  expect(accuracyOf([])).toBeNull();
});
