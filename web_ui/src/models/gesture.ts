import { defineModel, type Disposable, type Frame, type LoadContext, type Sighting } from './define';
import { featuresOf } from './gesture/features';
import { HELD_GESTURES, confidencesOf, likeliestOf } from './gesture/labels';
import { MOVING_GESTURES, Movements } from './gesture/moving';
import { Steady } from './gesture/steady';
import { Way } from './gesture/step';
import { sharedHands, type TrackedHand } from './hand/hands';
import { whereIs } from './hand/where';

/** What a hand does: gestures that are held, told by small networks that `tjbot train gestures` trained, and gestures
 * that are movements. Where the hand is in no known gesture, the label is null: none of these. */
export default defineModel({
  id: 'gesture',
  title: 'Gestures',
  labels: [...HELD_GESTURES, ...MOVING_GESTURES],
  sense: 'see',
  shares: 'hands',
  startsOn: false,
  async load(context) {
    const hands = await sharedHands(context);
    let networks: Awaited<ReturnType<typeof networksOf>>;
    try {
      networks = await networksOf(context);
    } catch (error) {
      hands.dispose();
      throw error;
    }
    const { classifier, refiner } = networks;
    const takeBack = hands.refineWith(refiner);
    let followed = new Map<number, Followed>();
    return {
      async look(frame) {
        const found = await hands.find(frame);
        const classes = await classifier.classify(found);
        // Only hands that are still there are remembered.
        followed = new Map(found.map(({ id }) => [id, followed.get(id) ?? new Followed()]));
        return found.map((hand, index) => sightingOf(hand, frame, classes[index] ?? [], followed.get(hand.id)));
      },
      dispose() {
        takeBack();
        refiner.dispose();
        classifier.dispose();
        hands.dispose();
      },
    };
  },
  async loadDescriber(context) {
    const hands = await sharedHands(context);
    return {
      async describe(picture) {
        const [hand] = await hands.findInStill(picture);
        return hand === undefined ? null : Float32Array.from(featuresOf(hand.points, hand.metricPoints));
      },
      dispose: () => {
        hands.dispose();
      },
    };
  },
});

/** The model's own networks. */
async function networksOf(context: LoadContext) {
  // Only here, so that the page can know the labels without loading TensorFlow.js.
  const { Classifier } = await import('./gesture/classifier');
  const [refiner, classifier, refinedClassifier] = await allOrNone([
    context.loadGraph('gesture/refined'),
    context.loadGraph('gesture/classifier'),
    context.loadGraph('gesture/refined_classifier'),
  ]);
  return { refiner, classifier: new Classifier(classifier, refinedClassifier) };
}

/** Where one fails, the others are disposed of as they arrive. */
async function allOrNone<Things extends Disposable[]>(loading: { [K in keyof Things]: Promise<Things[K]> }): Promise<Things> {
  try {
    return await Promise.all(loading) as Things;
  } catch (error) {
    for (const arrived of await Promise.allSettled(loading)) {
      if (arrived.status === 'fulfilled') arrived.value.dispose();
    }
    throw error;
  }
}

/** What is known of a hand from the frames before. */
class Followed {
  readonly held = new Steady();
  readonly way = new Way();
  readonly movements = new Movements();
}

function sightingOf(
  hand: TrackedHand,
  frame: Frame,
  seen: readonly number[],
  { held, way, movements } = new Followed(),
): Sighting {
  const classes = held.update(seen, frame.time / 1000);
  const moving = movements.update(way.next(hand, frame.time));
  const likeliest = likeliestOf(classes, moving);
  return {
    model: 'gesture',
    label: likeliest?.label ?? null,
    confidence: likeliest?.confidence ?? hand.presence,
    confidences: { ...confidencesOf(classes), ...moving },
    ...whereIs(hand, frame),
    // The model of hands draws them.
    landmarks: [],
    bones: [],
  };
}
