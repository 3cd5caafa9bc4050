import { expect, test } from 'vitest';
import type { Moment } from './moments';
import { sentencesOf } from './sentences';

const MOMENT: Moment = { key: '', time: 1, label: 'open hand', sense: 'see', confidence: 0.93, curve: null, deeds: [], waited: null, whyNot: null };
const deed = { word: 'wave', line: 5, part: 'arm', recipe: 'mine.py', count: 1, refused: null, value: null };
const told = (moment: Partial<Moment>) => sentencesOf({ ...MOMENT, ...moment }).join(' ');

test('a moment reads as sentences', () => {
  expect(told({ deeds: [deed] })).toBe('“open hand” was seen (0.93). Line 5 asked for wave().');
  expect(told({ deeds: [{ ...deed, count: 3, refused: 'The arm is unplugged.' }] })).toContain('3 times. It was not done: The arm is unplugged.');
  expect(told({ whyNot: { kind: 'tooLow', confidence: 0.62, threshold: 0.7 } })).toBe('“open hand” was not noticed. “open hand” was 0.62; it needs 0.70.');
  expect(told({ whyNot: { kind: 'tooShort', frames: 2, framesToEnter: 3 } })).toContain('only 2 times in a row; it needs 3.');
  expect(told({ whyNot: { kind: 'notAsked' } })).toBe('“open hand” was seen (0.93). The recipe that runs does not ask for it.');
  expect(told({ whyNot: { kind: 'busy', word: 'wave', line: 9 } })).toContain('The recipe was busy with line 9, wave().');
  expect(told({ label: null, deeds: [{ ...deed, line: null }] })).toBe('The recipe asked for wave(). Nothing that was noticed caused it.');
});
