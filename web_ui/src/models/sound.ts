import { defineModel, type Sighting } from './define';

const LABELS = ['clap', 'whistle', 'loud', 'quiet'] as const;

/** Less sure than this of every sound, one hears nothing in particular. */
const LEAST_CONFIDENCE = 0.5;

/** Pieces of sound that are further apart than this do not belong together. */
const GAP_MILLISECONDS = 150;

export default defineModel({
  id: 'sound',
  title: 'Sounds',
  labels: LABELS,
  sense: 'hear',
  startsOn: true,
  async load() {
    const { Listener } = await import('./sound/listener');
    let listener = new Listener(48_000);
    let end = -Infinity;
    return {
      listen({ samples, rate, time }) {
        const begin = time - (samples.length / rate) * 1000;
        if (rate !== listener.rate) listener = new Listener(rate);
        if (Math.abs(begin - end) > GAP_MILLISECONDS) listener.interrupt();
        end = time;
        return Promise.resolve([sightingOf(listener.hear(samples))]);
      },
      dispose: () => undefined,
    };
  },
});

function sightingOf(confidences: Readonly<Record<(typeof LABELS)[number], number>>): Sighting {
  const likeliest = LABELS.reduce((best, next) => (confidences[next] > confidences[best] ? next : best));
  const confidence = confidences[likeliest];
  return {
    model: 'sound',
    label: confidence >= LEAST_CONFIDENCE ? likeliest : null,
    confidence,
    confidences,
    place: null,
    side: null,
    landmarks: [],
    bones: [],
  };
}
