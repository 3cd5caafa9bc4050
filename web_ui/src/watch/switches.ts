/** Which models are switched on, and how far each has come. */
import type { Progress } from './worker';
import type { ModelStatus, Trouble } from './types';

/** A model that failed is loaded again after so long. */
const RETRY_MILLISECONDS = 5000;

/** Who loads the models and lets go of them. */
export interface Loader {
  load(model: string, tell: (progress: Progress) => void): Promise<Trouble | null>;
  unload(model: string): Promise<void>;
}

export class Switches {
  readonly #statuses = new Map<string, ModelStatus>();
  readonly #retries = new Map<string, ReturnType<typeof setTimeout>>();
  #loader: Loader | undefined;

  /** @param changed called whenever a status changes, and when there are other models than before */
  constructor(
    models: readonly string[],
    private readonly changed: () => void,
  ) {
    for (const model of models) this.#statuses.set(model, loading(model));
  }

  /** Every model that is switched on. */
  all(): ModelStatus[] {
    return [...this.#statuses.values()];
  }

  /** Those that look at frames. */
  on(): string[] {
    return this.all().flatMap(({ model, state }) => (state === 'on' ? [model] : []));
  }

  /** What to say where every model failed. */
  get trouble(): Trouble | null {
    const all = this.all();
    return all.length > 0 && all.every(({ state }) => state === 'failed') ? (all[0]?.trouble ?? null) : null;
  }

  /** Switches models on and off. */
  set(models: readonly string[]): void {
    for (const { model } of this.all()) {
      if (models.includes(model)) continue;
      this.#statuses.delete(model);
      this.#forgetRetry(model);
      void this.#loader?.unload(model).catch(() => undefined);
    }
    const added = models.filter((model) => !this.#statuses.has(model));
    for (const model of added) this.#statuses.set(model, loading(model));
    this.changed();
    for (const model of added) void this.#load(model);
  }

  /** Loads all that is switched on with this loader; undefined where the one before is gone, with all that it held. */
  use(loader: Loader | undefined): void {
    this.#loader = loader;
    for (const model of this.#statuses.keys()) {
      this.#forgetRetry(model);
      this.#statuses.set(model, loading(model));
    }
    this.changed();
    for (const model of this.#statuses.keys()) void this.#load(model);
  }

  /** A model that had been loaded is of no use any more; it is loaded again later. */
  fail(model: string, trouble: Trouble): void {
    if (!this.#statuses.has(model)) return;
    this.#put({ model, state: 'failed', progress: 0, trouble });
    this.#forgetRetry(model);
    this.#retries.set(model, setTimeout(() => void this.#load(model), RETRY_MILLISECONDS));
  }

  async #load(model: string): Promise<void> {
    const loader = this.#loader;
    if (loader === undefined) return;
    const before = this.#statuses.get(model);
    // Its other files may still arrive when one of them has failed.
    let isAwaited = true;
    let trouble: Trouble | null;
    try {
      trouble = await loader.load(model, ({ expected, arrived }) => {
        if (!isAwaited || this.#loader !== loader || !this.#statuses.has(model)) return;
        const progress = expected > 0 ? Math.min(1, arrived / expected) : 0;
        this.#put({ model, state: 'loading', progress, trouble: before?.trouble ?? null });
      });
    } catch {
      // The whole worker is gone; whoever owns it says so, and `use` comes again.
      return;
    } finally {
      isAwaited = false;
    }
    if (this.#loader !== loader || !this.#statuses.has(model)) return;
    if (trouble === null) this.#put({ model, state: 'on', progress: 1, trouble: null });
    else this.fail(model, trouble);
  }

  #put(status: ModelStatus): void {
    this.#statuses.set(status.model, status);
    this.changed();
  }

  #forgetRetry(model: string): void {
    clearTimeout(this.#retries.get(model));
    this.#retries.delete(model);
  }
}

function loading(model: string): ModelStatus {
  return { model, state: 'loading', progress: 0, trouble: null };
}
