/** Of a sound file, the piece that a model shall be asked about. */
import type { SoundInput } from '../models/taught/hears';
import { samplesIn } from '../models/taught/hears';
import { soundOfFile } from './sounds';

/** Pieces are looked for so many samples apart, at the least. */
const STEPS_IN_A_PIECE = 8;

/** The loudest piece of a file that is as long as a model takes.
 * @throws ModelError where it is no sound */
export async function pieceOfFile(file: Blob, input: SoundInput): Promise<Float32Array> {
  return loudestPiece(await soundOfFile(file, file instanceof File ? file.name : 'sound', input.rate_hertz), samplesIn(input));
}

/** The loudest piece of so many samples; what is shorter stands in the middle of silence. Pure. */
export function loudestPiece(samples: Float32Array, length: number): Float32Array {
  if (samples.length <= length) {
    const whole = new Float32Array(length);
    whole.set(samples, Math.floor((length - samples.length) / 2));
    return whole;
  }
  const step = Math.max(1, Math.floor(length / STEPS_IN_A_PIECE));
  let [best, most] = [0, -1];
  for (let start = 0; start + length <= samples.length; start += step) {
    let energy = 0;
    for (let at = start; at < start + length; at++) energy += (samples[at] ?? 0) ** 2;
    if (energy > most) [best, most] = [start, energy];
  }
  return samples.slice(best, best + length);
}
