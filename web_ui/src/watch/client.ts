/** The page's end of the worker. */
import { releaseProxy, transfer, wrap, type Remote } from 'comlink';
import type { Picture } from '../frames/source';
import { ModelError, type Sighting } from '../models/define';
import type { Backend } from './types';
import type { Opened, WatchWorker } from './worker';

const REMEMBERED = 'tjbot.backend';
const BACKENDS: readonly Backend[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

export class WatchClient {
  readonly #worker: Worker;
  readonly #remote: Remote<WatchWorker>;
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

  /** Loads the models. The back end is the one in the page's address (`?backend=wasm`), the one that was fastest the
   * last time, or the one that is fastest now. */
  async open(models: readonly string[] | null): Promise<Opened> {
    const base = new URL('models/', document.baseURI).href;
    const forced = asBackend(new URLSearchParams(location.search).get('backend'));
    const recalled = asBackend(recall());
    // The slow one is taken only while the address asks for it.
    const backend = forced ?? (recalled === 'cpu' ? null : recalled);
    let opened = await this.#call(this.#remote.open({ base, models, backend }));
    if (opened.backend === null && forced === null && backend !== null) {
      opened = await this.#call(this.#remote.open({ base, models, backend: null }));
    }
    if (forced === null && opened.backend !== null) remember(opened.backend);
    return opened;
  }

  /** What the models find; the picture's image is given away. */
  look(picture: Picture): Promise<Sighting[]> {
    return this.#call(this.#remote.look(transfer(picture, [picture.image])));
  }

  /** Ends the worker; calls that wait never end. */
  close(): void {
    this.#remote[releaseProxy]();
    this.#worker.terminate();
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
