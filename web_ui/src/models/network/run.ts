import { tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';

/** Runs a graph and frees everything but the numbers; the input too. */
export async function run<Names extends readonly string[]>(
  graph: GraphModel,
  input: Tensor,
  names: Names,
): Promise<{ [K in keyof Names]: Float32Array }> {
  // Of a single name it gives the tensor itself.
  const numbers = await numbersOf(input, () => [graph.execute(input, [...names])].flat());
  return numbers as { [K in keyof Names]: Float32Array };
}

/** Computes tensors and frees everything but their numbers; the input too.
 * @param compute gives what is read; other tensors that it makes stay where they are computed */
export async function numbersOf(input: Tensor, compute: () => Tensor[]): Promise<Float32Array[]> {
  let outputs: Tensor[] = [];
  try {
    outputs = tidy(compute);
    return await Promise.all(outputs.map((output) => output.data<'float32'>()));
  } finally {
    input.dispose();
    for (const output of outputs) output.dispose();
  }
}
