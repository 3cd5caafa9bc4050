/** Fine-tuning: a model that was brought learns from own samples; all but its last layers stays as it is. */
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { ModelError } from '../models/define';
import { Pixels } from '../models/taught/pixels';
import type { TaughtModel } from '../models/taught/taught';
import { answersOf, type Dense } from './dense';
import { likeliestOf } from './judge';
import { tailOf, type Tail } from './tail';
import { train, type Method, type Progress, type Trained } from './train';

/** What the model is shown: a picture for one that takes pixels, else a row of numbers. */
export type Shown = Blob | Float32Array;

export interface Tuning {
  base: TaughtModel;
  /** The names of the classes; those that the model has already begin with what it knows of them. */
  labels: readonly string[];
  learn: readonly Shown[];
  /** The number of the class of each. */
  classes: Int32Array;
  heldBack: readonly Shown[];
  heldBackClasses: Int32Array;
  /** So many dense layers at the end are trained anew, at the most; the others are frozen. */
  layers: number;
  method: Method;
}

export interface Tuned extends Trained {
  /** What the model said of the held-back samples before: the number of the class, or -1 for a label that is none. */
  before: Int32Array;
}

/** @param looked is told which part of the samples was looked at, 0…1, before the training begins
 * @throws ModelError where the model can not be taught further, or a picture can not be read */
export async function fineTune(
  tuning: Tuning,
  looked: (part: number) => void,
  tell: (progress: Progress) => void,
  stopped: () => boolean,
): Promise<Tuned> {
  const { base, labels } = tuning;
  const tail = await tailOf(base.network, tuning.layers);
  try {
    const count = tuning.learn.length + tuning.heldBack.length;
    let done = 0;
    const rowsOf = (shown: readonly Shown[]) => featuresOf(base, tail, shown, () => looked((done += 1) / count));
    const learn = { inputs: await rowsOf(tuning.learn), classes: tuning.classes };
    const heldBack = { inputs: await rowsOf(tuning.heldBack), classes: tuning.heldBackClasses };
    const before = saidBefore(tail.dense, base.labels, labels, heldBack.inputs);
    const begin = withClasses(tail.dense, base.labels, labels);
    const length = begin[0]?.inputs ?? 0;
    const lesson = { length, shape: [length], classes: labels.length, learn, heldBack, method: tuning.method, begin };
    const trained = await train(lesson, tell, stopped);
    return { ...trained, network: tail.with(trained.dense), before };
  } finally {
    tail.dispose();
  }
}

async function featuresOf(base: TaughtModel, tail: Tail, shown: readonly Shown[], done: () => void): Promise<Float32Array> {
  const length = tail.dense[0]?.inputs ?? 0;
  const rows = new Float32Array(shown.length * length);
  const pixels = base.input.kind === 'pixels' ? new Pixels(base.input) : null;
  for (const [row, one] of shown.entries()) {
    const input = await inputOf(base, pixels, one);
    const features = tail.features(input);
    input.dispose();
    const numbers = await features.data<'float32'>();
    features.dispose();
    if (numbers.length !== length) throw new ModelError('This model can not be taught further: its last layer does not take what comes before it.', 'Begin with a new project.');
    rows.set(numbers, row * length);
    done();
  }
  return rows;
}

async function inputOf({ input }: TaughtModel, pixels: Pixels | null, shown: Shown): Promise<Tensor> {
  if (shown instanceof Float32Array) return tensor(shown, [1, ...input.shape]);
  if (pixels === null) throw new ModelError('This model does not look at pictures.', 'Begin with a new project.');
  const image = await createImageBitmap(shown);
  try {
    return tensor(pixels.numbersOf({ image, width: image.width, height: image.height, time: 0 }), [1, ...input.shape]);
  } finally {
    image.close();
  }
}

function saidBefore(dense: readonly Dense[], known: readonly string[], labels: readonly string[], rows: Float32Array): Int32Array {
  const length = dense[0]?.inputs ?? 1;
  if (rows.length === 0) return new Int32Array();
  const likely = answersOf(dense, rows);
  return Int32Array.from({ length: rows.length / length }, (_, row) => {
    const own = likely.subarray(row * known.length, (row + 1) * known.length);
    return labels.indexOf(known[likeliestOf(own)] ?? '');
  });
}

/** The layers with a neuron for each class: those that were known as they are, new ones near zero. */
export function withClasses(dense: readonly Dense[], known: readonly string[], labels: readonly string[]): Dense[] {
  const last = dense.at(-1);
  if (last === undefined) return [];
  const from = labels.map((label) => known.indexOf(label));
  const units = labels.length;
  const kernel = new Float32Array(last.inputs * units);
  for (let row = 0; row < last.inputs; row++) {
    from.forEach((column, unit) => (kernel[row * units + unit] = column < 0 ? 0 : (last.kernel[row * last.units + column] ?? 0)));
  }
  const bias = Float32Array.from(from, (column) => (column < 0 ? 0 : (last.bias[column] ?? 0)));
  return [...dense.slice(0, -1), { ...last, kernel, bias, units }];
}
