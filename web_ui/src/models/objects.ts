import { defineModel, type Sighting } from './define';
import type { Thing } from './objects/things';
import { WORDS } from './objects/words';
import { pictureBoxOf, placeOf } from './picture/place';

/** From so sure on a thing gets its word; less sure, it only moves the bars, from so sure on. */
const LEAST_CONFIDENCE = 0.5;
const LEAST_SHOWN = 0.25;

const PICTURE = { width: 1, height: 1 };

/** Things, each with its word and its box, however many there are of a word. */
export default defineModel({
  id: 'objects',
  title: 'Find things',
  labels: WORDS,
  sense: 'see',
  answers: 'objects',
  tellsWhere: true,
  startsOn: false,
  async load(context) {
    // Only here, so that the page can know the labels without loading TensorFlow.js.
    const { sharedDetector } = await import('./objects/detector');
    const detector = await sharedDetector(context);
    return {
      look: async (frame) => (await detector.find(frame, LEAST_SHOWN)).map(sightingOf),
      dispose: () => {
        detector.dispose();
      },
    };
  },
  async loadStill(context) {
    const { sharedDetector } = await import('./objects/detector');
    const detector = await sharedDetector(context);
    return {
      async find(picture) {
        const things = await detector.find(picture, LEAST_SHOWN);
        return things.map(({ word, confidence, box }) => ({ label: word, confidence, box: pictureBoxOf(box, PICTURE) }));
      },
      dispose: () => {
        detector.dispose();
      },
    };
  },
});

function sightingOf({ word, confidence, box }: Thing): Sighting {
  return {
    model: 'objects',
    label: confidence >= LEAST_CONFIDENCE ? word : null,
    confidence,
    confidences: { [word]: confidence },
    place: placeOf(box, PICTURE),
    side: null,
    landmarks: [],
    bones: [],
  };
}
