/** From how likely the classes of the network are to how sure each label is. */
import { MOVING_GESTURES, type MovingGesture } from './moving';

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

/** Less sure than this of a movement, the hand does not move so. */
const LEAST_MOVEMENT = 0.5;
/** Less sure than this of what is held, a hand has no label, even where "none of these" is less likely still. */
const LEAST_HELD = 0.35;

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

/** The same classes, of which every gesture is only so sure (0…1); the rest is "none of these". */
export function weakened(classes: readonly number[], sure: number): number[] {
  const gestures = classes.slice(0, HELD_GESTURES.length).map((likely) => likely * sure);
  return [...gestures, 1 - gestures.reduce((sum, likely) => sum + likely, 0)];
}

/** The one label that tells best what the hand does: a movement rather than what is held meanwhile. Undefined where
 * nothing is sure. */
export function likeliestOf(
  classes: readonly number[],
  moving: Readonly<Record<MovingGesture, number>>,
): { label: HeldGesture | MovingGesture; confidence: number } | undefined {
  const likely = (gesture: HeldGesture) => classes[HELD_GESTURES.indexOf(gesture)] ?? 0;
  const movement = surest(MOVING_GESTURES, (gesture) => moving[gesture]);
  if (movement.confidence >= LEAST_MOVEMENT) return movement;
  const held = surest(HELD_GESTURES, likely);
  const none = classes[HELD_GESTURES.length] ?? 0;
  return held.confidence >= Math.max(LEAST_HELD, none) ? held : undefined;
}

function surest<Label>(labels: readonly Label[], sure: (label: Label) => number): { label: Label; confidence: number } {
  return labels
    .map((label) => ({ label, confidence: sure(label) }))
    .reduce((one, other) => (other.confidence > one.confidence ? other : one));
}
