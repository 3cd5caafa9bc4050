import { defineModel } from './define';
import { likeliest, WORDS, wordsOf } from './image/words';

/** Less sure than this of every word, the picture has no label. */
const LEAST_CONFIDENCE = 0.35;

export default defineModel({
  id: 'image',
  title: 'Things',
  labels: WORDS,
  sense: 'see',
  answers: 'picture',
  shares: 'features',
  startsOn: false,
  async load(context) {
    // Only here, so that the page can know the labels without loading TensorFlow.js.
    const { sharedFeatures } = await import('./image/features');
    const features = await sharedFeatures(context);
    return {
      async look(frame) {
        const confidences = wordsOf((await features.look(frame)).logits);
        const [word, confidence] = Object.entries(confidences).reduce((best, next) => (next[1] > best[1] ? next : best));
        const label = confidence >= LEAST_CONFIDENCE ? word : null;
        return [{ model: 'image', label, confidence, confidences, place: null, side: null, landmarks: [], bones: [] }];
      },
      dispose: () => {
        features.dispose();
      },
    };
  },
  async loadStill(context) {
    const { sharedFeatures } = await import('./image/features');
    const features = await sharedFeatures(context);
    return {
      async find(picture) {
        const words = likeliest(wordsOf((await features.look(picture)).logits));
        return words.map(([label, confidence]) => ({ label, confidence, box: null }));
      },
      dispose: () => {
        features.dispose();
      },
    };
  },
  async loadDescriber(context) {
    const { sharedFeatures } = await import('./image/features');
    const features = await sharedFeatures(context);
    return {
      describe: async (picture) => (await features.look(picture)).features,
      dispose: () => {
        features.dispose();
      },
    };
  },
});
