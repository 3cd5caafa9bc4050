import { expect, test } from 'vitest';
import type { Happening } from '../protocol/happened.svelte';
import type { Deed, Outcome, Seen } from '../protocol/messages';
import { askedOf, momentsOf, type Missed, type Told } from './moments';

const CURVE = { points: [{ time: 0, sure: 0.9 }], threshold: 0.7, framesToEnter: 3 };

function seen(label: string, time: number, trace: string, phase: Seen['phase'] = 'started'): Seen {
  return { type: 'seen', label, phase, time, trace, source: 'page-1', confidence: 0.93 };
}

function did(time: number, fields: Partial<Deed> = {}, cause: Seen | null = null, outcome: Partial<Outcome> | null = {}): Happening {
  const deed: Deed = { type: 'deed', time, id: time * 10, number: 1, word: 'wave', recipe: 'mine.py', run: 1, line: 5, part: 'arm', ...fields };
  return { deed, cause, outcome: outcome && { type: 'outcome', time: time + 1, id: deed.id, number: 2, run: 1, ...outcome } };
}

function moments(told: Partial<Told>) {
  const nothing = { beginnings: [], deeds: [], misses: [], curves: {}, over: null, guest: false, asked: new Set(['open hand']) };
  const began = { type: 'began' as const, time: 1, recipe: 'mine.py', run: 1 };
  return momentsOf({ ...nothing, began, daemonTime: (milliseconds) => milliseconds / 1000, ...told }, 10);
}

test('an event leads to the line and the part, with its curve', () => {
  const event = seen('open hand', 10, 'a');
  const [moment] = moments({ beginnings: [event], deeds: [did(10.1, { trace: 'a' }, event)], curves: { a: CURVE } });
  expect(moment).toMatchObject({ label: 'open hand', confidence: 0.93, curve: CURVE, whyNot: null, waited: null });
  expect(moment?.deeds).toEqual([{ word: 'wave', line: 5, part: 'arm', recipe: 'mine.py', count: 1, refused: null, value: null }]);
});

test('what follows something that lasts belongs to its beginning, until it begins again', () => {
  const [first, now, second] = [seen('open hand', 10, 'a'), seen('open hand', 11, 'b', 'now'), seen('open hand', 20, 'c')];
  const deeds = [did(10.1, { trace: 'a' }, first), did(11.1, { trace: 'b' }, now), did(20.1, { trace: 'c' }, second)];
  expect(moments({ beginnings: [first, second], deeds }).map(({ deeds: [one] }) => one?.count)).toEqual([1, 2]);
});

test('there is a reason why nothing came of an event', () => {
  const reason = (label: string, told: Partial<Told> = {}) => moments({ beginnings: [seen(label, 10, 'a')], ...told })[0]?.whyNot;
  expect(reason('fist')).toEqual({ kind: 'notAsked' });
  expect(reason('fist', { began: null })).toEqual({ kind: 'noRecipe' });
  expect(reason('fist', { over: { type: 'over', time: 9, recipe: 'mine.py', run: 1, ending: 'finished' } })).toEqual({ kind: 'noRecipe' });
  expect(reason('open hand')).toEqual({ kind: 'nothingDone' });
  expect(reason('fist', { asked: null })).toEqual({ kind: 'nothingDone' });
  expect(reason('open hand', { deeds: [did(9, { line: 9 }, null, null)] })).toEqual({ kind: 'busy', word: 'wave', line: 9 });
  expect(reason('open hand', { deeds: [did(9.5)] })).toEqual({ kind: 'busy', word: 'wave', line: 5 });
  expect(reason('open hand', { deeds: [did(9.5, { wait: false })] })).toEqual({ kind: 'nothingDone' });
});

test('what came late tells what the recipe was busy with', () => {
  const event = seen('open hand', 10, 'a');
  const deeds = [did(9.5, { line: 9 }), did(10.6, { trace: 'a' }, event)];
  expect(moments({ beginnings: [event], deeds })[0]?.waited).toMatchObject({ word: 'wave', line: 9 });
});

test('near misses tell what was missing', () => {
  const miss: Missed = { label: 'open hand', time: 5000, confidence: 0.62, frames: 0, threshold: 0.7, framesToEnter: 3, gapSeconds: 2, curve: CURVE };
  const reason = (changed: Partial<Missed>) => moments({ misses: [{ ...miss, ...changed }] })[0]?.whyNot;
  expect(reason({})).toEqual({ kind: 'tooLow', confidence: 0.62, threshold: 0.7 });
  expect(reason({ frames: 2 })).toEqual({ kind: 'tooShort', frames: 2, framesToEnter: 3 });
  expect(reason({ frames: 4 })).toEqual({ kind: 'tooSoon', gapSeconds: 2 });
});

test('what a recipe does by itself, again and again, is one moment, and what was refused says so', () => {
  const deeds = [did(2), did(3), did(4, {}, null, { message: 'The arm is unplugged.' }), did(5, { word: 'shine', line: 7 }), did(6, { word: 'read' })];
  const found = moments({ deeds });
  expect(found.map(({ time, deeds: [one] }) => [time, one?.word, one?.count, one?.refused])).toEqual([
    [5, 'shine', 1, null],
    [4, 'wave', 3, 'The arm is unplugged.'],
  ]);
});

test('what a recipe waits for stands in its words', () => {
  expect(askedOf([{ word: 'when_sees', value: '"open hand"' }, { word: 'shine', value: '"red"' }])).toEqual(new Set(['open hand']));
  expect(askedOf([{ word: 'when_sees' }])).toBeNull();
  expect(askedOf(undefined)).toBeNull();
});
