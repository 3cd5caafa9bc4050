/** The thread on which taught models listen, so that the page stays quick: they compute with TensorFlow.js. */
import { expose } from 'comlink';
import type { Sighting, Sound } from '../models/define';
import { taughtSoundModel } from '../models/taught/model';
import type { TaughtModel } from '../models/taught/taught';
import { start } from '../watch/backends';
import { modelsHere, type OpenedSoundModels, type SoundModels } from './models';

let models: SoundModels | undefined;

const worker = {
  /** Loads these models; those that fail are told and left out. */
  async open(taught: readonly TaughtModel[]): Promise<OpenedSoundModels> {
    // One thread, because the models that watch need the others; without wasm a second of sound is still few numbers.
    const started = (await start({ backend: 'wasm', threads: 1 })) ?? (await start({ backend: 'cpu', threads: 1 }));
    if (started === null) {
      const trouble = { message: 'What you taught me to hear does not work in this browser.', hint: 'Try a newer Chrome, Edge, Firefox or Safari.' };
      return { offers: [], troubles: [trouble] };
    }
    models = modelsHere(taught.map(taughtSoundModel));
    return await models.open();
  },

  /** What all of them hear at the end of a piece. */
  async listen(sound: Sound): Promise<Sighting[]> {
    return (await models?.listen(sound)) ?? [];
  },
};

export type HearWorker = typeof worker;

expose(worker);
