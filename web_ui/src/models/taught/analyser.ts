/** A piece of sound as the AnalyserNode of a browser's Web Audio tells it, as Teachable Machine hears: with the arithmetic of
 * docs/models.md. Ours has no clock of its own, so that each frame begins where it should. */
import type { TaughtInput } from './card';
import { energiesOf } from './energies';

export type AnalyserInput = Extract<TaughtInput, { kind: 'analyser_spectrogram' }>;

/** What Teachable Machine's models take: about a second of sound, up to 5000 hertz. */
export const TEACHABLE_MACHINE: AnalyserInput = {
  kind: 'analyser_spectrogram',
  shape: [43, 232, 1],
  rate_hertz: 44_100,
  window_samples: 2048,
  step_samples: 1024,
};

/** Blackman's window, as Web Audio has it. */
const [CONSTANT, ONCE, TWICE] = [0.42, 0.5, 0.08] as const;
/** Below what 16 bits can tell of a pitch; where there is nothing at all, the logarithm would be infinite. */
const LEAST_DECIBELS = -150;
const LEAST_SPREAD = 1e-7;

/** Makes spectrograms of one kind. */
export class AnalyserSpectrograms {
  readonly #window: Float64Array;
  readonly #windowed: Float64Array;
  readonly #energies: (windowed: Float64Array) => Float64Array;

  constructor(private readonly input: AnalyserInput) {
    const size = input.window_samples;
    this.#window = Float64Array.from({ length: size }, (_, index) => {
      const turn = (2 * Math.PI * index) / size;
      return CONSTANT - ONCE * Math.cos(turn) + TWICE * Math.cos(2 * turn);
    });
    this.#windowed = new Float64Array(size);
    this.#energies = energiesOf(size);
  }

  /** The spectrogram of a piece, frame by frame: `shape` numbers, of which the mean is 0 and the deviation 1.
   * @param samples at least as many as `samplesIn` tells; what comes after them does not count */
  of(samples: Float32Array): Float32Array {
    const {
      shape: [frames, pitches],
      step_samples: step,
      window_samples: size,
    } = this.input;
    const decibels = new Float64Array(frames * pitches);
    for (let frame = 0; frame < frames; frame++) {
      this.#window.forEach((weight, index) => (this.#windowed[index] = weight * samples[frame * step + index]));
      const energies = this.#energies(this.#windowed);
      for (let pitch = 0; pitch < pitches; pitch++) {
        decibels[frame * pitches + pitch] = Math.max(LEAST_DECIBELS, 10 * Math.log10(energies[pitch] / size ** 2));
      }
    }
    return standardised(decibels);
  }
}

function standardised(values: Float64Array): Float32Array {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length;
  return Float32Array.from(values, (one) => (one - mean) / (Math.sqrt(variance) + LEAST_SPREAD));
}
