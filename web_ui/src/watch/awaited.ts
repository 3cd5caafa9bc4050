/** Something that comes later, for all who wait for it by then. */
export class Awaited<T> {
  readonly #waiting: [came: (thing: T) => void, failed: (error: Error) => void][] = [];

  /** The next that comes.
   * @throws what `fail` is told, if that happens first */
  next(): Promise<T> {
    return new Promise((came, failed) => this.#waiting.push([came, failed]));
  }

  /** It is there. */
  come(thing: T): void {
    for (const [came] of this.#waiting.splice(0)) came(thing);
  }

  /** It does not come. */
  fail(error: Error): void {
    for (const [, failed] of this.#waiting.splice(0)) failed(error);
  }
}
