/** Training a small dense network on rows of numbers with TensorFlow.js. */
import { cast, io, oneHot, tensor, tensor1d, tensor2d, tidy, train as optimizers, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { layers, regularizers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { ModelError } from '../models/define';
import type { Network, WeightSpec } from '../models/taught/taught';
import { denseOf, type Dense, type Layer } from './dense';
import { addConvolutions } from './scratch';
import { fold, repeated, scaled, scaleOf, unfold, unscaled, type Scale } from './scale';

/** Rows of numbers, one after the other, and the class of each. */
export interface Rows {
  inputs: Float32Array;
  /** The number of the class, from 0. */
  classes: Int32Array;
}

/** What shall be learned, and how. */
export interface Lesson {
  /** How many numbers a row has. */
  length: number;
  /** What a row is to the network: as many numbers, in rows of rows. */
  shape: readonly number[];
  classes: number;
  learn: Rows;
  /** Never learned from; may be empty. */
  heldBack: Rows;
  method: Method;
  /** The layers to begin with, where they are not new; the last of them has `classes` neurons. */
  begin?: readonly Dense[];
}

export interface Method {
  /** How often all rows are gone through. */
  epochs: number;
  /** So many rows are learned from at a time. */
  batch: number;
  learningRate: number;
  /** Neurons between the numbers and the classes; 0 joins them directly. */
  hidden: number;
  /** How strongly weights are held small, so that few samples are not learned by heart. */
  decay: number;
  /** Whether all numbers of a row have one unit, as those of a picture have. */
  sameUnit: boolean;
  /** A row is a row of moments, of which the neurons between look at so many at a time, wherever they are; what they saw most
   * of counts. So it does not matter when something sounded, but it does whether it rose or fell. 0 where it is none. */
  moments: number;
  /** A row is a picture whose pixels are scaled already: how many patterns each layer of convolutions looks for in it. */
  convolutions?: readonly number[];
}

/** How far it is after an epoch; the held-back ones' numbers are null where there are none. */
export interface Progress {
  epoch: number;
  epochs: number;
  loss: number;
  accuracy: number;
  heldBackLoss: number | null;
  heldBackAccuracy: number | null;
}

export interface Trained {
  network: Network;
  /** The layers of the network, for rows as they are. */
  dense: Dense[];
  /** How likely each class is, for each held-back row: `classes` numbers a row. */
  likely: Float32Array;
  /** How many numbers it takes. */
  length: number;
  seconds: number;
}

/** Trains a network.
 *
 * @param tell is told after each epoch
 * @param stopped whether somebody wants it to end now; what it has learned by then is the result
 * @throws ModelError where the numbers grow beyond all bounds */
export async function train(lesson: Lesson, tell: (progress: Progress) => void, stopped: () => boolean): Promise<Trained> {
  const start = performance.now();
  const scale = lesson.method.convolutions ? unscaled(lesson.length) : scaleOf(lesson.learn.inputs, takenAtOnce(lesson), lesson.method.sameUnit);
  const model = networkOf(lesson);
  if (lesson.begin !== undefined) putIn(model, lesson.begin, scale);
  const optimizer = optimizers.adam(lesson.method.learningRate);
  const learn = tensorsOf(lesson.learn, lesson, scale);
  const heldBack = tensorsOf(lesson.heldBack, lesson, scale);
  try {
    const { epochs, batch } = lesson.method;
    let bounded = true;
    model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const hasHeldBack = lesson.heldBack.classes.length > 0;
    await model.fit(learn.rows, learn.classes, {
      ...{ epochs, batchSize: batch, shuffle: true, verbose: 0, classWeight: weightsOf(lesson) },
      ...(hasHeldBack ? { validationData: [heldBack.rows, heldBack.classes] as [Tensor, Tensor2D] } : {}),
      // The worker has no screen to keep smooth; it yields to hear whether it shall stop.
      yieldEvery: 'epoch',
      callbacks: {
        onEpochEnd: (epoch, logs) => {
          bounded = Number.isFinite(logs?.['loss']);
          if (bounded) tell(progressOf(epoch, epochs, logs));
          // An error thrown from here would leave all that the training holds.
          if (!bounded || stopped()) model.stopTraining = true;
        },
      },
    });
    if (!bounded) throw exploded();
    const likely = hasHeldBack ? await predicted(model, heldBack.rows) : new Float32Array();
    const network = await networkWith(model, lesson.method.convolutions ? null : scale);
    return { network, dense: denseIn(model), likely, length: lesson.length, seconds: (performance.now() - start) / 1000 };
  } finally {
    for (const { rows, classes } of [learn, heldBack]) {
      rows.dispose();
      classes.dispose();
    }
    optimizer.dispose();
    model.dispose();
  }
}

/** How many numbers of a row are scaled alike all along it. */
function takenAtOnce({ length, shape: [moments = 1], method }: Lesson): number {
  return method.moments > 0 ? length / moments : length;
}

function networkOf(lesson: Lesson): Sequential {
  const { shape, length, classes, method } = lesson;
  const kernelRegularizer = regularizers.l2({ l2: method.decay });
  const model = sequential();
  if (lesson.begin !== undefined) {
    // The loss needs parts of one, whatever the network itself ends in.
    lesson.begin.forEach(({ inputs, units, activation }, index, { length: count }) => {
      model.add(layers.dense({ units, inputShape: [inputs], activation: index === count - 1 ? 'softmax' : activation, kernelRegularizer }));
    });
    return model;
  }
  model.add(layers.inputLayer({ inputShape: [...shape] }));
  if (method.convolutions) addConvolutions(model, method.convolutions);
  else if (method.moments > 0) model.add(layers.reshape({ targetShape: [length / takenAtOnce(lesson), takenAtOnce(lesson)] }));
  else if (shape.length > 1) model.add(layers.flatten());
  const between = { activation: 'relu', kernelRegularizer, kernelInitializer: 'heNormal' } as const;
  if (method.moments > 0) {
    model.add(layers.conv1d({ filters: method.hidden, kernelSize: method.moments, strides: Math.max(1, Math.floor(method.moments / 4)), ...between }));
    model.add(layers.globalMaxPooling1d({}));
  } else if (method.hidden > 0) model.add(layers.dense({ units: method.hidden, ...between }));
  // Joined directly, they begin at zero: what no sample shows then has no say, where weights of chance would keep one.
  const kernelInitializer = isDirect(method) ? 'zeros' : 'glorotNormal';
  model.add(layers.dense({ units: classes, activation: 'softmax', kernelRegularizer, kernelInitializer }));
  return model;
}

/** Whether the numbers of a row are joined to the classes with nothing between. */
function isDirect({ hidden, convolutions }: Method): boolean {
  return hidden === 0 && convolutions === undefined;
}

/** Puts weights for rows as they are into layers for scaled rows. */
function putIn(model: Sequential, begin: readonly Dense[], scale: Scale): void {
  begin.forEach((dense, index) => {
    const { kernel, bias } = index === 0 ? unfold(dense.kernel, dense.bias, scale) : dense;
    const tensors = [tensor2d(kernel, [dense.inputs, dense.units]), tensor1d(bias)];
    model.layers[index]?.setWeights(tensors);
    for (const tensor of tensors) tensor.dispose();
  });
}

function denseIn(model: Sequential): Dense[] {
  return model.layers.filter((layer) => layer.getClassName() === 'Dense').map((layer) => denseOf(layer as Layer));
}

function tensorsOf({ inputs, classes }: Rows, lesson: Lesson, scale: Scale) {
  const rows = tensor(scaled(inputs, scale), [classes.length, ...lesson.shape]);
  const numbers = classes.length === 0 ? tensor2d([], [0, lesson.classes]) : tidy(() => cast(oneHot(tensor1d(classes, 'int32'), lesson.classes), 'float32'));
  return { rows, classes: numbers as Tensor2D };
}

/** A class with few samples counts as much as one with many. */
function weightsOf({ learn, classes }: Lesson): Record<number, number> {
  const counts = new Array<number>(classes).fill(0);
  for (const one of learn.classes) counts[one] = (counts[one] ?? 0) + 1;
  return Object.fromEntries(counts.map((count, index) => [index, count === 0 ? 0 : learn.classes.length / (classes * count)]));
}

function progressOf(epoch: number, epochs: number, logs: Record<string, number> = {}): Progress {
  return {
    ...{ epoch: epoch + 1, epochs, loss: logs['loss'] ?? NaN, accuracy: logs['acc'] ?? NaN },
    ...{ heldBackLoss: logs['val_loss'] ?? null, heldBackAccuracy: logs['val_acc'] ?? null },
  };
}

async function predicted(model: Sequential, rows: Tensor): Promise<Float32Array> {
  const output = model.predict(rows) as Tensor2D;
  try {
    return await output.data<'float32'>();
  } finally {
    output.dispose();
  }
}

/** The network as data, made to take rows as they are: the scale, where there is one, goes into the weights of the first layer. */
async function networkWith(model: Sequential, scale: Scale | null): Promise<Network> {
  const first = model.layers.find((layer) => layer.weights.length > 0);
  if (first !== undefined && scale !== null) {
    const [kernel, bias] = first.getWeights();
    if (kernel === undefined || bias === undefined) throw new Error('The first layer has no weights.');
    // Of moments, each of those that are looked at together is scaled alike.
    const times = kernel.size / bias.size / scale.mean.length;
    const folded = fold(await kernel.data<'float32'>(), await bias.data<'float32'>(), repeated(scale, times));
    const tensors = [tensor(folded.kernel, kernel.shape), tensor1d(folded.bias)];
    first.setWeights(tensors);
    for (const tensor of tensors) tensor.dispose();
  }
  let saved: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  const weights = saved?.weightData;
  if (saved?.modelTopology === undefined || weights === undefined || Array.isArray(weights)) throw new Error('Nothing was saved.');
  return { format: 'layers-model', topology: saved.modelTopology, weightSpecs: (saved.weightSpecs ?? []) as WeightSpec[], weights };
}

function exploded(): ModelError {
  return new ModelError(
    'The training went wrong: its numbers grew beyond all bounds.',
    'Look whether one of the samples has a number far larger than all others, and train again.',
  );
}
