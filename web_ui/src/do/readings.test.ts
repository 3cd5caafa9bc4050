import { expect, test } from 'vitest';
import { filled, gaugesOf } from './readings';

test('numbers and switches of any part get a gauge, also before their first value', () => {
  expect(gaugesOf('ears', { on: true, loudness: 0.25, words: ['yes'], fault: null, heard: 'yes' })).toEqual([
    { name: 'on', value: true },
    { name: 'loudness', value: 0.25 },
  ]);
  expect(gaugesOf('distance', { distance: null })).toEqual([{ name: 'distance', value: null }]);
});

test('what the robot’s picture shows already gets none', () => {
  expect(gaugesOf('arm', { angle: 81, moving: false })).toEqual([]);
});

test('a bar is never more than full, and never less than empty', () => {
  expect(filled(0.5, 0.7)).toBe(0.5);
  expect(filled(20, 40)).toBe(0.5);
  expect(filled(-3, 1)).toBe(0);
  expect(filled(9, 3)).toBe(1);
  expect(filled(null, 1)).toBe(0);
});
