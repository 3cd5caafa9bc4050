/** Models that look at single pictures, when somebody asks for one: loaded for the first, and let go of a while after the
 * last. Those that watch the camera are not disturbed: what they remember is their own. */
import { ModelError, type Disposable, type Finding, type Frame, type LoadContext, type PictureModel, type StillKind } from '../models/define';
import { troubleOf } from './loaded';
import type { Trouble } from './types';

/** Whoever asks once often asks again. */
export const KEPT_MILLISECONDS = 30_000;

interface Slot<Loaded extends Disposable> {
  model: Promise<Loaded>;
  /** How many pictures it has to look at. */
  asked: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

export class StillModels {
  readonly #finding: Kept<NonNullable<PictureModel['loadStill']>>;
  readonly #describing: Kept<NonNullable<PictureModel['loadDescriber']>>;

  /** @param takeTurn runs the work when no other looks: models that share a network must not look at once */
  constructor(models: readonly StillKind[], takeTurn: TakeTurn) {
    const hint = 'Switch it on and let it watch the camera.';
    this.#finding = new Kept(models, takeTurn, ({ loadStill }) => loadStill, ['can not look at a single picture', hint]);
    this.#describing = new Kept(models, takeTurn, ({ loadDescriber }) => loadDescriber, ['is not to be built upon', 'Choose another one.']);
  }

  /** What a model finds in a picture, the surest first; or what went wrong. */
  find(id: string, picture: Frame, context: LoadContext): Promise<Finding[] | Trouble> {
    return this.#finding.ask(id, context, (model) => model.find(picture));
  }

  /** What a picture looks like to a model, as numbers; null where there is nothing to describe; or what went wrong. */
  describe(id: string, picture: Frame, context: LoadContext): Promise<Float32Array | null | Trouble> {
    return this.#describing.ask(id, context, (model) => model.describe(picture));
  }
}

/** The models of one sort that are loaded now, or were lately. */
class Kept<Load extends (context: LoadContext) => Promise<Disposable>> {
  readonly #slots = new Map<string, Slot<Awaited<ReturnType<Load>>>>();

  /** @param loading how a model of this sort is loaded, if it can be
   * @param unable what is said of a model that can not, and what to try */
  constructor(
    private readonly models: readonly StillKind[],
    private readonly takeTurn: TakeTurn,
    private readonly loading: (kind: StillKind) => Load | undefined,
    private readonly unable: readonly [what: string, hint: string],
  ) {}

  async ask<Answer>(
    id: string,
    context: LoadContext,
    question: (model: Awaited<ReturnType<Load>>) => Promise<Answer>,
  ): Promise<Answer | Trouble> {
    const kind = this.models.find((model) => model.id === id);
    if (kind === undefined) return { message: `This page has no model "${id}".`, hint: 'Reload the page.' };
    const slot = this.#slots.get(id) ?? this.#load(kind, context);
    slot.asked += 1;
    clearTimeout(slot.timer);
    try {
      const model = await slot.model;
      return await this.takeTurn(() => question(model));
    } catch (error) {
      return troubleOf(error, kind.title);
    } finally {
      slot.asked -= 1;
      if (slot.asked === 0) this.#keep(id, slot);
    }
  }

  #load(kind: StillKind, context: LoadContext): Slot<Awaited<ReturnType<Load>>> {
    const slot = { model: this.#open(kind, context), asked: 0, timer: undefined };
    this.#slots.set(kind.id, slot);
    slot.model.catch(() => {
      // The next who asks tries again.
      if (this.#slots.get(kind.id) === slot) this.#slots.delete(kind.id);
    });
    return slot;
  }

  #keep(id: string, slot: Slot<Awaited<ReturnType<Load>>>): void {
    slot.timer = setTimeout(() => {
      if (this.#slots.get(id) !== slot) return;
      this.#slots.delete(id);
      void slot.model.then((model) => {
        model.dispose();
      });
    }, KEPT_MILLISECONDS);
  }

  async #open(kind: StillKind, context: LoadContext): Promise<Awaited<ReturnType<Load>>> {
    const [what, hint] = this.unable;
    const load = this.loading(kind);
    if (load === undefined) throw new ModelError(`“${kind.title}” ${what}.`, hint);
    return (await load.call(kind, context)) as Awaited<ReturnType<Load>>;
  }
}
