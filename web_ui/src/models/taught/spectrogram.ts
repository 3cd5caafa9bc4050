/** A piece of sound by time and pitch, with the arithmetic of docs/models.md (and `tjbot/learn/reading/waves.py`). */
import type { TaughtInput } from './card';
import { energiesOf } from './energies';

export type SpectrogramInput = Extract<TaughtInput, { kind: 'spectrogram' }>;

/** What is taught here takes this: about a second of sound. `tjbot train` takes the same. */
export const HEARD: SpectrogramInput = {
  kind: 'spectrogram',
  shape: [61, 40, 1],
  rate_hertz: 16_000,
  window_samples: 512,
  step_samples: 256,
  low_hertz: 60,
  high_hertz: 7600,
};

const FLOOR = 1e-6;
const LEAST_SPREAD_DECIBELS = 5;

/** How much of one pitch counts for a band. */
interface Share {
  bin: number;
  part: number;
}

/** Makes spectrograms of one kind. */
export class Spectrograms {
  readonly #window: Float64Array;
  readonly #windowed: Float64Array;
  readonly #energies: (windowed: Float64Array) => Float64Array;
  readonly #bands: readonly (readonly Share[])[];

  constructor(private readonly input: SpectrogramInput) {
    const size = input.window_samples;
    this.#window = Float64Array.from({ length: size }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size));
    this.#windowed = new Float64Array(size);
    this.#energies = energiesOf(size);
    this.#bands = bandsOf(input);
  }

  /** The spectrogram of a piece, frame by frame: `shape` numbers, of which the mean is 0.
   * @param samples at least as many as `samplesIn` tells; what comes after them does not count */
  of(samples: Float32Array): Float32Array {
    const {
      shape: [frames, bands],
      step_samples: step,
    } = this.input;
    const decibels = new Float64Array(frames * bands);
    for (let frame = 0; frame < frames; frame++) {
      this.#window.forEach((weight, index) => (this.#windowed[index] = weight * samples[frame * step + index]));
      const energies = this.#energies(this.#windowed);
      this.#bands.forEach((shares, band) => {
        let energy = FLOOR;
        for (const { bin, part } of shares) energy += part * energies[bin];
        decibels[frame * bands + band] = 10 * Math.log10(energy);
      });
    }
    return evened(decibels);
  }
}

/** The mean taken off, and as far spread as any other. */
function evened(decibels: Float64Array): Float32Array {
  const mean = decibels.reduce((sum, one) => sum + one, 0) / decibels.length;
  const variance = decibels.reduce((sum, one) => sum + (one - mean) ** 2, 0) / decibels.length;
  const spread = Math.max(Math.sqrt(variance), LEAST_SPREAD_DECIBELS);
  return Float32Array.from(decibels, (one) => (one - mean) / spread);
}

/** Triangles, evenly in mel. Pitches that the sound can not have count for none. */
function bandsOf({ shape: [, bands], rate_hertz, window_samples, low_hertz, high_hertz }: SpectrogramInput): Share[][] {
  const [low, high] = [low_hertz, high_hertz].map((hertz) => 2595 * Math.log10(1 + hertz / 700));
  const corners = Array.from({ length: bands + 2 }, (_, corner) => {
    const mel = low + ((high - low) * corner) / (bands + 1);
    return 700 * (10 ** (mel / 2595) - 1);
  });
  return Array.from({ length: bands }, (_, band) => {
    const [from, peak, to] = corners.slice(band, band + 3);
    return Array.from({ length: Math.floor(window_samples / 2) }, (_, bin) => {
      const hertz = (bin * rate_hertz) / window_samples;
      return { bin, part: Math.max(0, Math.min((hertz - from) / (peak - from), (to - hertz) / (to - peak))) };
    }).filter(({ part }) => part > 0);
  });
}
