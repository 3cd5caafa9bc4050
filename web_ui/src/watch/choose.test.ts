import { describe, expect, test } from 'vitest';
import { isAsItWas, isBetter, threadCounts } from './choose';
import { Slowness } from './slowness';
import type { Measured } from './types';

const wasm = (threads: number, milliseconds: number): Measured => ({ backend: 'wasm', threads, milliseconds });

describe('how many threads are tried', () => {
  test('one, half of the cores, and all but the one that the page needs', () => {
    expect(threadCounts(1, true)).toEqual([1]);
    expect(threadCounts(2, true)).toEqual([1]);
    expect(threadCounts(3, true)).toEqual([1, 2]);
    expect(threadCounts(4, true)).toEqual([1, 2, 3]);
    expect(threadCounts(8, true)).toEqual([1, 4, 7]);
    expect(threadCounts(64, true)).toEqual([1, 8]);
  });

  test('one, where the browser gives the page no threads', () => {
    expect(threadCounts(8, false)).toEqual([1]);
  });
});

describe('better', () => {
  test('is what takes less', () => {
    expect(isBetter({ backend: 'webgl', threads: 1, milliseconds: 5 }, wasm(1, 20))).toBe(true);
    expect(isBetter(wasm(1, 20), { backend: 'webgl', threads: 1, milliseconds: 5 })).toBe(false);
    expect(isBetter(wasm(1, 20), undefined)).toBe(true);
  });

  test('are more threads only where they help', () => {
    expect(isBetter(wasm(2, 12), wasm(1, 20))).toBe(true);
    expect(isBetter(wasm(4, 11.5), wasm(2, 12))).toBe(false);
    expect(isBetter(wasm(2, 40), wasm(1, 20))).toBe(false);
  });
});

test('a choice of another day holds while the computer is as fast as it was', () => {
  expect(isAsItWas(10, 14)).toBe(true);
  expect(isAsItWas(10, 30)).toBe(false);
  expect(isAsItWas(30, 10)).toBe(false);
});

describe('frames that become slow', () => {
  const status = (milliseconds: number) => [{ model: 'hand', framesPerSecond: 10, milliseconds }];

  test('are noticed when they stay so, and then not again for a while', () => {
    const slowness = new Slowness();
    const heard = (milliseconds: number, seconds: number) => slowness.heard(status(milliseconds), seconds * 1000);
    expect([20, 22, 80, 21].map((milliseconds, index) => heard(milliseconds, index))).toEqual([false, false, false, false]);
    expect([80, 80, 80].map((milliseconds, index) => heard(milliseconds, 4 + index))).toEqual([false, false, true]);
    expect([80, 80, 80, 80].map((milliseconds, index) => heard(milliseconds, 7 + index))).toEqual([false, false, false, false]);
    expect(heard(80, 67)).toBe(true);
  });

  test('of one model, while another is as quick as ever, are its own affair', () => {
    const slowness = new Slowness();
    for (let second = 0; second < 10; second++) {
      const image = { model: 'image', framesPerSecond: 4, milliseconds: 50 };
      expect(slowness.heard([...status(second < 2 ? 20 : 90), image], second * 1000)).toBe(false);
    }
  });

  test('without frames there is nothing to notice', () => {
    const slowness = new Slowness();
    expect(slowness.heard([], 0)).toBe(false);
  });
});
