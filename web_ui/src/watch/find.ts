/** Looks at single pictures, whether or not the camera is on. */
import type { Picture } from '../frames/source';
import type { Finding } from '../models/define';
import { WatchClient } from './client';
import { choose } from './contest';
import { rememberFastest, wish } from './remembered';
import type { Watch } from './types';

/** A worker of its own that nobody asks any more ends after so long. */
const KEPT_MILLISECONDS = 60_000;

/** Looks at single pictures. */
type Looker = Pick<Watch, 'find' | 'describe'>;

/** Whoever has pictures and wants to know what a model finds in them. */
export class Finder {
  #own: Promise<WatchClient> | undefined;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param watching the watch that runs now, if any: it has a worker, and perhaps the model */
  constructor(private readonly watching: () => Looker | null) {}

  /**
   * What a model finds in a picture, the surest first: labels with their boxes, 0…1 from the left upper corner. The model
   * need not be switched on; it is loaded for the first picture and stays a while.
   *
   * @param model the id of a model that has `loadStill`
   * @param picture its image is given away
   * @param loads is told how much of the model has arrived, 0…1, where it has to be loaded
   * @throws ModelError where the model can not be loaded or used; its hint says what to try
   */
  find(model: string, picture: Picture, loads: (fraction: number) => void = () => undefined): Promise<Finding[]> {
    return this.#ask((looker) => looker.find(model, picture, loads));
  }

  /**
   * What a picture looks like to a model, as numbers that are alike for what looks alike; null where there is nothing to
   * describe (no hand). Arguments and errors as for `find`.
   */
  describe(model: string, picture: Picture, loads: (fraction: number) => void = () => undefined): Promise<Float32Array | null> {
    return this.#ask((looker) => looker.describe(model, picture, loads));
  }

  async #ask<Answer>(question: (looker: Looker) => Promise<Answer>): Promise<Answer> {
    const watch = this.watching();
    if (watch !== null) return await question(watch);
    this.#asked += 1;
    clearTimeout(this.#timer);
    const own = (this.#own ??= open());
    try {
      return await question(await own);
    } catch (error) {
      // Whatever broke, the next picture gets a new worker.
      if (this.#own === own) this.#close();
      throw error;
    } finally {
      this.#asked -= 1;
      if (this.#asked === 0) this.#timer = setTimeout(() => { this.#close(); }, KEPT_MILLISECONDS);
    }
  }

  #close(): void {
    const own = this.#own;
    this.#own = undefined;
    own?.then((client) => { client.close(); }, () => undefined);
  }
}

async function open(): Promise<WatchClient> {
  const [client, chosen] = await choose(wish(), () => new WatchClient());
  rememberFastest(chosen);
  return client;
}
