/** How long something lives that is worked with: whoever waits for its work hears of its end. */

/**
 * `Promise.race` with a promise that stays open would do the same, and keep all that was ever awaited beside it: every
 * race leaves a reaction on that promise, which holds its answer until the promise settles. At 30 frames a second these
 * were 6 MB a minute.
 */
export class Lifetime {
  readonly #waiting = new Set<(reason: Error) => void>();
  #end: Error | undefined;

  /** What the work comes to.
   * @throws the reason of the end, if that comes first or has come already */
  within<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) {
        work.catch(() => undefined);
        reject(this.#end);
        return;
      }
      this.#waiting.add(reject);
      const over = () => this.#waiting.delete(reject);
      work.then(resolve, reject).then(over, over);
    });
  }

  /** It is over; only the first reason counts. */
  end(reason: Error): void {
    this.#end ??= reason;
    for (const reject of this.#waiting) reject(this.#end);
    this.#waiting.clear();
  }
}
