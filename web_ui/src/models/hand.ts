import { defineModel, type Frame, type Sighting } from './define';
import { DEEDS, Deeds, type Deed } from './hand/deeds';
import { boxOf } from './hand/geometry';
import { GESTURES, type Gesture } from './hand/gestures';
import { sharedHands, type TrackedHand } from './hand/hands';

/** Less sure than this of every gesture, a hand has no label. */
const LEAST_CONFIDENCE = 0.5;

/** No hand is faster, in picture widths a second; what seems so was a leap from one thing to another. */
const MOST_SPEED = 100;

/** Which landmarks of a hand a line joins: each finger from its root to its tip, and round the palm. */
const BONES = [
  ...[1, 5, 9, 13, 17].flatMap((root) => [0, 1, 2].map((joint) => [root + joint, root + joint + 1] as const)),
  ...([[0, 1], [0, 5], [5, 9], [9, 13], [13, 17], [0, 17]] as const),
];

export default defineModel({
  id: 'hand',
  title: 'Hands',
  labels: [...GESTURES, ...DEEDS],
  sense: 'see',
  startsOn: true,
  async load(context) {
    const hands = await sharedHands(context);
    let deeds: ReadonlyMap<number, Deeds> = new Map();
    return {
      async look(frame) {
        const found = await hands.find(frame);
        deeds = new Map(found.map(({ id }) => [id, deeds.get(id) ?? new Deeds()]));
        return found.map((hand) => sightingOf(hand, deeds.get(hand.id)?.update(hand, frame.time), frame));
      },
      dispose: () => {
        hands.dispose();
      },
    };
  },
});

/** A hand as the page and the robot want to know it. */
function sightingOf(hand: TrackedHand, deeds: Record<Deed, number> | undefined, frame: Frame): Sighting {
  const landmarks = hand.points.map(({ x, y, z }) => ({ x: x / frame.width, y: y / frame.height, z: z / frame.width }));
  const box = boxOf(landmarks);
  const left = fraction(1 - box.right);
  const right = fraction(1 - box.left);
  const bottom = fraction(1 - box.bottom);
  const top = fraction(1 - box.top);
  const { gestures } = hand;
  const likeliest = GESTURES.reduce((best: Gesture, next) => (gestures[next] > gestures[best] ? next : best));
  const sure = gestures[likeliest] >= LEAST_CONFIDENCE;
  return {
    model: 'hand',
    label: sure ? likeliest : null,
    confidence: sure ? gestures[likeliest] : hand.presence,
    confidences: { ...gestures, ...deeds },
    place: { x: (left + right) / 2, y: (bottom + top) / 2, width: right - left, height: top - bottom },
    side: hand.left > 0.5 ? 'left' : 'right',
    pointer: { x: fraction(1 - hand.pointer.x / frame.width), y: fraction(1 - hand.pointer.y / frame.height) },
    speed: Math.min(MOST_SPEED, Math.hypot(hand.velocity.x, hand.velocity.y) / frame.width),
    landmarks,
    bones: BONES,
  };
}

function fraction(value: number): number {
  return Math.max(0, Math.min(1, value));
}
