import { expect, test } from 'vitest';
import { Steady } from './steady';

test('the first picture counts at once', () => {
  expect(new Steady().update([0.9, 0.1], 5)).toEqual([0.9, 0.1]);
});

test('one odd picture changes little, many change all, however many there are a second', () => {
  for (const rate of [10, 30]) {
    const steady = new Steady();
    for (let frame = 0; frame < rate; frame++) steady.update([1, 0], frame / rate);
    expect(steady.update([0, 1], 1)[1]).toBeLessThan(0.45);
    for (let frame = 1; frame <= 2 * rate; frame++) steady.update([0, 1], 1 + frame / rate);
    expect(steady.update([0, 1], 3.1)[1]).toBeGreaterThan(0.98);
  }
});

test('of a hand that was just found all pictures count alike', () => {
  const steady = new Steady();
  steady.update([1, 0], 0);
  steady.update([0, 1], 0.02);
  expect(steady.update([0, 1], 0.04)[1]).toBeCloseTo(2 / 3);
});

test('what is known stays a choice between classes', () => {
  const steady = new Steady();
  for (const [index, classes] of [[0.2, 0.8], [0.6, 0.4], [1, 0]].entries()) {
    const known = steady.update(classes, index / 15);
    expect(known.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
  }
});
