/** The newest piece of a sound that comes bit by bit, at the rate at which it is wanted. Pure. */
import type { Sound } from '../define';
import { Resampler } from './resample';

/** Bits of sound that are further apart than this do not belong together. */
const GAP_MILLISECONDS = 150;

export class NewestSound {
  /** What came last, the oldest first; valid once it is `full`. */
  readonly samples: Float32Array;
  #resampler: Resampler;
  #count = 0;
  #end = -Infinity;

  /** @param rate samples a second that are wanted
   * @param length how many of them are kept */
  constructor(
    private readonly rate: number,
    length: number,
  ) {
    this.samples = new Float32Array(length);
    this.#resampler = new Resampler(rate, rate);
  }

  /** Whether as much has come as is kept, without a gap. */
  get full(): boolean {
    return this.#count >= this.samples.length;
  }

  /** Takes more sound in; says how many samples that makes. */
  take({ samples, rate, time }: Sound): number {
    const begin = time - (samples.length / rate) * 1000;
    if (rate !== this.#resampler.from || Math.abs(begin - this.#end) > GAP_MILLISECONDS) {
      this.#resampler = new Resampler(rate, this.rate);
      this.#count = 0;
    }
    this.#end = time;
    const taken = this.#resampler.take(samples);
    const newest = taken.subarray(Math.max(0, taken.length - this.samples.length));
    this.samples.copyWithin(0, newest.length);
    this.samples.set(newest, this.samples.length - newest.length);
    this.#count += taken.length;
    return taken.length;
  }
}
