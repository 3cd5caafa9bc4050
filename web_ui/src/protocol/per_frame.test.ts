import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PerFrame } from './per_frame';

let draw: (() => void) | undefined;
let handed: string[][];
let frames: PerFrame<string>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    draw = callback;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => {
    draw = undefined;
  });
  handed = [];
  frames = new PerFrame((things) => handed.push([...things]));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what comes before the next frame is handed on together, in its order', () => {
  for (const thing of ['one', 'two', 'three']) frames.add(thing);
  expect(handed).toEqual([]);
  draw?.();
  expect(handed).toEqual([['one', 'two', 'three']]);
  frames.add('four');
  draw?.();
  expect(handed).toEqual([['one', 'two', 'three'], ['four']]);
});

test('a page that draws no frames hears it all the same', () => {
  frames.add('one');
  vi.runAllTimers();
  expect(handed).toEqual([['one']]);
});

test('nothing is handed on twice, and nothing at all where nothing waits', () => {
  frames.add('one');
  frames.flush();
  draw?.();
  vi.runAllTimers();
  frames.flush();
  expect(handed).toEqual([['one']]);
});
