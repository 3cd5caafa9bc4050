/** Taught models for sounds, on a thread of their own: the page's end of it. */
import { releaseProxy, wrap, type Remote } from 'comlink';
import { ModelError, type Sound } from '../models/define';
import type { TaughtModel } from '../models/taught/taught';
import { Lifetime } from '../watch/lifetime';
import type { SoundModels } from './models';
import type { HearWorker } from './worker';

/** Models that somebody taught; their thread lives from `open` to `close`. */
export function taughtModels(taught: readonly TaughtModel[]): SoundModels {
  return new TaughtSoundModels(taught);
}

class TaughtSoundModels implements SoundModels {
  readonly #life = new Lifetime();
  #worker: Worker | undefined;
  #remote: Remote<HearWorker> | undefined;

  constructor(private readonly taught: readonly TaughtModel[]) {}

  async open() {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#life.end(new ModelError(`The models for sounds stopped: ${event.message || 'their program is not there'}.`, 'Stop listening, and start again.'));
    });
    this.#remote = wrap<HearWorker>(this.#worker);
    try {
      return await this.#life.within(this.#remote.open(this.taught));
    } catch (error) {
      const trouble = { message: error instanceof Error ? error.message : String(error), hint: error instanceof ModelError ? error.hint : '' };
      return { offers: [], troubles: [trouble] };
    }
  }

  async listen(sound: Sound) {
    return this.#remote === undefined ? [] : await this.#life.within(this.#remote.listen(sound));
  }

  close(): void {
    this.#life.end(new ModelError('The microphone was switched off.', 'Switch it on again.'));
    this.#remote?.[releaseProxy]();
    this.#worker?.terminate();
    this.#remote = this.#worker = undefined;
  }
}
