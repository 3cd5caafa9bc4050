import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openEnclosed } from './enclosed';

const golden = readFileSync(new URL('../../../tests/fixtures/wire/enclosed/asked.bin', import.meta.url));

test('a frame is its message and its picture', () => {
  const enclosed = openEnclosed(new Uint8Array(golden).buffer);
  expect(enclosed?.report).toEqual({ type: 'asked', question: 3, what: 'objects', asker: 'mine.py' });
  expect([...(enclosed?.picture.slice(0, 2) ?? [])]).toEqual([0xff, 0xd8]);
  expect(new TextDecoder().decode(enclosed?.picture.slice(2))).toBe('picture');
});

test('what is no frame of ours is nothing', () => {
  for (const bytes of [[], [0, 0], [0, 0, 0, 9, 123], [0, 0, 0, 1, 123], [0, 0, 0, 2, 0xff, 0xfe]]) {
    expect(openEnclosed(new Uint8Array(bytes).buffer)).toBeNull();
  }
});
