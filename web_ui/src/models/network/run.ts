import type { Tensor } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';

/** Runs a graph and frees everything but the numbers; the input too. */
export async function run<Names extends readonly string[]>(
  graph: GraphModel,
  input: Tensor,
  names: Names,
): Promise<{ [K in keyof Names]: Float32Array }> {
  let outputs: Tensor[] = [];
  try {
    // Of a single name it gives the tensor itself.
    outputs = [graph.execute(input, [...names])].flat();
    const numbers = await Promise.all(outputs.map((output) => output.data<'float32'>()));
    return numbers as { [K in keyof Names]: Float32Array };
  } finally {
    input.dispose();
    for (const output of outputs) output.dispose();
  }
}
