import { describe, expect, test } from 'vitest';
import { Resampler, resampled } from './resample';

const tone = (rate: number, hertz: number, seconds: number, level = 0.5) =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, index) => level * Math.sin((2 * Math.PI * hertz * index) / rate));

/** Root mean square of the difference, without the ends. */
function apart(one: Float32Array, other: Float32Array): number {
  const inner = one.subarray(200, one.length - 200);
  return Math.sqrt(inner.reduce((sum, value, index) => sum + (value - other[index + 200]) ** 2, 0) / inner.length);
}

describe.each([44_100, 48_000, 8000])('from %i a second', (rate) => {
  test('a tone stays the tone that it is', () => {
    for (const hertz of [100, 1000, 3000]) expect(apart(resampled(tone(rate, hertz, 0.5), rate, 16_000), tone(16_000, hertz, 0.5))).toBeLessThan(0.003);
  });

  test('pieces give what the whole gives', () => {
    const whole = tone(rate, 700, 0.5);
    const resampler = new Resampler(rate, 16_000);
    const given: number[] = [];
    for (let start = 0; start < whole.length; start += rate / 50) given.push(...resampler.take(whole.subarray(start, start + rate / 50)));
    expect(given.length).toBeGreaterThan(16_000 * 0.5 - 50);
    const all = resampled(whole, rate, 16_000);
    given.forEach((value, index) => expect(value).toBeCloseTo(all[index], 5));
  });
});

test('a pitch that the new rate can not hold is gone, and does not come back as another', () => {
  for (const hertz of [8500, 10_000, 15_000, 20_000]) {
    const left = resampled(tone(48_000, hertz, 0.5), 48_000, 16_000).subarray(200, -200);
    expect(Math.sqrt(left.reduce((sum, value) => sum + value * value, 0) / left.length)).toBeLessThan(0.0005);
  }
});

test('a sound of the right rate is left as it is', () => {
  const sound = tone(16_000, 440, 0.1);
  expect(resampled(sound, 16_000, 16_000)).toBe(sound);
});

test('it lasts as long as before', () => {
  expect(resampled(new Float32Array(44_100), 44_100, 16_000)).toHaveLength(16_000);
  expect(resampled(new Float32Array(3), 48_000, 16_000)).toHaveLength(1);
});
