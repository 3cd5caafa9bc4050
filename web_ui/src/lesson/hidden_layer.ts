/** A network with one hidden layer, trained on dots with TensorFlow.js: 2 inputs, some neurons, 1 answer. */
import { tensor2d, tidy, train, type Optimizer, type Tensor2D } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import type { Dot } from './dots';
import type { Weights } from './neuron';
import { computeOnProcessor } from './tensors';

const LEARNING_RATE = 0.05;

export class HiddenLayer {
  readonly #model: Sequential;
  readonly #optimizer: Optimizer;
  readonly #inputs: Tensor2D;
  readonly #truth: Tensor2D;

  private constructor(units: number, dots: readonly Dot[], seed: number) {
    const kernel = (offset: number) => initializers.glorotNormal({ seed: seed + offset });
    this.#model = sequential();
    this.#model.add(layers.dense({ units, activation: 'tanh', inputShape: [2], kernelInitializer: kernel(0) }));
    this.#model.add(layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: kernel(1) }));
    this.#optimizer = train.adam(LEARNING_RATE);
    this.#model.compile({ optimizer: this.#optimizer, loss: 'binaryCrossentropy' });
    this.#inputs = tensor2d(dots.flatMap(({ x, y }) => [x, y]), [dots.length, 2]);
    this.#truth = tensor2d(dots.map(({ kind }) => kind), [dots.length, 1]);
  }

  /** A network that has learned nothing yet.
   * @param units neurons in the hidden layer, 1 or more
   * @param seed the same one gives the same network */
  static async make(units: number, dots: readonly Dot[], seed: number): Promise<HiddenLayer> {
    await computeOnProcessor();
    return new HiddenLayer(units, dots, seed);
  }

  /** Learns once from all dots; the loss before that. */
  async learn(): Promise<number> {
    return (await this.#model.trainOnBatch(this.#inputs, this.#truth)) as number;
  }

  /** How sure it is that each of these places is orange, 0…1.
   * @param places x and y of one after the other */
  answers(places: Float32Array): Float32Array {
    return tidy(() => (this.#model.predict(tensor2d(places, [places.length / 2, 2])) as Tensor2D).dataSync<'float32'>());
  }

  /** How the hidden neurons are joined: the weights of each, and how much it counts in the answer. */
  neurons(): { weights: Weights; counts: number }[] {
    const [kernel, bias, out] = this.#model.getWeights().map((weight) => weight.dataSync());
    if (kernel === undefined || bias === undefined || out === undefined) throw new Error('The network has lost its weights.');
    const units = bias.length;
    return Array.from({ length: units }, (_, unit) => ({
      weights: { first: kernel[unit] ?? 0, second: kernel[units + unit] ?? 0, bias: bias[unit] ?? 0 },
      counts: out[unit] ?? 0,
    }));
  }

  /** Frees all that it holds. */
  dispose(): void {
    this.#model.dispose();
    this.#optimizer.dispose();
    this.#inputs.dispose();
    this.#truth.dispose();
  }
}
