/** Which back end is right, by what was measured. Pure. */
import type { Measured } from './types';

/** More threads must bring this much, since others want the cores too. */
const WORTH_ITS_THREADS = 0.85;
/** A computer that is this many times slower or faster than it was is busy with something else, or was. */
const OUT_OF_PROPORTION = 2;
/** The wasm build of TensorFlow.js makes so many workers and no more. */
const MOST_THREADS = 8;

/** The numbers of threads that are worth trying, few first. */
export function threadCounts(cores: number, isolated: boolean): number[] {
  if (!isolated) return [1];
  const most = Math.max(1, Math.min(cores, MOST_THREADS));
  return [...new Set([1, Math.max(1, Math.floor(most / 2)), most])];
}

/** The best of them; undefined where none works. */
export function fastest(measured: readonly Measured[]): Measured | undefined {
  const working = measured.filter(({ milliseconds }) => Number.isFinite(milliseconds));
  const fewThreadsFirst = working.sort((one, other) => one.threads - other.threads);
  return fewThreadsFirst.reduce<Measured | undefined>((best, next) => {
    if (best === undefined) return next;
    const enough = next.threads > best.threads ? best.milliseconds * WORTH_ITS_THREADS : best.milliseconds;
    return next.milliseconds < enough ? next : best;
  }, undefined);
}

/** Whether what was chosen on another day is still right: it is about as fast as it was. */
export function isAsItWas(before: number, now: number): boolean {
  return now <= before * OUT_OF_PROPORTION && now >= before / OUT_OF_PROPORTION;
}
