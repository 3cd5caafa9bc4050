/** The thread that learns, so that the page stays quick. */
import { expose } from 'comlink';
import { start } from '../watch/backends';
import { ModelError } from '../models/define';
import { artifactsAt } from '../models/files';
import type { TaughtModel } from '../models/taught/taught';
import { mapOf } from './map';
import { train, type Lesson, type Progress, type Trained } from './train';
import { webPage } from './web_page';

/** What went wrong; an error class would lose its hint on the way between threads. */
export interface Wrong {
  message: string;
  hint: string;
}

let stopped = false;

const worker = {
  /** Trains; what went wrong otherwise. `tell` is told after each epoch. */
  async train(lesson: Lesson, tell: (progress: Progress) => void): Promise<Trained | Wrong> {
    stopped = false;
    try {
      // Convolutions apart, wasm learns as it computes: on one thread, because the models that watch need the others.
      if ((await start({ backend: 'wasm', threads: 1 })) === null) {
        return { message: 'This browser can not train here: it has no WebAssembly.', hint: 'Try a newer Chrome, Edge, Firefox or Safari.' };
      }
      return await train(lesson, tell, () => stopped);
    } catch (error) {
      return wrong(error);
    }
  },

  /** Ends the training after the epoch that runs; what it has learned by then is the result. */
  stop(): void {
    stopped = true;
  },

  /** The zip of a folder that any web page can use, as `webPage`; what went wrong otherwise.
   * @param base the address of the folder `models/`, with a slash at its end */
  async webPage(taught: TaughtModel, base: string): Promise<Uint8Array<ArrayBuffer> | Wrong> {
    try {
      return await webPage(taught, () => artifactsAt(base, 'image/efficientnet'));
    } catch (error) {
      return wrong(error);
    }
  },

  /** Where each row lies on a map, as `mapOf`. */
  map(inputs: Float32Array, length: number): Float32Array {
    return mapOf(inputs, length);
  },
};

function wrong(error: unknown): Wrong {
  const hint = error instanceof ModelError ? error.hint : 'Reload the page and try again; your samples are kept.';
  return { message: error instanceof Error ? error.message : String(error), hint };
}

export type LearnWorker = typeof worker;

expose(worker);
