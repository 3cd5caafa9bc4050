/** Samples of sound as a model that was brought hears them. */
import { ModelError } from '../models/define';
import { samplesIn, spectrogramsFor, type SoundInput } from '../models/taught/hears';
import { Resampler } from '../models/taught/resample';
import { HEARD } from '../models/taught/spectrogram';
import type { Sample } from './project';
import { samplesOf } from './wave';

/** The same samples, with the spectrograms that the model takes as their features.
 * @throws ModelError where a sample's sound is missing */
export async function heardAs(input: SoundInput, samples: readonly Sample[]): Promise<Sample[]> {
  const spectrograms = spectrogramsFor(input);
  const heard: Sample[] = [];
  for (const sample of samples) {
    if (!sample.sound) throw new ModelError('The sound of a sample is not there any more.', 'Throw that sample away, and record it anew.');
    const sound = lasting(samplesOf(await sample.sound.arrayBuffer()), input);
    heard.push({ ...sample, features: spectrograms.of(sound) });
  }
  return heard;
}

/** The sound at the model's rate, and as long as it listens: a second here may be a little less than one there, and goes on
 * backwards then. */
function lasting(samples: Float32Array, input: SoundInput): Float32Array {
  const wanted = samplesIn(input);
  const whole = new Float32Array(2 * samples.length);
  whole.set(samples);
  whole.set(samples.slice().reverse(), samples.length);
  const resampled = new Resampler(HEARD.rate_hertz, input.rate_hertz).take(whole);
  const heard = new Float32Array(Math.max(wanted, resampled.length));
  heard.set(resampled);
  return heard;
}
