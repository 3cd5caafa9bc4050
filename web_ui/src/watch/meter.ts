import type { Backend, WatchStatus } from './types';

const PERIOD_MILLISECONDS = 1000;

/** Counts frames and says once a second how the watching goes. Pure: the clock is given to it. */
export class FrameMeter {
  #status: WatchStatus | undefined;
  #durations: number[] = [];
  #since = 0;
  #dropped = 0;

  /** @param now in milliseconds, as for `status` */
  begin(backend: Backend, threads: number, now: number): void {
    this.#status = { backend, threads, millisecondsPerFrame: 0, framesPerSecond: 0, dropped: 0 };
    this.#durations = [];
    this.#since = now;
  }

  /** One frame was looked at; it took so many milliseconds. */
  add(milliseconds: number): void {
    this.#durations.push(milliseconds);
  }

  /** How the last second went, once it is over; else null.
   * @param droppedSoFar how many frames the source has dropped since it was started */
  status(now: number, droppedSoFar: number): WatchStatus | null {
    const elapsed = now - this.#since;
    if (this.#status === undefined || elapsed < PERIOD_MILLISECONDS) return null;
    const sorted = this.#durations.sort((one, other) => one - other);
    const status = {
      ...this.#status,
      millisecondsPerFrame: sorted[Math.floor(sorted.length / 2)] ?? 0,
      framesPerSecond: (sorted.length * 1000) / elapsed,
      dropped: droppedSoFar - this.#dropped,
    };
    this.#durations = [];
    this.#since = now;
    this.#dropped = droppedSoFar;
    return status;
  }
}
