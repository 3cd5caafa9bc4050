import magnitudes from 'fourier-transform';

/** A window holds at least so much sound: a deep voice swings three times in it. */
const WINDOW_SECONDS = 0.03;

/** The newest moment of a sound, by pitch. */
export class Spectrum {
  readonly hertzPerBin: number;
  /** The energy in each bin, from 0 Hz upwards; valid after `measure`. */
  readonly energies: Float64Array;
  readonly #samples: Float32Array;
  readonly #windowed: Float64Array;
  readonly #window: Float64Array;

  /** @param rate samples a second */
  constructor(rate: number) {
    const size = 2 ** Math.ceil(Math.log2(rate * WINDOW_SECONDS));
    this.hertzPerBin = rate / size;
    this.energies = new Float64Array(size / 2);
    this.#samples = new Float32Array(size);
    this.#windowed = new Float64Array(size);
    // Hann's: what is not a whole number of swings spreads over few bins only.
    this.#window = Float64Array.from({ length: size }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size));
  }

  /** Takes more sound in; the oldest falls out. */
  push(samples: Float32Array): void {
    const size = this.#samples.length;
    const newest = samples.length > size ? samples.subarray(samples.length - size) : samples;
    this.#samples.copyWithin(0, newest.length);
    this.#samples.set(newest, size - newest.length);
  }

  /** Measures the energies of what was taken in last. */
  measure(): void {
    for (let index = 0; index < this.#samples.length; index++) {
      this.#windowed[index] = this.#samples[index] * this.#window[index];
    }
    magnitudes(this.#windowed, this.energies);
    for (let bin = 0; bin < this.energies.length; bin++) this.energies[bin] *= this.energies[bin];
  }

  /** The energy between two pitches, in hertz; what lies outside the spectrum is 0. */
  between(low: number, high: number): number {
    const first = Math.max(0, Math.round(low / this.hertzPerBin));
    const last = Math.min(this.energies.length - 1, Math.round(high / this.hertzPerBin));
    let sum = 0;
    for (let bin = first; bin <= last; bin++) sum += this.energies[bin];
    return sum;
  }

  /** The pitch with the most energy between two others, in hertz, finer than the bins. */
  peak(low: number, high: number): number {
    const last = Math.min(this.energies.length - 2, Math.round(high / this.hertzPerBin));
    let best = Math.max(1, Math.round(low / this.hertzPerBin));
    for (let bin = best; bin <= last; bin++) if (this.energies[bin] > this.energies[best]) best = bin;
    const [before, here, after] = [-1, 0, 1].map((step) => Math.log(this.energies[best + step] + 1e-30));
    const bend = before - 2 * here + after;
    return (best + (bend < 0 ? (before - after) / (2 * bend) : 0)) * this.hertzPerBin;
  }
}
