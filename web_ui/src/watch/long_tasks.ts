/** Whether the page's own thread was held up: what takes longer than 50 ms costs it frames. */

export interface LongTasks {
  count: number;
  /** Milliseconds of the longest. */
  longest: number;
}

/** Counts the long tasks of the page from now on; in a browser that does not tell of them there are none. */
export class LongTaskCounter {
  #tasks: LongTasks = { count: 0, longest: 0 };
  readonly #observer: PerformanceObserver | undefined;

  constructor() {
    if (!('PerformanceObserver' in globalThis) || !PerformanceObserver.supportedEntryTypes.includes('longtask')) return;
    this.#observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        this.#tasks = { count: this.#tasks.count + 1, longest: Math.max(this.#tasks.longest, duration) };
      }
    });
    this.#observer.observe({ type: 'longtask' });
  }

  /** Those since it was asked last. */
  take(): LongTasks {
    const tasks = this.#tasks;
    this.#tasks = { count: 0, longest: 0 };
    return tasks;
  }

  stop(): void {
    this.#observer?.disconnect();
  }
}
