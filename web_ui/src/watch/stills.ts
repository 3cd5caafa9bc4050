/** Models that look at single pictures, when somebody asks for one: loaded for the first, and let go of a while after the
 * last. Those that watch the camera are not disturbed: what they remember is their own. */
import { ModelError, type Finding, type Frame, type LoadContext, type PictureModel, type StillModel } from '../models/define';
import { troubleOf } from './loaded';
import type { Trouble } from './types';

/** Whoever asks once often asks again. */
export const KEPT_MILLISECONDS = 30_000;

interface Slot {
  model: Promise<StillModel>;
  /** How many pictures it has to look at. */
  asked: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class StillModels {
  readonly #slots = new Map<string, Slot>();

  /** @param takeTurn runs the work when no other looks: models that share a network must not look at once */
  constructor(
    private readonly models: readonly PictureModel[],
    private readonly takeTurn: <T>(work: () => Promise<T>) => Promise<T>,
  ) {}

  /** What a model finds in a picture, the surest first; or what went wrong. */
  async find(id: string, picture: Frame, context: LoadContext): Promise<Finding[] | Trouble> {
    const kind = this.models.find((model) => model.id === id);
    if (kind === undefined) return { message: `This page has no model "${id}".`, hint: 'Reload the page.' };
    const slot = this.#slots.get(id) ?? this.#load(kind, context);
    slot.asked += 1;
    clearTimeout(slot.timer);
    try {
      const model = await slot.model;
      return await this.takeTurn(() => model.find(picture));
    } catch (error) {
      return troubleOf(error, kind.title);
    } finally {
      slot.asked -= 1;
      if (slot.asked === 0) this.#keep(id, slot);
    }
  }

  #load(kind: PictureModel, context: LoadContext): Slot {
    const slot: Slot = { model: loadStill(kind, context), asked: 0, timer: undefined };
    this.#slots.set(kind.id, slot);
    slot.model.catch(() => {
      // The next who asks tries again.
      if (this.#slots.get(kind.id) === slot) this.#slots.delete(kind.id);
    });
    return slot;
  }

  #keep(id: string, slot: Slot): void {
    slot.timer = setTimeout(() => {
      if (this.#slots.get(id) !== slot) return;
      this.#slots.delete(id);
      void slot.model.then((model) => {
        model.dispose();
      });
    }, KEPT_MILLISECONDS);
  }
}

async function loadStill(kind: PictureModel, context: LoadContext): Promise<StillModel> {
  if (kind.loadStill !== undefined) return await kind.loadStill(context);
  throw new ModelError(`“${kind.title}” can not look at a single picture.`, 'Switch it on and let it watch the camera.');
}
