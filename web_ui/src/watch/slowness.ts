import type { WatchStatus } from './types';

/** So many times slower than at its best is slow. */
const SLOW = 2.5;
/** So many seconds in a row make it worth while to look into it. */
const SECONDS = 3;
/** … and so often at the most. */
const PAUSE_MILLISECONDS = 60_000;

/** Notices that all models have become much slower than they were, because the computer is busy. Pure. */
export class Slowness {
  readonly #best = new Map<string, number>();
  #slowSeconds = 0;
  #noticed = -Infinity;

  /** Takes in how a second went; true when it is time to measure anew.
   * @param now in milliseconds */
  heard(models: WatchStatus['models'], now: number): boolean {
    const slow = models.length > 0 && models.every(({ model, milliseconds }) => milliseconds > SLOW * this.#bestOf(model, milliseconds));
    this.#slowSeconds = slow ? this.#slowSeconds + 1 : 0;
    if (this.#slowSeconds < SECONDS || now - this.#noticed < PAUSE_MILLISECONDS) return false;
    this.#noticed = now;
    return true;
  }

  #bestOf(model: string, milliseconds: number): number {
    const best = Math.min(this.#best.get(model) ?? Infinity, milliseconds);
    this.#best.set(model, best);
    return best;
  }
}
