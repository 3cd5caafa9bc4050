import { expect, test } from 'vitest';
import { RobotError } from '../protocol/answers';
import { ClassDoor, type ClassNow, type Pupil } from '../protocol/class';
import { countdown } from '../protocol/countdown';
import { Board } from './board.svelte';
import { atTurn, briefly, counts, minutesStuck, placeOf, slices, standingOf, waiting } from './standing';

const ADA: Pupil = {
  id: 'p1', name: 'Ada', body: 'pupil-p1', connected: true, recipe: null, error: null, error_since: null,
  goals_reached: 0, goals: 0, lesson: null,
};
const BEN: Pupil = { ...ADA, id: 'p2', name: 'Ben', body: 'pupil-p2' };
const CLASS: ClassNow = {
  open: true, locked: false, handing: 'queue', slice_seconds: 60, message: '',
  turn: { pupil: 'p1', ends_at: 160 }, queue: ['p2', 'gone'], pupils: [ADA, BEN],
};

test('a pupil is stuck when an error is older than a minute and nothing was run since', () => {
  const failed = { ...ADA, error: 'There is no colour “grean”.', error_since: 100 };
  expect(standingOf(failed, 130)).toBe('error');
  expect(standingOf(failed, 161)).toBe('stuck');
  expect(minutesStuck(failed, 290)).toBe(3);
  expect(standingOf({ ...failed, recipe: { file: 'a.py', title: 'A' } }, 161)).toBe('runs');
  expect(standingOf({ ...failed, connected: false }, 161)).toBe('stuck');
  expect(standingOf({ ...ADA, connected: false }, 161)).toBe('away');
  expect(standingOf(ADA, 161)).toBe('idle');
  expect(counts({ ...CLASS, pupils: [failed, { ...BEN, connected: false }] }, 200)).toEqual({ all: 2, here: 1, stuck: 1 });
});

test('what is the matter is told in one line', () => {
  const told = 'mine.py has a problem in line 3:\n    robot.shine("grean")\nThere is no color "grean". Did you mean "green"?\nMore';
  expect(briefly(told)).toBe('There is no color "grean". Did you mean "green"?');
  expect(briefly('x.py took too much memory.\nUse less.')).toBe('x.py took too much memory.');
  expect([briefly('    only code'), briefly('')]).toEqual(['only code', '']);
});

test('who waits and who has the real robot is found among the pupils, and who is gone is neither', () => {
  expect(waiting(CLASS)).toEqual([BEN]);
  expect([placeOf(CLASS, 'p2'), placeOf(CLASS, 'p1')]).toEqual([1, 0]);
  expect(atTurn(CLASS)).toBe(ADA);
  expect(atTurn({ ...CLASS, turn: null })).toBeNull();
  expect(atTurn({ ...CLASS, turn: { pupil: 'gone', ends_at: null } })).toBeNull();
});

test('what is left of a turn is told in minutes and seconds', () => {
  expect([countdown(160, 58), countdown(160, 100.2), countdown(160, 159.1), countdown(160, 170)]).toEqual(['1:42', '1:00', '0:01', '0:00']);
  expect(countdown(null, 5)).toBeNull();
});

test('the length of a turn that holds is always among those to choose from', () => {
  expect(slices(60)).toEqual([30, 60, 120, 180, 300, 600, 900]);
  expect(slices(45)).toContain(45);
});

test('a refusal is told in the robot’s words, until something works', async () => {
  const board = new Board(new ClassDoor({ message: 'away', hint: '' }));
  expect(await board.attempt(() => Promise.reject(new RobotError('The class is closed.', 'Open it.')))).toBe(false);
  expect([board.trouble, board.busy]).toEqual([{ message: 'The class is closed.', hint: 'Open it.' }, false]);
  expect(await board.attempt(() => Promise.resolve(3), (count) => `${count} have it.`)).toBe(true);
  expect([board.trouble, board.note]).toEqual([null, '3 have it.']);
  await expect(board.attempt(() => Promise.reject(new TypeError('ours')))).rejects.toThrow('ours');
});
