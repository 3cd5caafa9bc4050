/** Grids of numbers, computed with TensorFlow.js as all models are. */
import '@tensorflow/tfjs-backend-cpu';
import { add, matMul, mul, setBackend, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Operation } from './shapes';

/** Rows of numbers, all as long as the first. */
export type Grid = readonly (readonly number[])[];

const COMPUTED: Readonly<Record<Operation, (first: Tensor2D, second: Tensor2D) => Tensor2D>> = {
  add: (first, second) => add(first, second),
  multiply: (first, second) => mul(first, second),
  matmul: (first, second) => matMul(first, second) as Tensor2D,
};

let ready: Promise<boolean> | undefined;

/** Makes TensorFlow.js compute on the processor, which is quickest for few numbers. */
export async function computeOnProcessor(): Promise<void> {
  await (ready ??= setBackend('cpu'));
}

/** Joins two grids whose shapes fit, after `computeOnProcessor`.
 * @throws Error where they do not fit */
export function compute(operation: Operation, first: Grid, second: Grid): number[][] {
  return tidy(() => COMPUTED[operation](tensorOf(first), tensorOf(second)).arraySync());
}

function tensorOf(grid: Grid): Tensor2D {
  return tensor2d(grid.flat(), [grid.length, grid[0]?.length ?? 0], 'float32');
}
