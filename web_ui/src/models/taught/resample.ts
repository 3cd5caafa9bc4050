/** Sound at another rate: as it would have been taken, without the pitches that the new rate can not hold. Pure. */

/** So many swings of the filter on each side: pitches that can not be held are at least some 60 decibels quieter. */
const SWINGS = 16;
/** The filter begins to close a little below the highest pitch that can be held. */
const OPEN = 0.92;
/** The filter is known at so many places between two samples; between these it is interpolated. */
const PLACES = 256;

/** Changes the rate of a sound that comes piece by piece. What it gives is late by `SWINGS` samples of the lower rate, and
 * not moved. */
export class Resampler {
  readonly #step: number;
  /** How far the filter reaches, in samples that come in. */
  readonly #reach: number;
  readonly #filter: Float64Array;
  /** Samples that came in and are still needed, and the number of the first of them. */
  #kept: Float32Array;
  #first: number;
  /** The number of the next sample to give. */
  #next = 0;

  /** @param from samples a second that come in
   * @param to samples a second that it gives */
  constructor(
    readonly from: number,
    readonly to: number,
  ) {
    this.#step = from / to;
    const open = OPEN * Math.min(1, to / from);
    this.#reach = Math.ceil(SWINGS / open);
    this.#filter = filterOf(open, this.#reach);
    // Before the sound began it was silent.
    this.#kept = new Float32Array(this.#reach);
    this.#first = -this.#reach;
  }

  /** All that can be given with this piece. */
  take(samples: Float32Array): Float32Array {
    if (this.from === this.to) return samples;
    const all = new Float32Array(this.#kept.length + samples.length);
    all.set(this.#kept);
    all.set(samples, this.#kept.length);
    const end = this.#first + all.length;
    const given: number[] = [];
    let place = this.#next * this.#step;
    for (; Math.floor(place) + this.#reach < end; place = this.#next * this.#step) {
      given.push(this.#at(all, place - this.#first));
      this.#next += 1;
    }
    const needed = Math.min(all.length, Math.max(0, Math.floor(place) - this.#reach + 1 - this.#first));
    this.#kept = all.slice(needed);
    this.#first += needed;
    return Float32Array.from(given);
  }

  /** What the sound is at a place between its samples. */
  #at(samples: Float32Array, place: number): number {
    const whole = Math.floor(place);
    const part = place - whole;
    let sum = 0;
    for (let index = Math.max(0, whole - this.#reach + 1); index <= whole + this.#reach; index++) {
      const distance = Math.abs(index - whole - part) * PLACES;
      const known = Math.floor(distance);
      const [here, after] = [this.#filter[known], this.#filter[known + 1]];
      sum += samples[index] * (here + (after - here) * (distance - known));
    }
    return sum;
  }
}

/** A whole sound at another rate.
 * @param from samples a second that it has
 * @param to samples a second that it shall have */
export function resampled(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const resampler = new Resampler(from, to);
  const rest = new Float32Array(Math.ceil((2 * SWINGS) / OPEN / Math.min(1, to / from)));
  const parts = [resampler.take(samples), resampler.take(rest)];
  const whole = new Float32Array(Math.round((samples.length * to) / from));
  whole.set(parts[0].subarray(0, whole.length));
  whole.set(parts[1].subarray(0, Math.max(0, whole.length - parts[0].length)), Math.min(whole.length, parts[0].length));
  return whole;
}

/** Half of a low-pass filter (a sinc in Hann's window), from its middle outwards.
 * @param open the highest pitch that it lets pass, as a part of the highest that can come in */
function filterOf(open: number, reach: number): Float64Array {
  return Float64Array.from({ length: reach * PLACES + 2 }, (_, index) => {
    const distance = index / PLACES;
    if (distance >= reach) return 0;
    const turn = Math.PI * distance * open;
    const swing = distance === 0 ? 1 : Math.sin(turn) / turn;
    return open * swing * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
  });
}
