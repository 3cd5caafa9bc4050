/** A model that somebody taught or brought: what it is made of, as data that travels between threads and into files. */
import { kindOf, type Accuracy, type TaughtInput } from './card';

/** A network as TensorFlow.js keeps it: the text of its graph, and the numbers in it. */
export interface Network {
  /** A layers model can be trained further, a graph model only used. */
  format: 'layers-model' | 'graph-model';
  topology: object;
  /** What a graph model's inputs and outputs are called. */
  signature?: object;
  weightSpecs: readonly WeightSpec[];
  weights: ArrayBuffer;
}

/** One tensor in `weights`, as TensorFlow.js describes it; with a `quantization` where it is kept smaller. */
export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32' | 'bool';
  quantization?: { dtype: 'float16' | 'uint8' | 'uint16'; scale?: number; min?: number };
}

export interface TaughtModel {
  /** Lower-case, and no other model's; it travels as `model` on the wire. */
  id: string;
  title: string;
  labels: readonly string[];
  input: TaughtInput;
  network: Network;
  /** Probabilities are 0…1; of scores only the differences count. */
  output: 'probabilities' | 'scores';
  /** Who made it, and what others may do with it; may be empty. */
  author: string;
  licence: string;
  accuracy: Accuracy | null;
}

/** The label that a class gets which shall mean that nothing is there: it is never told. */
export const NOTHING = 'nothing';

/** Less sure than this of every class, there is no label. */
const LEAST_CONFIDENCE = 0.5;

/** The labels that are told as events: all but `NOTHING`. */
export function toldLabels({ labels }: Pick<TaughtModel, 'labels'>): string[] {
  return labels.filter((label) => label !== NOTHING);
}

/** What a network's answer says of each label, and which is the label of it all; null where none is sure. */
export function judged(
  labels: readonly string[],
  likely: ArrayLike<number>,
): { label: string | null; confidence: number; confidences: Record<string, number> } {
  const sure = labels.map((label, index) => [label, bounded(likely[index])] as const);
  const best = sure.reduce((one, other) => (other[1] > one[1] ? other : one), ['', 0] as const);
  const label = best[1] >= LEAST_CONFIDENCE && best[0] !== NOTHING ? best[0] : null;
  const told = sure.filter(([name]) => name !== NOTHING);
  return { label, confidence: label === null ? Math.max(0, ...told.map(([, part]) => part)) : best[1], confidences: Object.fromEntries(told) };
}

/** Scores as parts of 1 (softmax). */
export function partsOf(scores: Float32Array): Float32Array {
  const most = scores.reduce((one, other) => Math.max(one, other), -Infinity);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((one, other) => one + other, 0);
  return powers.map((power) => power / sum);
}

/** Whatever a brought network says, what leaves the page is a fraction. */
function bounded(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : Math.max(0, Math.min(1, value));
}

/** Whether it looks at the camera's pictures. */
export function looksAtPictures({ input }: TaughtModel): boolean {
  return ['pictures', 'hands', 'movements'].includes(kindOf(input));
}

/** Whether it listens to the microphone. */
export function listensToSounds({ input }: TaughtModel): boolean {
  return kindOf(input) === 'sounds';
}
