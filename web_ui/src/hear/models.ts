/** The models for sounds, on the page's own thread: those that are arithmetic only. */
import { ModelError, type LoadContext, type LoadedSoundModel, type Sighting, type Sound, type SoundModel } from '../models/define';
import { MODELS } from '../models/registry';
import { sharing } from '../models/share';
import type { Trouble } from './source';

/** What a set of models for sounds can recognise, and what does not work of it. */
export interface OpenedSoundModels {
  offers: { model: string; title: string; labels: readonly string[] }[];
  troubles: Trouble[];
}

/** Models for sounds, wherever they compute. A worker offers the same: comlink wraps it as it is. */
export interface SoundModels {
  /** Loads them; those that fail are told and left out. */
  open(): Promise<OpenedSoundModels>;
  /** What all of them hear at the end of a piece. */
  listen(sound: Sound): Promise<Sighting[]>;
  /** Frees them. */
  close(): void;
}

/** The models of the registry that listen. */
export const SOUND_MODELS: readonly SoundModel[] = MODELS.filter((model): model is SoundModel => model.sense === 'hear');

/** The models that are switched on from the start, here on this thread: 20 ms of sound cost them a tenth of one. */
export function modelsHere(models: readonly SoundModel[] = SOUND_MODELS): SoundModels {
  const loaded: LoadedSoundModel[] = [];
  const context: LoadContext = {
    loadGraph: (path) => Promise.reject(new ModelError(`The network ${path} needs a worker.`, 'Reload the page.')),
    share: sharing(),
  };
  return {
    async open() {
      const opened: OpenedSoundModels = { offers: [], troubles: [] };
      for (const model of models.filter(({ startsOn }) => startsOn)) {
        try {
          loaded.push(await model.load(context));
          opened.offers.push({ model: model.id, title: model.title, labels: model.labels });
        } catch (error) {
          const hint = error instanceof ModelError ? error.hint : 'Reload the page.';
          opened.troubles.push({ message: error instanceof Error ? error.message : String(error), hint });
        }
      }
      return opened;
    },
    async listen(sound) {
      const sightings: Sighting[] = [];
      for (const model of loaded) sightings.push(...(await model.listen(sound)));
      return sightings;
    },
    close() {
      for (const model of loaded.splice(0)) model.dispose();
    },
  };
}
