import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { fitOf, OPERATIONS, partsOf, type Shape } from './shapes';
import { compute, computeOnProcessor } from './tensors';

beforeAll(computeOnProcessor);

const SIZES: readonly Shape[] = [1, 2, 3].flatMap((rows) => [1, 2, 3].map((columns): Shape => [rows, columns]));
const gridOf = ([rows, columns]: Shape, start: number) =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => start + 3 * row + column));

describe('two grids', () => {
  test('fit exactly where TensorFlow.js takes them, and give the shape that it gives', () => {
    for (const operation of OPERATIONS) {
      for (const one of SIZES) {
        for (const other of SIZES) {
          const fit = fitOf(operation, one, other);
          const joined = () => compute(operation, gridOf(one, 1), gridOf(other, -2));
          if (fit.fits) expect([joined().length, joined()[0]?.length]).toEqual(fit.shape);
          else expect(joined).toThrow();
        }
      }
    }
  });

  test('give numbers that are the sum or product of their parts', () => {
    for (const operation of OPERATIONS) {
      for (const one of SIZES) {
        for (const other of SIZES) {
          if (!fitOf(operation, one, other).fits) continue;
          const [first, second] = [gridOf(one, 1), gridOf(other, -2)];
          compute(operation, first, second).forEach((line, row) => {
            line.forEach((number, column) => {
              const parts = partsOf(operation, one, other, row, column).map(([a, b]) => {
                const [x, y] = [first[a[0]]?.[a[1]] ?? NaN, second[b[0]]?.[b[1]] ?? NaN];
                return operation === 'add' ? x + y : x * y;
              });
              expect(number).toBe(parts.reduce((total, part) => total + part, 0));
            });
          });
        }
      }
    }
  });

  test('leave nothing behind', () => {
    const before = memory().numTensors;
    compute('matmul', [[1, 2]], [[3], [4]]);
    expect(() => compute('matmul', [[1, 2]], [[3, 4]])).toThrow();
    expect(memory().numTensors).toBe(before);
  });

  test('tell what does not match', () => {
    expect(fitOf('matmul', [2, 3], [2, 3])).toEqual({ fits: false, inner: [3, 2] });
    expect(fitOf('add', [2, 3], [3, 3])).toEqual({ fits: false, rows: [2, 3] });
    expect(fitOf('multiply', [2, 2], [3, 3])).toEqual({ fits: false, rows: [2, 3], columns: [2, 3] });
    expect(fitOf('add', [2, 3], [1, 3])).toEqual({ fits: true, shape: [2, 3], stretched: 'second' });
    expect(fitOf('add', [1, 3], [2, 1])).toEqual({ fits: true, shape: [2, 3], stretched: 'both' });
  });
});
