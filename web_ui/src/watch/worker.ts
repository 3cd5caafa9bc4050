/** The thread that the models run on. */
import { expose } from 'comlink';
import type { Finding, PictureModel, StillKind } from '../models/define';
import { filesAt, type Arrival } from '../models/files';
import { papers } from '../models/papers/papers';
import { MODELS } from '../models/registry';
import { sharing } from '../models/share';
import { taughtPictureModel } from '../models/taught/model';
import type { TaughtModel } from '../models/taught/taught';
import { backendLost, candidates, measureAgain, start } from './backends';
import { Lifetime } from './lifetime';
import { LoadedModels, type Looked } from './loaded';
import { oneAtATime } from './one_at_a_time';
import { StillModels } from './stills';
import type { Candidate, Measured, Trouble, Wish } from './types';

/** A frame on its way to the worker; the worker closes the image. */
export interface SentFrame {
  image: VideoFrame | ImageBitmap;
  width: number;
  height: number;
  time: number;
}

/** How much of a model's files has arrived, in bytes; `expected` grows while its files become known. */
export interface Progress {
  expected: number;
  arrived: number;
}

const builtIn = MODELS.filter((model): model is PictureModel => model.sense === 'see');
/** All there are, the taught ones last; the list stays the same one. */
const forPictures = [...builtIn];
/** … and those that are only asked about single pictures, at the beginning. */
const onlyStill = [papers];
const forStills: StillKind[] = [...onlyStill, ...builtIn];
const loaded = new LoadedModels(forPictures, () => performance.now());
const share = sharing();
/** Models that share a network must not look at once. */
const takeTurn = oneAtATime();
const stills = new StillModels(forStills, takeTurn);
/** Of the back end. */
const life = new Lifetime();
const LOST = new Error('The back end has stopped for good.');

const worker = {
  /** What is worth measuring here. */
  async candidates(wish: Wish): Promise<Candidate[]> {
    return await candidates(wish);
  },

  /** Makes a back end ready and measures it; null where it does not work. */
  async start(candidate: Candidate): Promise<Measured | null> {
    const measured = await start(candidate);
    if (measured !== null) void backendLost().then(() => life.end(LOST));
    return measured;
  },

  /** From now on these are the taught models; the loaded ones stay as they are until they are loaded anew. */
  teach(taught: readonly TaughtModel[]): void {
    forPictures.splice(builtIn.length, Infinity, ...taught.map(taughtPictureModel));
    forStills.splice(onlyStill.length, Infinity, ...forPictures);
  },

  /** Loads a model; says what went wrong, or null.
   * @param base the address of the folder `models/`, with a slash at its end */
  async load(base: string, id: string, tell: (progress: Progress) => void): Promise<Trouble | null> {
    return await loaded.load(id, { ...filesAt(base, summedUp(tell)), share });
  },

  /** Lets go of a model. */
  async unload(id: string): Promise<void> {
    await loaded.unload(id);
  },

  /** How many milliseconds the back end takes now for what it was chosen by. */
  async measure(): Promise<number> {
    return await measureAgain();
  },

  /** What those models find in a frame whose turn it is; `lost` when the back end has stopped for good, because then
   * they would wait for ever for what it computes. */
  async look(frame: SentFrame): Promise<Looked | 'lost'> {
    return await untilLost(frame.image, takeTurn(() => loaded.look(frame)));
  },

  /** What a model finds in one picture, the surest first, whether or not it is switched on; what went wrong; or `lost`,
   * as for `look`.
   * @param base as for `load`, and `tell` too: whoever asks first hears how far the model is */
  async find(base: string, id: string, picture: SentFrame, tell: (progress: Progress) => void): Promise<Finding[] | Trouble | 'lost'> {
    return await untilLost(picture.image, stills.find(id, picture, { ...filesAt(base, summedUp(tell)), share }));
  },

  /** What a picture looks like to a model, as numbers; null where there is nothing to describe. Else as `find`. */
  async describe(
    base: string,
    id: string,
    picture: SentFrame,
    tell: (progress: Progress) => void,
  ): Promise<Float32Array | null | Trouble | 'lost'> {
    return await untilLost(picture.image, stills.describe(id, picture, { ...filesAt(base, summedUp(tell)), share }));
  },
};

/** Tells of all that is expected and has arrived so far. */
function summedUp(tell: (progress: Progress) => void): (arrival: Arrival) => void {
  const sum: Progress = { expected: 0, arrived: 0 };
  return ({ expected = 0, arrived = 0 }) => {
    sum.expected += expected;
    sum.arrived += arrived;
    tell(sum);
  };
}

/** The answer, or `lost` when the back end has stopped for good; the image is closed. */
async function untilLost<T>(image: SentFrame['image'], answer: Promise<T>): Promise<T | 'lost'> {
  try {
    return await life.within(answer);
  } catch (error) {
    if (error === LOST) return 'lost';
    throw error;
  } finally {
    image.close();
  }
}

export type WatchWorker = typeof worker;

expose(worker);
