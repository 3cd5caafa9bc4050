import { expect, test } from 'vitest';
import type { Lesson } from '../protocol/lessons';
import { goalsOf, isDone, newlyReached, stepToGoOn } from './course';

const step = { title: '', blocks: [], hints: [] };
const lesson: Lesson = {
  id: '01_wave',
  title: 'Wave back',
  learn: '',
  level: 1,
  minutes: 10,
  needs: [],
  steps: [step, step, step],
  goals: [
    { text: 'a', step: 1, reached: false },
    { text: 'b', step: 2, reached: false },
    { text: 'c', step: 2, reached: false },
    { text: 'd', step: 0, reached: false },
  ],
};

test('a step has its own goals and those of all', () => {
  expect([0, 1, 2].map((each) => goalsOf(lesson, each))).toEqual([[0, 3], [1, 2, 3], [3]]);
});

test('a step is done when all its own goals are reached', () => {
  expect(isDone(lesson, 1, [false, true, true, false])).toBe(true);
  expect(isDone(lesson, 1, [true, true, false, true])).toBe(false);
  expect(isDone(lesson, 2, [true, true, true, true])).toBe(false);
});

test('whoever comes back goes on where they were, else at the first step that is not done', () => {
  expect(stepToGoOn(lesson, [], 2)).toBe(2);
  expect(stepToGoOn(lesson, [], null)).toBe(0);
  expect(stepToGoOn(lesson, [true], null)).toBe(1);
  expect(stepToGoOn(lesson, [true, true, true], null)).toBe(2);
  for (const odd of [3, -1, 0.5, Number.NaN]) expect(stepToGoOn(lesson, [true], odd)).toBe(1);
});

test('a goal is told when it ticks, not when its lesson opens', () => {
  expect(newlyReached(null, '01_wave', [true])).toEqual([]);
  expect(newlyReached({ id: 'other', reached: [false] }, '01_wave', [true])).toEqual([]);
  expect(newlyReached({ id: '01_wave', reached: [false, true] }, '01_wave', [true, true])).toEqual([0]);
});
