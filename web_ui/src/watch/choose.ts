/** Which back end is right, by what was measured. Pure. */
import type { Measured } from './types';

/** More threads must bring this much, since others want the cores too. */
const WORTH_ITS_THREADS = 0.85;
/** A computer that is this many times slower or faster than it was is busy with something else, or was. */
const OUT_OF_PROPORTION = 2;
/** More of them only wait for each other on networks as small as these. */
const MOST_THREADS = 8;

/** The numbers of threads that are worth trying, few first. One core is left to the page itself, the camera and the
 * browser: threads wait for each other all the time, and for all of them where one has to share its core. */
export function threadCounts(cores: number, isolated: boolean): number[] {
  if (!isolated) return [1];
  const most = Math.max(1, Math.min(cores - 1, MOST_THREADS));
  return [...new Set([1, Math.min(most, Math.max(1, Math.floor(cores / 2))), most])].sort((one, other) => one - other);
}

/** Whether it is the one to take, of those with as many threads or fewer.
 * @param best of the others, if there is one */
export function isBetter(measured: Measured, best: Measured | undefined): boolean {
  if (best === undefined) return true;
  const enough = measured.threads > best.threads ? best.milliseconds * WORTH_ITS_THREADS : best.milliseconds;
  return measured.milliseconds < enough;
}

/** Whether what was chosen on another day is still right: it is about as fast as it was. */
export function isAsItWas(before: number, now: number): boolean {
  return now <= before * OUT_OF_PROPORTION && now >= before / OUT_OF_PROPORTION;
}
