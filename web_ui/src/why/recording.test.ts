import { expect, test } from 'vitest';
import type { Report } from '../protocol/messages';
import { Recorder, type Known } from './recording';

const known = (): Known => ({ welcome: null, seen: [{ type: 'seen', label: 'fist', phase: 'started' }], readings: () => ({ arm: { angle: 0 } }), now: 5000, offsetMinutes: 60 });

function recorded(...reports: Report[]): Recorder {
  const recorder = new Recorder();
  for (const report of reports) recorder.hear(report, known);
  return recorder;
}

const began: Report = { type: 'began', time: 100, recipe: 'mine.py', run: 3, edition: 'abc', seed: 7 };
const deed: Report = { type: 'deed', time: 100.5, id: 4, number: 1, word: 'wave', recipe: 'mine.py', run: 3, line: 5, part: 'arm', arguments: { times: 2 }, trace: 'a' };
const outcome = { type: 'outcome', time: 101, id: 4, number: 2, run: 3, value: 0.5 } as unknown as Report;
const over: Report = { type: 'over', time: 102, recipe: 'mine.py', run: 3, ending: 'finished' };

function linesOf(recorder: Recorder): unknown[] {
  return (recorder.text(103) ?? '').trim().split('\n').map((line) => JSON.parse(line) as unknown);
}

test('a run is a line of what it is of, one for each thing that happened, and one for its end', () => {
  const seen: Report = { type: 'seen', label: 'open hand', phase: 'started', time: 100.25, trace: 'a', stamps: { sent: 1 } };
  expect(linesOf(recorded(began, seen, deed, outcome, over))).toEqual([
    expect.objectContaining({ tjreplay: 1, recipe: 'mine.py', edition: 'abc', seed: 7, wall: 5, utc_offset_minutes: 60 }),
    { at: 0, seen: { label: 'fist', phase: 'now' } },
    { at: 0.25, seen: { label: 'open hand', phase: 'started', trace: 'a' } },
    { at: 0.5, deed: { id: 4, word: 'wave', line: 5, part: 'arm', arguments: { times: 2 }, trace: 'a' } },
    { at: 1, outcome: { id: 4, value: 0.5 } },
    { at: 2, over: { ending: 'finished' } },
  ]);
});

test('readings are kept only of a recipe that reads them, the first ones whole', () => {
  const state: Report = { type: 'state', time: 100.7, light: { color: 'red' } };
  const read: Report = { ...deed, word: 'read' };
  expect(linesOf(recorded(began, state, read, state)).slice(2)).toEqual([
    expect.objectContaining({ at: 0.5 }),
    { at: 0.5, state: { arm: { angle: 0 } } },
    { at: 0.7, state: { light: { color: 'red' } } },
    { at: 3, over: { ending: 'running' } },
  ]);
});

test('where something was lost, or none began here, there is nothing to save', () => {
  expect(recorded(began, outcome).text(103)).toBeNull();
  expect(recorded(deed, outcome).text(103)).toBeNull();
  expect(recorded(began, deed, { ...deed, run: 2 }).text(103)).not.toBeNull();
});

test('a run that never ends does not fill the memory', () => {
  const print: Report = { type: 'output', time: 101, recipe: 'mine.py', stream: 'stdout', text: 'x'.repeat(8000) };
  const recorder = recorded(began, ...Array<Report>(1000).fill(print));
  expect(recorder.text(103)?.length).toBeLessThan(3_100_000);
  expect(linesOf(recorder).at(-1)).toEqual({ at: 1, over: { ending: 'full' } });
});
