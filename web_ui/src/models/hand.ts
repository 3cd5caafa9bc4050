import { defineModel, type Frame, type Sighting } from './define';
import { DEEDS, Deeds, type Deed } from './hand/deeds';
import { GESTURES, type Gesture } from './hand/gestures';
import { sharedHands, type TrackedHand } from './hand/hands';
import { landmarksIn, whereIs } from './hand/where';

/** Less sure than this of every gesture, a hand has no label. */
const LEAST_CONFIDENCE = 0.5;

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
  shares: 'hands',
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
  const { gestures } = hand;
  const likeliest = GESTURES.reduce((best: Gesture, next) => (gestures[next] > gestures[best] ? next : best));
  const sure = gestures[likeliest] >= LEAST_CONFIDENCE;
  return {
    model: 'hand',
    label: sure ? likeliest : null,
    confidence: sure ? gestures[likeliest] : hand.presence,
    confidences: { ...gestures, ...deeds },
    ...whereIs(hand, frame),
    landmarks: landmarksIn(frame, hand),
    bones: BONES,
  };
}
