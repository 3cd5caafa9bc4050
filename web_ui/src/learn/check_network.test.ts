import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { TaughtModel } from '../models/taught/taught';
import { checkNetwork } from './check_network';

beforeAll(async () => {
  await setBackend('cpu');
});

/** One dense layer for so many numbers. */
function taught(takes: number, layer: object = {}, weight = 0.5): TaughtModel {
  const config = { name: 'last', units: 2, activation: 'softmax', use_bias: true, batch_input_shape: [null, takes] };
  const topology = { class_name: 'Sequential', config: { name: 'all', layers: [{ class_name: 'Dense', config, ...layer }] } };
  const weightSpecs = [
    { name: 'last/kernel', shape: [takes, 2], dtype: 'float32' as const },
    { name: 'last/bias', shape: [2], dtype: 'float32' as const },
  ];
  return {
    ...{ id: 'own-1', title: 'Odd', labels: ['a', 'b'], input: { kind: 'numbers', shape: [4] }, output: 'probabilities', author: '', licence: '', accuracy: null },
    network: { format: 'layers-model', topology, weightSpecs, weights: new Float32Array(2 * takes + 2).fill(weight).buffer },
  };
}

test('a network that does what its card says passes, and leaves nothing behind', async () => {
  const before = memory().numTensors;
  await checkNetwork(taught(4));
  expect(memory().numTensors).toBe(before);
});

test('one that takes something else is refused', async () => {
  await expect(checkNetwork(taught(7))).rejects.toThrow('“Odd” can not be asked about 4 numbers, which its card says it takes');
});

test('one that a newer Keras saved is refused, with what helps', async () => {
  const input = { class_name: 'InputLayer', config: { batch_shape: [null, 4], dtype: 'float32', name: 'input' } };
  await expect(checkNetwork(taught(4, input))).rejects.toThrow('a newer Keras than TensorFlow.js can read. `tjbot convert`');
});

test('one whose numbers are none is refused', async () => {
  await expect(checkNetwork(taught(4, {}, Number.NaN))).rejects.toThrow('no number (NaN)');
});
