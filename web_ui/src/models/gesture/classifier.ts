/** The network that tells held gestures from a hand's features. */
import { tensor2d } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Disposable } from '../define';
import type { TrackedHand } from '../hand/hands';
import { FEATURES, featuresOf } from './features';
import { HELD_GESTURES } from './labels';

const CLASSES = HELD_GESTURES.length + 1;

export class Classifier implements Disposable {
  constructor(private readonly network: GraphModel) {}

  /** How likely each class is, for each hand: the held gestures, then "none of these"; together 1. */
  async classify(hands: readonly Pick<TrackedHand, 'points' | 'metricPoints'>[]): Promise<number[][]> {
    if (hands.length === 0) return [];
    const features = hands.flatMap(({ points, metricPoints }) => featuresOf(points, metricPoints));
    const input = tensor2d(features, [hands.length, FEATURES]);
    const output = this.network.execute(input);
    try {
      if (Array.isArray(output)) throw new Error('The classifier gave more than one answer.');
      const likely = Array.from(await output.data());
      return hands.map((_, index) => likely.slice(index * CLASSES, (index + 1) * CLASSES));
    } finally {
      input.dispose();
      for (const tensor of [output].flat()) tensor.dispose();
    }
  }

  dispose(): void {
    this.network.dispose();
  }
}
