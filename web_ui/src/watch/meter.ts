import type { LongTasks } from './long_tasks';
import type { Looked } from './loaded';
import type { Backend, WatchStatus } from './types';

const PERIOD_MILLISECONDS = 1000;

/** Counts frames and says once a second how the watching goes. Pure: the clock is given to it. */
export class FrameMeter {
  #computes: Pick<WatchStatus, 'backend' | 'threads'> | undefined;
  #durations: number[] = [];
  #byModel = new Map<string, number[]>();
  #since = 0;
  #dropped = 0;

  /** @param now in milliseconds, as for `status` */
  begin(backend: Backend, threads: number, now: number): void {
    this.#computes = { backend, threads };
    this.#durations = [];
    this.#byModel.clear();
    this.#since = now;
  }

  /** One frame was looked at, by these models; it took so many milliseconds. */
  add(milliseconds: number, models: Looked['models']): void {
    this.#durations.push(milliseconds);
    for (const { model, milliseconds: took } of models) {
      const durations = this.#byModel.get(model) ?? [];
      durations.push(took);
      this.#byModel.set(model, durations);
    }
  }

  /** How the last second went, once it is over; else null.
   * @param droppedSoFar how many frames the source has dropped since it was started
   * @param longTasks asked only when the second is over */
  status(now: number, droppedSoFar: number, longTasks: () => LongTasks): WatchStatus | null {
    const elapsed = now - this.#since;
    if (this.#computes === undefined || elapsed < PERIOD_MILLISECONDS) return null;
    const perSecond = (durations: readonly number[]) => (durations.length * 1000) / elapsed;
    const status = {
      ...this.#computes,
      millisecondsPerFrame: median(this.#durations),
      framesPerSecond: perSecond(this.#durations),
      // A source that was changed for another counts from nought.
      dropped: Math.max(0, droppedSoFar - this.#dropped),
      models: Array.from(this.#byModel, ([model, durations]) => {
        return { model, framesPerSecond: perSecond(durations), milliseconds: median(durations) };
      }),
      longTasks: longTasks(),
    };
    this.#durations = [];
    this.#byModel.clear();
    this.#since = now;
    this.#dropped = droppedSoFar;
    return status;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
