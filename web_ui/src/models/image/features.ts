/** What a frame looks like to EfficientNet-Lite0: computed once for all models that need it. */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Disposable, Frame, LoadContext } from '../define';
import { Square } from '../hand/picture';
import { run } from '../network/run';

/** The side of the network's picture, in pixels. */
export const IMAGE_PICTURE = 224;
/** How many features there are. */
export const FEATURES = 1280;

export interface Looks {
  /** 1,280 numbers, most of them small and none negative; alike for pictures that look alike. */
  features: Float32Array;
  /** One number for each class of ImageNet, before the softmax. */
  logits: Float32Array;
}

/**
 * The network that all models of whole pictures share, loaded for the first who asks. Let go of your share with
 * `dispose()` in the end.
 * @throws ModelError as `LoadContext.loadGraph`
 */
export function sharedFeatures(context: LoadContext): Promise<Features> {
  return context.share('features', async () => new Features(await context.loadGraph('image/efficientnet')));
}

/** Looks at frames. */
export class Features implements Disposable {
  readonly #square = new Square(IMAGE_PICTURE, { black: -127 / 128, white: 1 });
  readonly #looks = new WeakMap<Frame, Promise<Looks>>();

  constructor(private readonly network: GraphModel) {}

  /** What the middle of the frame looks like: the largest square in it. Whoever asks for the same `frame` object gets
   * the same answer, and its image is looked at only for the first. */
  look(frame: Frame): Promise<Looks> {
    const looks = this.#looks.get(frame) ?? this.#compute(frame);
    this.#looks.set(frame, looks);
    return looks;
  }

  dispose(): void {
    this.network.dispose();
  }

  async #compute({ image, width, height }: Frame): Promise<Looks> {
    const crop = { x: width / 2, y: height / 2, size: Math.min(width, height), angle: 0 };
    const [features, logits] = await run(this.network, this.#square.tensorOfCrop(image, crop), ['features', 'logits']);
    return { features, logits };
  }
}
