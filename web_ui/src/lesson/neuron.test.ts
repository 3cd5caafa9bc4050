import { describe, expect, test } from 'vitest';
import { clouds, ring } from './dots';
import { accuracy, answer, lineOf, loss, slopes, stepDown, surprise, WEIGHTS, type Weights } from './neuron';

const DOTS = clouds(20);
const SOME: Weights[] = [
  { first: 0, second: 0, bias: 0 },
  { first: 1.5, second: -0.7, bias: 0.3 },
  { first: -4, second: 5, bias: -2 },
];

describe('a neuron', () => {
  test('that knows nothing is undecided, and as surprised as by a coin', () => {
    const [nothing] = SOME as [Weights];
    expect(answer(nothing, { x: 0.3, y: -0.8 })).toBe(0.5);
    expect(loss(nothing, DOTS)).toBeCloseTo(Math.log(2), 12);
  });

  test('is surprised by minus the log of how sure it was of the truth', () => {
    for (const weights of SOME) {
      for (const dot of DOTS) {
        const sure = dot.kind === 1 ? answer(weights, dot) : 1 - answer(weights, dot);
        expect(surprise(weights, dot)).toBeCloseTo(-Math.log(sure), 10);
      }
    }
  });

  test('has the slopes that small differences of its loss show', () => {
    const small = 1e-5;
    for (const weights of SOME) {
      for (const which of WEIGHTS) {
        const higher = loss({ ...weights, [which]: weights[which] + small }, DOTS);
        const lower = loss({ ...weights, [which]: weights[which] - small }, DOTS);
        expect(slopes(weights, DOTS)[which]).toBeCloseTo((higher - lower) / (2 * small), 8);
      }
    }
  });

  test('loses less with every step, and parts the clouds', () => {
    let weights: Weights = { first: -2, second: 1, bias: 0.5 };
    for (let step = 0; step < 200; step++) {
      const before = loss(weights, DOTS);
      weights = stepDown(weights, DOTS, 1);
      expect(loss(weights, DOTS)).toBeLessThan(before);
    }
    expect(accuracy(weights, DOTS)).toBeGreaterThan(0.9);
  });

  test('can not part a ring from its middle', () => {
    const dots = ring(30);
    let weights: Weights = { first: 1, second: 1, bias: 0 };
    for (let step = 0; step < 500; step++) weights = stepDown(weights, dots, 1);
    expect(accuracy(weights, dots)).toBeLessThan(0.75);
    expect(loss(weights, dots)).toBeGreaterThan(0.6);
  });

  test('stays finite with the largest weights, and without dots', () => {
    expect(Number.isFinite(loss({ first: 1e6, second: -1e6, bias: 1e6 }, DOTS))).toBe(true);
    expect(loss(SOME[1] as Weights, [])).toBe(0);
    expect(accuracy(SOME[1] as Weights, [])).toBe(0);
  });
});

describe('a neuron’s line', () => {
  test('is where it is undecided', () => {
    const weights = { first: 2, second: 1, bias: -0.5 };
    const line = lineOf(weights);
    expect(line).not.toBeNull();
    for (const end of line ?? []) {
      expect(answer(weights, end)).toBeCloseTo(0.5, 12);
      expect(Math.max(Math.abs(end.x), Math.abs(end.y))).toBeCloseTo(1, 12);
    }
  });

  test('stands upright or lies flat where one weight is 0', () => {
    expect(lineOf({ first: 2, second: 0, bias: -1 })?.map(({ x }) => x)).toEqual([0.5, 0.5]);
    expect(lineOf({ first: 0, second: 4, bias: 1 })?.map(({ y }) => y)).toEqual([-0.25, -0.25]);
  });

  test('is nowhere without weights, or beyond the square', () => {
    expect(lineOf({ first: 0, second: 0, bias: 1 })).toBeNull();
    expect(lineOf({ first: 1, second: 0, bias: 3 })).toBeNull();
    expect(lineOf({ first: 1, second: 1, bias: 3 })).toBeNull();
  });
});

test('dots are the same each time, half of each kind, inside the square', () => {
  for (const dots of [clouds(20), ring(20)]) {
    expect(dots.filter(({ kind }) => kind === 1)).toHaveLength(20);
    expect(dots.every(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)) <= 0.95)).toBe(true);
  }
  expect(clouds(5)).toEqual(clouds(5));
});
