/** From how likely the classes of the network are to how sure each label is. */
import { at } from '../hand/geometry';
import type { MovingGesture } from './moving';

/** The gestures that are held, in the order of the network's outputs; its last output is "none of these". */
export const HELD_GESTURES = [
  'thumbs up',
  'thumbs down',
  'victory',
  'ok',
  'rock on',
  'call me',
  'stop',
  'one finger',
  'two fingers',
  'three fingers',
  'four fingers',
  'five fingers',
] as const;
export type HeldGesture = (typeof HELD_GESTURES)[number];

/** Less sure than this of every gesture, a hand has no label. */
const LEAST_CONFIDENCE = 0.5;

/** Who counts fingers also counts those of a gesture: a victory sign is two fingers. It is a little less sure, so that
 * the gesture itself stays the likeliest. */
const COUNTED: Partial<Record<HeldGesture, HeldGesture>> = { 'two fingers': 'victory', 'five fingers': 'stop' };
const COUNTED_PART = 0.9;

/** How sure each gesture is, 0…1 each. They need not exclude each other.
 * @param classes how likely each class of the network is; together 1 */
export function confidencesOf(classes: readonly number[]): Record<HeldGesture, number> {
  const likely = (gesture: HeldGesture) => classes[HELD_GESTURES.indexOf(gesture)] ?? 0;
  const sure = HELD_GESTURES.map((gesture) => {
    const counted = COUNTED[gesture];
    return [gesture, Math.max(likely(gesture), counted === undefined ? 0 : COUNTED_PART * likely(counted))] as const;
  });
  return Object.fromEntries(sure) as Record<HeldGesture, number>;
}

/** The one label that tells best what the hand does: a movement rather than what is held meanwhile. Undefined where
 * nothing is sure. */
export function likeliestOf(
  classes: readonly number[],
  moving: Readonly<Record<MovingGesture, number>>,
): { label: HeldGesture | MovingGesture; confidence: number } | undefined {
  const best = (entries: [HeldGesture | MovingGesture, number][]) =>
    entries
      .map(([label, confidence]) => ({ label, confidence }))
      .reduce((one, other) => (other.confidence > one.confidence ? other : one));
  const movement = best(Object.entries(moving) as [MovingGesture, number][]);
  const held = best(HELD_GESTURES.map((gesture, index) => [gesture, classes.length > index ? at(classes, index) : 0]));
  return [movement, held].find(({ confidence }) => confidence >= LEAST_CONFIDENCE);
}
