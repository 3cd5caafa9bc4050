/** The page's end of the thread that learns. It is started for the first who asks, and ends a while after the last. */
import { proxy, releaseProxy, transfer, wrap, type Remote } from 'comlink';
import { ModelError } from '../models/define';
import type { TaughtModel } from '../models/taught/taught';
import { Lifetime } from '../watch/lifetime';
import type { Lesson, Progress, Trained } from './train';
import type { LearnWorker } from './worker';

/** A thread that nobody asks any more holds its memory for so long. */
const KEPT_MILLISECONDS = 60_000;

export class Trainer {
  #worker: Worker | undefined;
  #remote: Remote<LearnWorker> | undefined;
  #life = new Lifetime();
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param tell is told after each epoch
   * @throws ModelError where the training goes wrong, or the thread is closed or dies meanwhile */
  async train(lesson: Lesson, tell: (progress: Progress) => void): Promise<Trained> {
    const buffers = [lesson.learn.inputs.buffer, lesson.heldBack.inputs.buffer];
    const training = this.#open().train(transfer(lesson, buffers), proxy(tell)) as ReturnType<LearnWorker['train']>;
    const trained = await this.#answerOf(training);
    if ('message' in trained) throw new ModelError(trained.message, trained.hint);
    return trained;
  }

  /** Ends the training soon; what it has learned by then is its result. */
  stop(): void {
    void this.#remote?.stop();
  }

  /** The zip of a folder with the model that plain TensorFlow.js loads on any web page, with an example.
   * @throws ModelError where what it builds on can not be had */
  async webPage(taught: TaughtModel): Promise<Uint8Array<ArrayBuffer>> {
    const base = new URL('models/', document.baseURI).href;
    const packing = this.#open().webPage(taught, base) as ReturnType<LearnWorker['webPage']>;
    const zip = await this.#answerOf(packing);
    if ('message' in zip) throw new ModelError(zip.message, zip.hint);
    return zip;
  }

  /** Where each row lies on a map: x and y, 0…1 each; see `mapOf`. */
  async map(inputs: Float32Array, length: number): Promise<Float32Array> {
    return await this.#answerOf(this.#open().map(transfer(inputs, [inputs.buffer]), length));
  }

  /** Frees all that the thread holds; the next who asks starts another. */
  close(): void {
    clearTimeout(this.#timer);
    this.#life.end(new ModelError('The training was called off.', 'Train again whenever you like.'));
    this.#life = new Lifetime();
    this.#remote?.[releaseProxy]();
    this.#worker?.terminate();
    this.#remote = this.#worker = undefined;
  }

  async #answerOf<T>(work: Promise<T>): Promise<T> {
    this.#asked += 1;
    clearTimeout(this.#timer);
    try {
      return await this.#life.within(work);
    } finally {
      this.#asked -= 1;
      if (this.#asked === 0) this.#timer = setTimeout(() => { this.close(); }, KEPT_MILLISECONDS);
    }
  }

  #open(): Remote<LearnWorker> {
    if (this.#remote !== undefined) return this.#remote;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const life = this.#life;
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      life.end(new ModelError(`The training stopped: ${event.message || 'its program is not there'}.`, 'Reload the page; your samples are kept.'));
      if (this.#worker === worker) this.close();
    });
    this.#worker = worker;
    return (this.#remote = wrap<LearnWorker>(worker));
  }
}
