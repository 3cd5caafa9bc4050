import type { Readings } from './state';

/** The readings of many robots by their bodies and parts, as they come ten times a second; told to whoever draws one, and to nobody
 * else: a page that keeps up with thirty robots can not have all of it follow each of them. */
export class LiveRobots {
  readonly #parts = new Map<string, Readonly<Record<string, Readings>>>();
  readonly #watchers = new Map<string, Set<() => void>>();

  /** What the robot called `body` reads now; nothing where none has told. */
  of(body: string): Readonly<Record<string, Readings>> {
    return this.#parts.get(body) ?? {};
  }

  /** Takes what changed: of each robot the parts that did. */
  hear(robots: Readonly<Record<string, Readonly<Record<string, Readings>>>>): void {
    for (const [body, changed] of Object.entries(robots)) {
      this.#parts.set(body, { ...this.of(body), ...changed });
      for (const tell of this.#watchers.get(body) ?? []) tell();
    }
  }

  /** Has `tell` called whenever this robot changes; what is returned ends that. */
  watch(body: string, tell: () => void): () => void {
    const watchers = this.#watchers.get(body) ?? new Set();
    this.#watchers.set(body, watchers.add(tell));
    return () => {
      watchers.delete(tell);
      if (watchers.size === 0 && this.#watchers.get(body) === watchers) this.#watchers.delete(body);
    };
  }

  /** Forgets all robots: those that come are told whole. */
  forget(): void {
    this.#parts.clear();
  }
}
