import { expect, test } from 'vitest';
import { halfBits } from './half';

/** What 16 bits stand for. */
function numberOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

test('every half float is itself', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    if (((bits >> 10) & 0x1f) === 31 && bits & 0x3ff) continue;
    expect(halfBits(numberOf(bits))).toBe(bits);
  }
});

test('what lies between two becomes the nearest, and what is too large is infinite', () => {
  for (const value of [0.1, -3.14159, 1e-5, 6e-8, 1234.567, 65503, 1 / 3, 2.98e-8, -0.00006]) {
    const near = halfBits(value);
    const distance = Math.abs(numberOf(near) - value);
    for (const other of [near - 1, near + 1]) expect(distance).toBeLessThanOrEqual(Math.abs(numberOf(other & 0xffff) - value) || Infinity);
  }
  expect([70000, -70000, 1e30].map((value) => numberOf(halfBits(value)))).toEqual([Infinity, -Infinity, Infinity]);
  expect(numberOf(halfBits(Number.NaN))).toBeNaN();
});
