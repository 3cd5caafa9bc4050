import { describe, expect, test } from 'vitest';
import { Rest } from './rest';

/** An L of landmarks, turned by so many degrees. */
function hand(degrees: number, x = 0, size = 1) {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return Array.from({ length: 21 }, (_, index) => {
    const [along, across] = index < 12 ? [index, 0] : [0, index - 11];
    return { x: x + size * (along * cosine - across * sine), y: size * (along * sine + across * cosine) };
  });
}

describe.each([10, 30])('at %i pictures a second', (rate) => {
  test('a hand that is still is at rest from the first picture on', () => {
    const rest = new Rest();
    for (let frame = 0; frame < rate; frame++) expect(rest.update(hand(20), frame / rate)).toBe(1);
  });

  test('a hand that moves as a whole, nearer and aside, is at rest', () => {
    const rest = new Rest();
    for (let frame = 0; frame < rate; frame++) {
      expect(rest.update(hand(20, (30 * frame) / rate, 1 + frame / rate), frame / rate)).toBe(1);
    }
  });

  test('a hand that turns quickly is not, and is soon after it has stopped', () => {
    const rest = new Rest();
    for (let frame = 0; frame < rate; frame++) rest.update(hand((150 * frame) / rate), frame / rate);
    expect(rest.update(hand(150), 1)).toBeLessThan(0.3);
    for (let frame = 1; frame < rate / 2; frame++) rest.update(hand(150), 1 + frame / rate);
    expect(rest.update(hand(150), 1.5)).toBe(1);
  });
});

test('points that are all one are at rest', () => {
  const point = Array.from({ length: 21 }, () => ({ x: 3, y: 4 }));
  expect(new Rest().update(point, 0)).toBe(1);
});
