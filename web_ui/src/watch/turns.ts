/** Which models look at the next frame, so that each gets its share of the time. Pure. */

/** Models that need no more than this together look at the same frame: 25 frames a second then go on. */
export const FRAME_BUDGET_MILLISECONDS = 40;

/** Whoever looked at every frame and needed little of it may not save that up for longer than this. */
export const MOST_CREDIT_MILLISECONDS = 500;

/** How much of what a model needed last is in what it is expected to need next, 0…1. */
const NEWEST_PART = 0.4;

interface Turn {
  /** Models of the same group look at the same frames. */
  group: string | undefined;
  /** Milliseconds of the frames that were its turn, compared with the others. */
  used: number;
  /** Milliseconds that it is expected to need; undefined before its first frame. */
  expected: number | undefined;
}

export class Turns {
  readonly #turns = new Map<string, Turn>();
  /** Whose turn the picked frame is; the others only fit in beside it. */
  #first: string | undefined;

  /** A model that begins: it counts as if it had used as much as the one that used least.
   * @param group models of the same group look at the same frames, because what they share is computed once for each */
  join(model: string, group?: string): void {
    const least = Math.min(...Array.from(this.#turns.values(), ({ used }) => used));
    this.#turns.set(model, { group, used: Number.isFinite(least) ? least : 0, expected: undefined });
  }

  leave(model: string): void {
    this.#turns.delete(model);
  }

  /** The models that look at the next frame, in the order of their joining: the one that has used least, and of the
   * others those that fit in beside it, again the one that has used least first. A model whose time is not known yet,
   * or that needs more than the whole budget, has the frame for itself. */
  pick(): string[] {
    const waiting = [...this.#turns].sort(([, one], [, other]) => one.used - other.used);
    this.#first = waiting[0]?.[0];
    const picked = new Set<string>();
    let left = FRAME_BUDGET_MILLISECONDS;
    for (const [model, { group, expected = Infinity }] of waiting) {
      if (picked.has(model) || (picked.size > 0 && expected > left)) continue;
      picked.add(model);
      for (const [other, turn] of waiting) if (group !== undefined && turn.group === group) picked.add(other);
      left -= expected;
    }
    return [...this.#turns.keys()].filter((model) => picked.has(model));
  }

  /** Takes down how many milliseconds each model looked at the frame that was picked.
   *
   * The whole frame counts for the model whose turn it was. For those beside it their own time counts, and they are no
   * longer behind it: else a small one, which can never use much, would always be first. */
  spent(looked: readonly { model: string; milliseconds: number }[]): void {
    const first = this.#first === undefined ? undefined : this.#turns.get(this.#first);
    if (first !== undefined) first.used += looked.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    for (const { model, milliseconds } of looked) {
      const turn = this.#turns.get(model);
      if (turn === undefined) continue;
      if (turn !== first) turn.used = Math.max(turn.used + milliseconds, first?.used ?? 0);
      turn.expected = (turn.expected ?? milliseconds) * (1 - NEWEST_PART) + milliseconds * NEWEST_PART;
    }
    this.#boundCredit();
  }

  #boundCredit(): void {
    const turns = [...this.#turns.values()];
    const credit = Math.max(MOST_CREDIT_MILLISECONDS, ...turns.map(({ expected = 0 }) => expected));
    const most = Math.max(...turns.map(({ used }) => used));
    for (const turn of turns) turn.used = Math.max(turn.used, most - credit);
  }
}
