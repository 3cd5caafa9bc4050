/** The thread that learns, so that the page stays quick. */
import { expose } from 'comlink';
import { start } from '../watch/backends';
import { ModelError } from '../models/define';
import { artifactsAt } from '../models/files';
import { request } from '../network/network';
import { openNetwork, type TaughtNetwork } from '../models/taught/network';
import type { TaughtModel } from '../models/taught/taught';
import { registerFilterGradient } from './filter_gradient';
import { checkNetwork } from './check_network';
import { fineTune, type Tuned, type Tuning } from './fine_tune';
import { mapOf } from './map';
import { train, type Lesson, type Progress, type Trained } from './train';
import { PROGRAM } from './web_example';
import { webPage } from './web_page';

/** What went wrong; an error class would lose its hint on the way between threads. */
export interface Wrong {
  message: string;
  hint: string;
}

registerFilterGradient();

let stopped = false;
let ready: Promise<unknown> | undefined;
/** The networks that are asked about rows, by the ids of their models. */
const opened = new Map<string, { network: TaughtNetwork; shape: number[] }>();

const worker = {
  /** Trains; what went wrong otherwise. `tell` is told after each epoch. */
  train(lesson: Lesson, tell: (progress: Progress) => void): Promise<Trained | Wrong> {
    stopped = false;
    return computed(() => train(lesson, tell, () => stopped));
  },

  /** Teaches a model further, as `fineTune`; what went wrong otherwise. */
  fineTune(tuning: Tuning, looked: (part: number) => void, tell: (progress: Progress) => void): Promise<Tuned | Wrong> {
    stopped = false;
    return computed(() => fineTune(tuning, looked, tell, () => stopped));
  },

  /** Whether a model that was brought can be used here: what is wrong with it, or null. */
  check(taught: TaughtModel): Promise<Wrong | null> {
    return computed(async () => {
      await checkNetwork(taught);
      return null;
    });
  },

  /** Has this model ready for `answer`, in place of another of its id; what went wrong, or null. */
  open(taught: TaughtModel): Promise<Wrong | null> {
    return computed(async () => {
      opened.get(taught.id)?.network.dispose();
      opened.set(taught.id, { network: await openNetwork(taught), shape: taught.input.shape });
      return null;
    });
  },

  /** What a model that is open says of one row of numbers: how likely each class is; what went wrong otherwise. */
  answer(id: string, row: Float32Array): Promise<Float32Array | Wrong> {
    return computed(async () => {
      const model = opened.get(id);
      if (model === undefined) throw new Error(`The model ${id} is not open.`);
      return await model.network.answerTo(row, model.shape);
    });
  },

  /** Ends the training after the epoch that runs; what it has learned by then is the result. */
  stop(): void {
    stopped = true;
  },

  /** The zip of a folder that any web page can use, as `webPage`; what went wrong otherwise.
   * @param base the address of the folder `models/`, with a slash at its end */
  async webPage(taught: TaughtModel, base: string): Promise<Uint8Array<ArrayBuffer> | Wrong> {
    try {
      return await webPage(taught, { network: (path) => artifactsAt(base, path), program: () => programAt(`${base}../any_page/`) });
    } catch (error) {
      return wrong(error);
    }
  },

  /** Where each row lies on a map, as `mapOf`. */
  map(inputs: Float32Array, length: number): Float32Array {
    return mapOf(inputs, length);
  },
};

/** Wasm learns as it computes: on one thread, because the models that watch need the others. */
async function computed<T>(work: () => Promise<T>): Promise<T | Wrong> {
  try {
    if ((await (ready ??= start({ backend: 'wasm', threads: 1 }))) === null) {
      return { message: 'This browser can not train here: it has no WebAssembly.', hint: 'Try a newer Chrome, Edge, Firefox or Safari.' };
    }
    return await work();
  } catch (error) {
    return wrong(error);
  }
}

/** @throws ModelError where the robot does not have it */
async function programAt(base: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await request(base + PROGRAM).catch(() => null);
  if (!response?.ok) throw new ModelError(`“${PROGRAM}”, which the web page needs, did not arrive.`, 'Is TJBot still running? Then reload the page.');
  return new Uint8Array(await response.arrayBuffer());
}

function wrong(error: unknown): Wrong {
  const hint = error instanceof ModelError ? error.hint : 'Reload the page and try again; your samples are kept.';
  return { message: error instanceof Error ? error.message : String(error), hint };
}

export type LearnWorker = typeof worker;

expose(worker);
