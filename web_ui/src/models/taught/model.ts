/** A taught model, as the page's switches and the workers take it. */
import type { PictureModel, SoundModel } from '../define';
import type { TaughtInput } from './card';
import { toldLabels, type TaughtModel } from './taught';

/** What models of this input look at together. */
const SHARED: Partial<Record<TaughtInput['kind'], string>> = { picture_features: 'features', hand_features: 'hands', hand_movement: 'hands' };

/** The switch, the labels and the loading of a taught model for pictures or hands. */
export function taughtPictureModel(taught: TaughtModel): PictureModel {
  return {
    id: taught.id,
    title: taught.title,
    labels: toldLabels(taught),
    sense: 'see',
    shares: SHARED[taught.input.kind] ?? taught.id,
    startsOn: true,
    async load(context) {
      // Only here, so that the page can know the labels without loading TensorFlow.js.
      const { loadTaught } = await import('./look');
      return await loadTaught(taught, context);
    },
  };
}

/** The labels and the loading of a taught model for sounds. */
export function taughtSoundModel(taught: TaughtModel): SoundModel {
  return {
    id: taught.id,
    title: taught.title,
    labels: toldLabels(taught),
    sense: 'hear',
    startsOn: true,
    async load() {
      const { loadListener } = await import('./listen');
      return await loadListener(taught);
    },
  };
}
