import { describe, expect, test } from 'vitest';
import { widen, type WeightEntry } from './weights';

/** 16 bits of each half float in these tests. */
const HALVES: Record<string, number> = { '-2': 0xc000, '-1.5': 0xbe00, '0': 0, '0.5': 0x3800, '1': 0x3c00, least: 1 };

function bytes(...parts: (string | number[])[]): ArrayBuffer {
  const all = parts.flatMap((part) => {
    const half = typeof part === 'string' ? (HALVES[part] as number) : 0;
    return typeof part === 'string' ? [half & 255, half >> 8] : part;
  });
  return new Uint8Array(all).buffer;
}

const kernel = (shape: number[], axis: number): WeightEntry => ({
  name: 'kernel',
  shape,
  dtype: 'float32',
  quantization: { dtype: 'uint8', axis },
});

function floats(entry: WeightEntry, data: ArrayBuffer): number[] {
  const { weightData, weightSpecs } = widen([entry], data);
  expect(weightSpecs).toEqual([{ name: entry.name, shape: entry.shape, dtype: 'float32' }]);
  return Array.from(new Float32Array(weightData[0] as ArrayBuffer));
}

describe('8-bit weights', () => {
  test('have a range for each channel of the last dimension', () => {
    const data = bytes('-2', '0', '0.5', '1', [0, 3, 4, 255]);
    expect(floats(kernel([2, 2], 1), data)).toEqual([-2, 3, 0, 255]);
  });

  test('have a range for each channel of a dimension within', () => {
    const data = bytes('0', '-1.5', '1', '0.5', [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(floats(kernel([2, 2, 2], 1), data)).toEqual([1, 2, 0, 0.5, 5, 6, 2, 2.5]);
  });

  test('may have the smallest step that a half float can be', () => {
    expect(floats(kernel([2], 0), bytes('0', '0', 'least', '1', [255, 1]))).toEqual([255 * 2 ** -24, 1]);
  });

  test('stand between others, which stay as they are', () => {
    const half: WeightEntry = { name: 'bias', shape: [2], dtype: 'float32', quantization: { dtype: 'float16' } };
    const shape: WeightEntry = { name: 'shape', shape: [1], dtype: 'int32' };
    const { weightSpecs, weightData } = widen(
      [half, kernel([1], 0), shape],
      bytes('1', '0.5', '0', '1', [7], [9, 0, 0, 0]),
    );
    expect(weightSpecs?.[0]).toEqual(half);
    expect(weightSpecs?.[2]).toEqual(shape);
    expect(new Uint8Array(weightData[0] as ArrayBuffer)).toEqual(new Uint8Array(bytes('1', '0.5')));
    expect(new Float32Array(weightData[1] as ArrayBuffer)).toEqual(new Float32Array([7]));
    expect(new Uint8Array(weightData[2] as ArrayBuffer)).toEqual(new Uint8Array([9, 0, 0, 0]));
  });

  test('of one range for all of them are left to TensorFlow.js', () => {
    const plain: WeightEntry = { name: 'dense', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', min: -1, scale: 0.5 } };
    const { weightSpecs, weightData } = widen([plain, kernel([1], 0)], bytes([1, 2, 3], '0', '1', [7]));
    expect(weightSpecs?.[0]).toEqual(plain);
    expect(new Uint8Array(weightData[0] as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 3]));
    expect(new Float32Array(weightData[1] as ArrayBuffer)).toEqual(new Float32Array([7]));
  });

  test('must be neither too few nor too many', () => {
    expect(() => widen([kernel([2], 0)], bytes('0', '0', '1', '1', [1]))).toThrow('end within kernel');
    expect(() => widen([kernel([1], 0)], bytes('0', '1', [1, 2]))).toThrow('more weights than entries');
  });
});
