/** A taught network, ready to answer: a layers model or a graph model of TensorFlow.js. */
import { io, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ModelError, type Disposable } from '../define';
import { partsOf, type Network, type TaughtModel } from './taught';

const BROKEN = 'Teach or convert it again; `docs/models.md` tells what a model must look like.';

/** Answers for one input at a time. */
export class TaughtNetwork implements Disposable {
  constructor(
    private readonly about: Pick<TaughtModel, 'title' | 'labels' | 'output'>,
    private readonly predict: (input: Tensor) => Tensor | Tensor[],
    private readonly free: () => void,
  ) {}

  /** How likely each class is; the input is disposed of.
   * @throws ModelError where the network does not take it or answers with another number of classes */
  async answer(input: Tensor): Promise<Float32Array> {
    const { title, labels, output: meaning } = this.about;
    let output: Tensor[] = [];
    try {
      output = this.predicted(input);
      const [likely] = output;
      if (output.length !== 1 || likely?.size !== labels.length) {
        const sizes = output.map(({ size }) => size).join(' and ');
        throw new ModelError(`“${title}” answers with ${sizes} numbers, but has ${labels.length} labels.`, BROKEN);
      }
      const numbers = await likely.data<'float32'>();
      return meaning === 'scores' ? partsOf(numbers) : numbers;
    } finally {
      input.dispose();
      for (const one of output) one.dispose();
    }
  }

  private predicted(input: Tensor): Tensor[] {
    try {
      return [this.predict(input)].flat();
    } catch (error) {
      const [, ...shape] = input.shape;
      throw new ModelError(`“${this.about.title}” can not be asked about ${shape.join(' × ')} numbers, which its card says it takes: ${firstLineOf(error)}`, BROKEN);
    }
  }

  /** As `answer`, for numbers that are one input of this shape. */
  answerTo(numbers: Float32Array, shape: number[]): Promise<Float32Array> {
    return this.answer(tensor(numbers, [1, ...shape]));
  }

  dispose(): void {
    this.free();
  }
}

/** Makes a network of its data.
 * @throws ModelError where it is damaged, or has something in it that TensorFlow.js can not run */
export async function openNetwork(taught: Pick<TaughtModel, 'title' | 'labels' | 'network' | 'output'>): Promise<TaughtNetwork> {
  const { title, network } = taught;
  try {
    if (network.format === 'graph-model') {
      const graph = await loadGraphModel(io.fromMemory(artifactsOf(network)));
      return new TaughtNetwork(taught, (input) => graph.execute(input), () => graph.dispose());
    }
    const { loadLayersModel } = await import('@tensorflow/tfjs-layers');
    const layers = await loadLayersModel(io.fromMemory(artifactsOf(network)));
    return new TaughtNetwork(taught, (input) => layers.predict(input), () => disposeOf(layers));
  } catch (error) {
    throw new ModelError(`“${title}” can not be used: ${whatIsWrong(error)}`, BROKEN);
  }
}

/** Frees all weights of a layers model; its own `dispose` forgets those of models within it. */
export function disposeOf(model: Pick<LayersModel, 'weights'>): void {
  for (const weight of model.weights) weight.dispose();
}

/** As TensorFlow.js wants it. */
export function artifactsOf(network: Network): io.ModelArtifacts {
  return {
    modelTopology: network.topology,
    format: network.format,
    ...(network.signature === undefined ? {} : { signature: network.signature as io.ModelArtifacts['signature'] }),
    weightSpecs: network.weightSpecs as io.WeightsManifestEntry[],
    weightData: network.weights,
  };
}

const CUSTOM_LAYER = /Unknown layer: (\w+)/;
/** Keras 3 writes `batch_shape`, which TensorFlow.js does not read. */
const NEWER_KERAS = /InputLayer should be passed either a `batchInputShape`/;

function whatIsWrong(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const [, layer] = CUSTOM_LAYER.exec(reason) ?? [];
  if (layer !== undefined) return `it has a layer “${layer}” that this page does not know.`;
  if (NEWER_KERAS.test(reason)) return 'it was saved by a newer Keras than TensorFlow.js can read. `tjbot convert` on a laptop can.';
  return firstLineOf(error);
}

function firstLineOf(error: unknown): string {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return first;
}
