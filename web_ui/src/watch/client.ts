/** The page's end of the worker. */
import { proxy, releaseProxy, transfer, wrap, type Remote } from 'comlink';
import type { Picture } from '../frames/source';
import { ModelError } from '../models/define';
import type { ChosenBackend } from './backends';
import type { Looked } from './loaded';
import type { Backend, Trouble } from './types';
import type { Progress, WatchWorker } from './worker';

const REMEMBERED = 'tjbot.backend';
const BACKENDS: readonly Backend[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

export class WatchClient {
  readonly #worker: Worker;
  readonly #remote: Remote<WatchWorker>;
  readonly #base = new URL('models/', document.baseURI).href;
  /** Fails when the worker dies, since calls to it would then wait for ever. */
  readonly #death: Promise<never>;

  /** @throws ModelError where the browser lacks what the worker needs */
  constructor() {
    if (!('Worker' in globalThis) || !('OffscreenCanvas' in globalThis)) {
      throw new ModelError('This browser is too old for the models.', 'Try a newer Chrome, Edge, Firefox or Safari.');
    }
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.#remote = wrap<WatchWorker>(this.#worker);
    this.#death = new Promise((_, reject) => {
      this.#worker.addEventListener('error', (event) => {
        event.preventDefault();
        const reason = event.message || 'their program is not there';
        reject(new ModelError(`The models stopped: ${reason}.`, 'Reload the page.'));
      });
    });
    // It is awaited only while a call runs.
    this.#death.catch(() => undefined);
  }

  /** Makes the back end ready: the one in the page's address (`?backend=wasm`), the one that was fastest the last time,
   * or the one that is fastest now.
   * @throws ModelError where there is none */
  async open(): Promise<ChosenBackend> {
    const forced = asBackend(new URLSearchParams(location.search).get('backend'));
    const recalled = asBackend(recall());
    // The slow one is taken only while the address asks for it.
    const backend = forced ?? (recalled === 'cpu' ? null : recalled);
    let opened = await this.#open(backend);
    if ('message' in opened && forced === null && backend !== null) {
      opened = await this.#open(null);
    }
    if ('message' in opened) throw new ModelError(opened.message, opened.hint);
    if (forced === null) remember(opened.backend);
    return opened;
  }

  /** Loads a model; says what went wrong, or null. */
  load(model: string, tell: (progress: Progress) => void): Promise<Trouble | null> {
    return this.#call(this.#remote.load(this.#base, model, proxy(tell)));
  }

  /** Lets go of a model. */
  async unload(model: string): Promise<void> {
    await this.#call(this.#remote.unload(model));
  }

  /** What the models find whose turn it is; the picture's image is given away. */
  look(picture: Picture): Promise<Looked> {
    return this.#call(this.#remote.look(transfer(picture, [picture.image])));
  }

  /** Ends the worker; calls that wait never end. */
  close(): void {
    this.#remote[releaseProxy]();
    this.#worker.terminate();
  }

  #open(wanted: Backend | null): Promise<ChosenBackend | Trouble> {
    return this.#call(this.#remote.open(wanted) as Promise<ChosenBackend | Trouble>);
  }

  #call<T>(answer: Promise<T>): Promise<T> {
    return Promise.race([answer, this.#death]);
  }
}

/** Forgets which back end was fastest: after trouble, it is measured anew. */
export function forgetBackend(): void {
  try {
    localStorage.removeItem(REMEMBERED);
  } catch {
    // Then nothing is remembered anyway.
  }
}

function asBackend(text: string | null): Backend | null {
  return BACKENDS.find((backend) => backend === text) ?? null;
}

function recall(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    // A browser may forbid it; then every start measures.
    return null;
  }
}

function remember(backend: Backend): void {
  try {
    localStorage.setItem(REMEMBERED, backend);
  } catch {
    // As above.
  }
}
