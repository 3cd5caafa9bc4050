import { expect, test } from 'vitest';
import { fillWith, type PixelsInput } from './pixels';

const DATA = [0, 255, 51, 255, 255, 0, 102, 255];

function numbers(channels: number, black: number, white: number): number[] {
  const filled = new Float32Array(2 * channels);
  const input: PixelsInput = { kind: 'pixels', shape: [1, 2, channels], black, white };
  fillWith(filled, DATA, input);
  return [...filled].map((value) => Math.round(100 * value) / 100);
}

test('pixels are told from black, −1, to white, 1, without their opacity', () => {
  expect(numbers(3, -1, 1)).toEqual([-1, 1, -0.6, 1, -1, -0.2]);
});

test('a network that sees no colours takes their brightness', () => {
  expect(numbers(1, 0, 1)).toEqual([0.61, 0.34]);
});
