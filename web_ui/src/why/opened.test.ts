import { expect, test } from 'vitest';
import { openRun } from './opened';

const HEAD = { tjreplay: 1, recipe: 'mine.py', wall: 5 };
const file = (...lines: unknown[]) => lines.map((line) => JSON.stringify(line)).join('\n');
const OVER = { at: 3, over: { ending: 'finished' } };

test('a saved run comes back with its causes and what came of them', () => {
  const seen = { at: 1, seen: { label: 'fist', phase: 'started', trace: 'a' } };
  const deed = { at: 1.5, deed: { id: 4, word: 'wave', line: 5, trace: 'a' } };
  const run = openRun(file(HEAD, seen, deed, { at: 2, outcome: { id: 4, message: 'no' } }, OVER));
  if (typeof run === 'string') throw new Error(run);
  expect(run).toMatchObject({ recipe: 'mine.py', wall: 5000, over: { time: 3 } });
  expect(run.deeds).toMatchObject([{ deed: { word: 'wave', time: 1.5 }, cause: { label: 'fist' }, outcome: { message: 'no' } }]);
});

test('what is damaged, cut off, foreign or newer is told', () => {
  expect(openRun(file({ ...HEAD, tjreplay: 2 }))).toBe('newer');
  for (const text of ['', 'hello', '{}', file(HEAD), file([]), file(HEAD, 3, OVER), file(HEAD, { at: 1, deed: {} }, OVER), file(HEAD, OVER).slice(0, -3)]) {
    expect(openRun(text)).toBe('damaged');
  }
});
