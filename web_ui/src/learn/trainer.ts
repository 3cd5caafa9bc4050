/** The page's end of the thread that learns. It is started for the first who asks, and ends a while after the last. */
import { proxy, releaseProxy, transfer, wrap, type Remote } from 'comlink';
import { ModelError } from '../models/define';
import type { TaughtModel } from '../models/taught/taught';
import { Lifetime } from '../watch/lifetime';
import type { Tuned, Tuning } from './fine_tune';
import type { Lesson, Progress, Trained } from './train';
import type { LearnWorker, Wrong } from './worker';

/** A thread that nobody asks any more holds its memory for so long. */
const KEPT_MILLISECONDS = 60_000;

export class Trainer {
  #worker: Worker | undefined;
  #remote: Remote<LearnWorker> | undefined;
  #life = new Lifetime();
  /** The weights of the models that the thread has open. */
  readonly #models = new Map<string, ArrayBuffer>();
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param tell is told after each epoch
   * @throws ModelError where the training goes wrong, or the thread is closed or dies meanwhile */
  async train(lesson: Lesson, tell: (progress: Progress) => void): Promise<Trained> {
    const buffers = [lesson.learn.inputs.buffer, lesson.heldBack.inputs.buffer];
    const training = this.#open().train(transfer(lesson, buffers), proxy(tell)) as ReturnType<LearnWorker['train']>;
    return unlessWrong(await this.#answerOf(training));
  }

  /** Teaches a model further; arguments and errors as for `fineTune`. */
  async fineTune(tuning: Tuning, looked: (part: number) => void, tell: (progress: Progress) => void): Promise<Tuned> {
    const training = this.#open().fineTune(tuning, proxy(looked), proxy(tell)) as ReturnType<LearnWorker['fineTune']>;
    return unlessWrong(await this.#answerOf(training));
  }

  /** Tries a model that was brought.
   * @throws ModelError where it can not be used here */
  async check(taught: TaughtModel): Promise<void> {
    const trouble = await this.#answerOf(this.#open().check(taught));
    if (trouble !== null) throw new ModelError(trouble.message, trouble.hint);
  }

  /** What a model says of one row of numbers: how likely each class is.
   * @throws ModelError where the model is damaged, or does not take such rows */
  async answer(taught: TaughtModel, row: Float32Array): Promise<Float32Array> {
    const remote = this.#open();
    if (this.#models.get(taught.id) !== taught.network.weights) {
      this.#models.set(taught.id, taught.network.weights);
      const trouble = await this.#answerOf(remote.open(taught));
      if (trouble !== null) throw new ModelError(trouble.message, trouble.hint);
    }
    return unlessWrong(await this.#answerOf(remote.answer(taught.id, row) as ReturnType<LearnWorker['answer']>));
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
    return unlessWrong(await this.#answerOf(packing));
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
    this.#models.clear();
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

/** @throws ModelError with what went wrong in place of an answer */
function unlessWrong<T extends object>(answer: T | Wrong): T {
  if ('message' in answer) throw new ModelError(answer.message, answer.hint);
  return answer;
}
