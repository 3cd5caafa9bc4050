/** Dense layers as numbers, and what they answer. */
import { add, matMul, relu, softmax, tensor1d, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

export type Layer = ReturnType<typeof layers.dense>;

/** One dense layer: what comes in times `kernel`, plus `bias`. */
export interface Dense {
  /** A row for each input, a column for each neuron. */
  kernel: Float32Array;
  bias: Float32Array;
  inputs: number;
  units: number;
  activation: 'linear' | 'relu' | 'softmax';
}

export function activationOf(layer: Layer): string {
  return String(layer.getConfig()['activation'] ?? 'linear');
}

/** The numbers of a dense layer. */
export function denseOf(layer: Layer): Dense {
  const [kernel, bias] = layer.getWeights();
  const [inputs = 0, units = 0] = kernel?.shape ?? [];
  return {
    ...{ kernel: (kernel?.dataSync<'float32'>() ?? new Float32Array()).slice(), bias: bias?.dataSync<'float32'>().slice() ?? new Float32Array(units) },
    ...{ inputs, units, activation: activationOf(layer) as Dense['activation'] },
  };
}

/** How likely each class is, for each row: dense layers one after the other, and parts of one at the end. */
export function answersOf(dense: readonly Dense[], rows: Float32Array): Float32Array {
  return tidy(() => {
    const [first] = dense;
    let values: Tensor2D = tensor2d(rows, [first === undefined ? 0 : rows.length / first.inputs, first?.inputs ?? 0]);
    for (const { kernel, bias, inputs, units, activation } of dense) {
      values = add(matMul(values, tensor2d(kernel, [inputs, units])), tensor1d(bias));
      if (activation === 'relu') values = relu(values);
    }
    return softmax(values).dataSync<'float32'>().slice();
  });
}
