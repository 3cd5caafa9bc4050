/** The page's end of the worker. */
import { proxy, releaseProxy, transfer, wrap, type Remote } from 'comlink';
import type { Picture } from '../frames/source';
import { ModelError, type Finding } from '../models/define';
import type { TaughtModel } from '../models/taught/taught';
import type { Contender } from './contest';
import { Lifetime } from './lifetime';
import type { Looked } from './loaded';
import type { Candidate, Measured, Trouble, Wish } from './types';
import type { Progress, WatchWorker } from './worker';

/** A worker that looks at one picture for so long is dead, though nobody said so. */
const MOST_MILLISECONDS = 60_000;

export class WatchClient implements Contender {
  readonly #worker: Worker;
  readonly #remote: Remote<WatchWorker>;
  readonly #base = new URL('models/', document.baseURI).href;
  /** Ends when the worker dies, since calls to it would then wait for ever. */
  readonly #life = new Lifetime();
  /** Ends when the worker is closed, for those who wait for a finding. */
  readonly #finding = new Lifetime();
  #closed = false;

  /** @throws ModelError where the browser lacks what the worker needs */
  constructor() {
    if (!('Worker' in globalThis) || !('OffscreenCanvas' in globalThis)) {
      throw new ModelError('This browser is too old for the models.', 'Try a newer Chrome, Edge, Firefox or Safari.');
    }
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.#remote = wrap<WatchWorker>(this.#worker);
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      const reason = event.message || 'their program is not there';
      this.#life.end(new ModelError(`The models stopped: ${reason}.`, 'They start again by themselves in a moment.'));
    });
  }

  candidates(wish: Wish): Promise<Candidate[]> {
    return this.#life.within(this.#remote.candidates(wish));
  }

  start(candidate: Candidate): Promise<Measured | null> {
    return this.#life.within(this.#remote.start(candidate));
  }

  /** How many milliseconds the back end takes now for what it was chosen by. */
  measure(): Promise<number> {
    return this.#life.within(this.#remote.measure());
  }

  /** Loads a model; says what went wrong, or null. */
  load(model: string, tell: (progress: Progress) => void): Promise<Trouble | null> {
    return this.#life.within(this.#remote.load(this.#base, model, proxy(tell)));
  }

  /** Lets go of a model. */
  async unload(model: string): Promise<void> {
    await this.#life.within(this.#remote.unload(model));
  }

  /** What the models find whose turn it is, or `lost`: the worker is of no use any more, because its back end has
   * stopped. The picture's image is given away. */
  async look(picture: Picture): Promise<Looked | 'lost'> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new ModelError('The models do not answer any more.', 'They start again by themselves in a moment.'));
      }, MOST_MILLISECONDS);
    });
    const looking = this.#remote.look(transfer(picture, [picture.image])) as Promise<Looked | 'lost'>;
    try {
      return await this.#life.within(Promise.race([looking, tooLong]));
    } finally {
      clearTimeout(timer);
    }
  }

  /** What a model finds in one picture, the surest first; it is loaded where nobody else did. The picture's image is given
   * away.
   * @param loads is told how much of the model has arrived, 0…1, while it is loaded
   * @throws ModelError where the model can not be loaded or breaks, and where the worker ends meanwhile */
  async find(model: string, picture: Picture, loads: (fraction: number) => void): Promise<Finding[]> {
    const finding = this.#remote.find(this.#base, model, transfer(picture, [picture.image]), proxy(fractionOf(loads)));
    return unlessTrouble(await this.#whileOpen(finding as ReturnType<WatchWorker['find']>));
  }

  /** What a picture looks like to a model, as numbers; null where there is nothing to describe. Else as `find`. */
  async describe(model: string, picture: Picture, loads: (fraction: number) => void): Promise<Float32Array | null> {
    const describing = this.#remote.describe(this.#base, model, transfer(picture, [picture.image]), proxy(fractionOf(loads)));
    return unlessTrouble(await this.#whileOpen(describing as ReturnType<WatchWorker['describe']>));
  }

  /** From now on these are the taught models; those that are loaded stay as they are until they are loaded anew. */
  async teach(taught: readonly TaughtModel[]): Promise<void> {
    await this.#life.within(this.#remote.teach(taught));
  }

  #whileOpen<T>(answer: Promise<T>): Promise<T> {
    return this.#finding.within(this.#life.within(answer));
  }

  /** Ends the worker; calls that wait never end, but for `find`. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#finding.end(new ModelError('The models were switched off before they had looked at the picture.', 'Try again.'));
    this.#remote[releaseProxy]();
    this.#worker.terminate();
  }
}

function fractionOf(loads: (fraction: number) => void): (progress: Progress) => void {
  return ({ expected, arrived }) => {
    loads(expected > 0 ? Math.min(1, arrived / expected) : 0);
  };
}

/** @throws ModelError with the trouble that came in place of an answer */
function unlessTrouble<T>(answer: T | Trouble | 'lost'): T {
  if (answer === 'lost') throw new ModelError('The graphics card stopped computing.', 'Try again in a moment.');
  if (typeof answer === 'object' && answer !== null && 'message' in answer) throw new ModelError(answer.message, answer.hint);
  return answer;
}
