import { expect, test } from 'vitest';
import type { Output, Seen } from './messages';
import { appended, printed, seenNow } from './recent';

function seen(label: string, phase: Seen['phase'], source = 'page-1'): Seen {
  return { type: 'seen', label, phase, source };
}

function line(text: string, stream: Output['stream'] = 'stdout'): Output {
  return { type: 'output', time: 0, recipe: 'wave_back.py', stream, text };
}

test('a list keeps its newest', () => {
  expect(appended([1, 2, 3], 4, 3)).toEqual([2, 3, 4]);
});

test('what began and did not stop is seen now, once a source', () => {
  let now = seenNow([], seen('open hand', 'started'));
  now = seenNow(now, seen('open hand', 'now'));
  now = seenNow(now, seen('open hand', 'started', 'tool-2'));
  now = seenNow(now, seen('fist', 'started'));
  expect(now.map(({ label }) => label)).toEqual(['open hand', 'open hand', 'fist']);
  now = seenNow(now, seen('open hand', 'stopped'));
  expect(now.map(({ source }) => source)).toEqual(['tool-2', 'page-1']);
});

test('text that comes in pieces becomes one line', () => {
  const output = printed(printed([], line('Hel'), 100), line('lo\n'), 100);
  expect(output.map(({ text }) => text)).toEqual(['Hello\n']);
});

test('every notice is a line of its own', () => {
  const output = printed(printed([], line('It runs.', 'notice'), 100), line('It ended.', 'notice'), 100);
  expect(output).toHaveLength(2);
});

test('another stream begins a new line', () => {
  const output = printed(printed([], line('Hel'), 100), line('Oh no\n', 'stderr'), 100);
  expect(output.map(({ text }) => text)).toEqual(['Hel', 'Oh no\n']);
});

test('a recipe that prints without end leaves the end of it', () => {
  let output: Output[] = [];
  for (let number = 0; number < 1000; number++) output = printed(output, line(`${number}\n`), 50);
  expect(output.at(-1)?.text).toBe('999\n');
  expect(output.length).toBeLessThan(20);
});

test('one endless line stays as short', () => {
  let output: Output[] = [];
  for (let number = 0; number < 1000; number++) output = printed(output, line('x'), 50);
  expect(output.map(({ text }) => text).join('').length).toBeLessThanOrEqual(50);
});
