/** The models that are switched on: loads them one by one, lets them take turns at the frames, and lets go of them. */
import { ModelError, type Frame, type LoadContext, type LoadedModel, type PictureModel, type Sighting } from '../models/define';
import { Turns } from './turns';
import type { Trouble } from './types';

/** A model that fails at so many frames in a row is switched off. */
const MOST_FAILURES = 3;

/** What came of one frame. */
export interface Looked {
  /** Which models looked at it, and how many milliseconds each took. */
  models: { model: string; milliseconds: number }[];
  /** What they found. */
  sightings: Sighting[];
  /** Models that failed again and again, and are switched off now. */
  troubles: { model: string; trouble: Trouble }[];
}

interface Slot {
  model: Promise<LoadedModel>;
  loaded: LoadedModel | null;
  failures: number;
}

export class LoadedModels {
  readonly #slots = new Map<string, Slot>();
  readonly #turns = new Turns();
  #looking: Promise<unknown> = Promise.resolve();

  /** @param clock in milliseconds */
  constructor(
    private readonly models: readonly PictureModel[],
    private readonly clock: () => number,
  ) {}

  /** Loads a model; says what went wrong, or null. A model that is taken away meanwhile is let go of. */
  async load(id: string, context: LoadContext): Promise<Trouble | null> {
    const kind = this.models.find((model) => model.id === id);
    if (kind === undefined) return { message: `This page has no model "${id}".`, hint: 'Reload the page.' };
    if (this.#slots.has(id)) return null;
    const slot: Slot = { model: kind.load(context), loaded: null, failures: 0 };
    this.#slots.set(id, slot);
    try {
      const loaded = await slot.model;
      if (this.#slots.get(id) !== slot) return null;
      slot.loaded = loaded;
      this.#turns.join(id, kind.shares);
      return null;
    } catch (error) {
      if (this.#slots.get(id) === slot) this.#slots.delete(id);
      return troubleOf(error, kind.title);
    }
  }

  /** Lets go of a model: it looks no more, and its memory is free when the frame that it looks at is over. */
  async unload(id: string): Promise<void> {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#turns.leave(id);
    await Promise.allSettled([this.#looking, slot.model]);
    await slot.model.then(
      (model) => {
        model.dispose();
      },
      () => undefined,
    );
  }

  /** What the models find whose turn it is; all of them get this same `frame` object. */
  async look(frame: Frame): Promise<Looked> {
    const looking = this.#look(frame);
    this.#looking = looking;
    return await looking;
  }

  async #look(frame: Frame): Promise<Looked> {
    const looked: Looked = { models: [], sightings: [], troubles: [] };
    const took: Looked['models'] = [];
    for (const id of this.#turns.pick()) {
      const slot = this.#slots.get(id);
      if (slot === undefined || slot.loaded === null) continue;
      const start = this.clock();
      try {
        looked.sightings.push(...(await slot.loaded.look(frame)));
        slot.failures = 0;
        looked.models.push({ model: id, milliseconds: this.clock() - start });
      } catch (error) {
        slot.failures += 1;
        if (slot.failures >= MOST_FAILURES) looked.troubles.push({ model: id, trouble: troubleOf(error, this.#titleOf(id)) });
      }
      took.push({ model: id, milliseconds: this.clock() - start });
    }
    this.#turns.spent(took);
    for (const { model } of looked.troubles) void this.unload(model);
    return looked;
  }

  #titleOf(id: string): string {
    return this.models.find((model) => model.id === id)?.title ?? id;
  }
}

/** The sentence about an error. An error class would lose its hint on the way between threads, so it is data. */
export function troubleOf(error: unknown, title: string): Trouble {
  if (error instanceof ModelError) return { message: error.message, hint: error.hint };
  return { message: `“${title}” does not work here: ${String(error)}`, hint: 'Switch it off and on again, or reload the page.' };
}
