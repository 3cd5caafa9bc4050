/** The thread that the models run on. */
import { expose } from 'comlink';
import { ModelError, type LoadedModel, type PictureModel, type Sighting } from '../models/define';
import { filesAt } from '../models/files';
import { MODELS } from '../models/registry';
import { sharing } from '../models/share';
import { chooseBackend } from './backends';
import type { Backend, Trouble } from './types';

/** A frame on its way to the worker; the worker closes the image. */
export interface SentFrame {
  image: VideoFrame | ImageBitmap;
  width: number;
  height: number;
  time: number;
}

export interface OpenOptions {
  /** The address of the folder `models/`, with a slash at its end. */
  base: string;
  /** Ids of the wanted models; null for those that start switched on. */
  models: readonly string[] | null;
  backend: Backend | null;
}

/** What came of opening. An error class would lose its hint on the way between threads, so troubles are data. */
export interface Opened {
  backend: Backend | null;
  threads: number;
  offers: { model: string; title: string; labels: readonly string[] }[];
  troubles: Trouble[];
}

const loaded: LoadedModel[] = [];

const worker = {
  /** Chooses the back end and loads the models; those that fail are told and left out. */
  async open({ base, models, backend }: OpenOptions): Promise<Opened> {
    const opened: Opened = { backend: null, threads: 0, offers: [], troubles: [] };
    try {
      Object.assign(opened, await chooseBackend(backend));
    } catch (error) {
      opened.troubles.push(troubleOf(error));
      return opened;
    }
    const context = { ...filesAt(base), share: sharing() };
    const forPictures = MODELS.filter((model): model is PictureModel => model.sense === 'see');
    for (const model of forPictures.filter(({ id, startsOn }) => models?.includes(id) ?? startsOn)) {
      try {
        loaded.push(await model.load(context));
        opened.offers.push({ model: model.id, title: model.title, labels: model.labels });
      } catch (error) {
        opened.troubles.push(troubleOf(error));
      }
    }
    return opened;
  },

  /** What all models find in a frame. */
  async look(frame: SentFrame): Promise<Sighting[]> {
    try {
      const sightings: Sighting[] = [];
      for (const model of loaded) sightings.push(...(await model.look(frame)));
      return sightings;
    } finally {
      frame.image.close();
    }
  },
};

export type WatchWorker = typeof worker;

function troubleOf(error: unknown): Trouble {
  if (error instanceof ModelError) return { message: error.message, hint: error.hint };
  return { message: `A model does not start: ${String(error)}`, hint: 'Reload the page, or try another browser.' };
}

expose(worker);
