/** What a model hears of a sound: one of the ways to make a spectrogram of it. */
import { AnalyserSpectrograms, type AnalyserInput } from './analyser';
import type { TaughtInput } from './card';
import { isPowerOfTwo } from './energies';
import { Spectrograms, type SpectrogramInput } from './spectrogram';

export type SoundInput = SpectrogramInput | AnalyserInput;

/** Whether a model listens that takes this. */
export function isSound(input: TaughtInput): input is SoundInput {
  return input.kind === 'spectrogram' || input.kind === 'analyser_spectrogram';
}

/** What makes spectrograms for a model. */
export function spectrogramsFor(input: SoundInput): { of(samples: Float32Array): Float32Array } {
  return input.kind === 'spectrogram' ? new Spectrograms(input) : new AnalyserSpectrograms(input);
}

/** How many samples of sound a spectrogram is made of. */
export function samplesIn({ shape: [frames], window_samples, step_samples }: SoundInput): number {
  return window_samples + (frames - 1) * step_samples;
}

const [SLOWEST_HERTZ, FASTEST_HERTZ] = [4000, 192_000] as const;
const LONGEST_SECONDS = 10;
const LARGEST_WINDOW = 2 ** 15;

/** Whether it can be computed here, as that of a model that was brought may not. */
export function isPossible(input: SoundInput): boolean {
  const { rate_hertz: rate, window_samples: window } = input;
  const fits = input.kind === 'spectrogram' ? input.low_hertz < input.high_hertz : isPowerOfTwo(window) && input.shape[1] <= window / 2;
  return fits && rate >= SLOWEST_HERTZ && rate <= FASTEST_HERTZ && window >= 2 && window <= LARGEST_WINDOW && samplesIn(input) <= LONGEST_SECONDS * rate;
}
