/** The networks that tell held gestures from a hand's features. */
import { tensor2d } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Disposable } from '../define';
import { at } from '../hand/geometry';
import type { TrackedHand } from '../hand/hands';
import { numbersOf } from '../network/run';
import { FEATURES, featuresOf } from './features';
import { HELD_GESTURES } from './labels';

const CLASSES = HELD_GESTURES.length + 1;
/** How much the network that looks at hands as they are found, and a glance, count beside the other network, which counts
 * 1 (`LANDMARKS_COUNT`, `GLANCE_COUNTS` in tjbot/learn/gestures/classifier.py). */
const FOUND_COUNT = 0.4;
const GLANCE_COUNTS = 0.3;
/** A glance rules nothing out: so likely it takes everything for. */
const LEAST_AT_A_GLANCE = 0.001;

/** What is looked at of a hand. */
type Seen = Pick<TrackedHand, 'points' | 'metricPoints' | 'refined'>;

export class Classifier implements Disposable {
  /** @param network looks at hands as they are found
   * @param refinedNetwork looks at their points in space that were seen anew */
  constructor(
    private readonly network: GraphModel,
    private readonly refinedNetwork: GraphModel,
  ) {}

  /** How likely each class is, for each hand: the held gestures, then "none of these"; together 1. Both networks and a
   * glance have a say in it; where a hand is not `refined`, the first network alone. */
  async classify(hands: readonly Seen[]): Promise<number[][]> {
    const refined = hands.flatMap((hand) => hand.refined ?? []);
    const [likely, likelyRefined] = await Promise.all([
      likelyOf(this.network, hands.map(({ points, metricPoints }) => featuresOf(points, metricPoints))),
      likelyOf(this.refinedNetwork, refined.map(({ points }) => featuresOf(points, points))),
    ]);
    return hands.map((hand, index) => {
      const found = at(likely, index);
      return hand.refined ? product(found, at(likelyRefined, refined.indexOf(hand.refined)), hand.refined.glance) : found;
    });
  }

  dispose(): void {
    this.network.dispose();
    this.refinedNetwork.dispose();
  }
}

/** What a network thinks of each hand, all of them at once. */
async function likelyOf(network: GraphModel, features: readonly number[][]): Promise<number[][]> {
  if (features.length === 0) return [];
  const input = tensor2d(features.flat(), [features.length, FEATURES]);
  const [likely, ...others] = await numbersOf(input, () => [network.execute(input)].flat());
  if (likely === undefined || others.length > 0) throw new Error('The classifier gave not one answer.');
  return features.map((_, index) => Array.from(likely.subarray(index * CLASSES, (index + 1) * CLASSES)));
}

/** What all think together; the first alone, where they rule out everything. */
function product(found: readonly number[], refined: readonly number[], glance: readonly number[]): number[] {
  const together = found.map((likely, index) => {
    const atAGlance = Math.max(at(glance, index), LEAST_AT_A_GLANCE);
    return likely ** FOUND_COUNT * at(refined, index) * atAGlance ** GLANCE_COUNTS;
  });
  const sum = together.reduce((all, likely) => all + likely, 0);
  return sum > 0 ? together.map((likely) => likely / sum) : [...found];
}
