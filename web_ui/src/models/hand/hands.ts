/** The hands in a frame, found once for all models that need them. */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Disposable, Frame, LoadContext } from '../define';
import type { TrackedHand } from './track';
import { HandTracker, type FrameFinder } from './tracker';

export type { TrackedHand } from './track';

/** When a still is looked at: again so soon that no second hand is searched for. */
const STILL_LOOKS_MILLISECONDS = [0, 500] as const;

/**
 * The hands that all models see. A model that builds on hands asks for them when it loads, asks them about every frame
 * that it is given, and lets go of its share in the end:
 *
 *     async load(context) {
 *       const hands = await sharedHands(context);
 *       return {
 *         look: async (frame) => (await hands.find(frame)).map((hand) => …),
 *         dispose: () => hands.dispose(),
 *       };
 *     }
 *
 * The networks are loaded for the first who asks. What is kept of a hand over time belongs in a map by its `id`.
 * @throws ModelError as `LoadContext.loadGraph`
 */
export function sharedHands(context: LoadContext): Promise<Hands> {
  return context.share('hands', async () => {
    // Only here, so that the page can know what a model recognises without loading TensorFlow.js.
    const { HandNetworks } = await import('./networks');
    const [palm, landmarks] = await Promise.all([context.loadGraph('hand/palm'), context.loadGraph('hand/landmarks')]);
    return new Hands(new HandNetworks(palm, landmarks));
  });
}

/** Follows the hands from frame to frame. */
export class Hands implements Disposable {
  readonly #tracker = new HandTracker();
  readonly #found = new WeakMap<Frame, Promise<readonly TrackedHand[]>>();
  /** In the order in which they were handed in. */
  readonly #refiners = new Set<{ refiner: GraphModel }>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly finder: FrameFinder) {}

  /** The hands in the frame, at most two, none twice. Whoever asks for the same `frame` object gets the same answer,
   * and its image is looked at only for the first. Frames are answered in the order in which they are asked for. */
  find(frame: Frame): Promise<readonly TrackedHand[]> {
    const known = this.#found.get(frame);
    if (known !== undefined) return known;
    const found = this.#last.then(() => this.#look(frame, this.#tracker));
    this.#found.set(frame, found);
    // A frame that failed is told to those who asked for it, and holds up no other.
    this.#last = found.catch(() => undefined);
    return found;
  }

  /** The hands in a picture of its own; those that are followed from frame to frame are not disturbed. */
  findInStill(picture: Frame): Promise<readonly TrackedHand[]> {
    const found = this.#last.then(() => this.#lookForAWhile(picture, new HandTracker()));
    this.#last = found.catch(() => undefined);
    return found;
  }

  /** From the next look on, hands are `refined`, as this network sees them. It stays the caller's, who takes it back
   * before it is disposed of. If several have handed in one, the last of those that are left is used.
   * @returns takes it back; to do so again does nothing */
  refineWith(refiner: GraphModel): () => void {
    const held = { refiner };
    this.#refiners.add(held);
    this.finder.refiner = refiner;
    return () => {
      this.#refiners.delete(held);
      this.finder.refiner = [...this.#refiners].at(-1)?.refiner;
    };
  }

  dispose(): void {
    this.finder.dispose();
  }

  /** As if the picture stayed for a while: where a hand was found it is seen better. Of drawn hands 0.971 instead of 0.960
   * get the right gesture. */
  async #lookForAWhile(picture: Frame, tracker: HandTracker): Promise<readonly TrackedHand[]> {
    let hands: readonly TrackedHand[] = [];
    for (const later of STILL_LOOKS_MILLISECONDS) {
      const seen = await this.#look({ ...picture, time: picture.time + later }, tracker);
      if (seen.length === 0) break;
      hands = seen;
    }
    return hands;
  }

  async #look(frame: Frame, tracker: HandTracker): Promise<readonly TrackedHand[]> {
    this.finder.frame = frame;
    try {
      return await tracker.update(this.finder, frame.time);
    } finally {
      this.finder.frame = undefined;
    }
  }
}
