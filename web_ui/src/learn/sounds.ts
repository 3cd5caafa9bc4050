/** From the sound of a microphone or a file to samples. */
import { ModelError, type Sound } from '../models/define';
import { NewestSound } from '../models/taught/newest';
import { loudestIn, silentUpTo } from '../models/taught/silence';
import { samplesIn } from '../models/taught/hears';
import { HEARD, Spectrograms } from '../models/taught/spectrogram';
import type { Look } from './collect';
import { waveOf } from './wave';

/** A sample begins so long after the one before, in samples of sound: half a second. */
export const STEP_SAMPLES = HEARD.rate_hertz / 2;
export const PIECE_SAMPLES = samplesIn(HEARD);
/** So many pieces of one file are taken at the most: half a minute. */
export const MOST_PIECES = 60;
/** A file is silent where it is so much quieter than where it is loudest. */
const QUIETER_DECIBELS = 35;
const MOST_FILE_BYTES = 32 * 1024 * 1024;
/** The side of a sample's picture, in pixels. */
const PICTURE_PIXELS = 96;
const JPEG_QUALITY = 0.85;

const spectrograms = new Spectrograms(HEARD);

/** About a second of sound. */
export interface Piece {
  samples: Float32Array;
  /** Whether there is nothing in it but the room. */
  silent: boolean;
}

/** Cuts the sound of a microphone into pieces that begin half a second after each other. */
export class Cutter {
  readonly #newest = new NewestSound(HEARD.rate_hertz, PIECE_SAMPLES);
  #fresh = STEP_SAMPLES;

  /** The piece that ends with this sound; null where none does.
   * @param floor how quiet the room is at its quietest, in decibels; null where it is not known */
  cut(sound: Sound, floor: number | null): Piece | null {
    this.#fresh += this.#newest.take(sound);
    if (!this.#newest.full) {
      this.#fresh = STEP_SAMPLES;
      return null;
    }
    if (this.#fresh < STEP_SAMPLES) return null;
    this.#fresh = 0;
    const samples = this.#newest.samples.slice();
    return { samples, silent: loudestIn(samples, HEARD.rate_hertz) <= silentUpTo(floor) };
  }
}

/** A whole sound in pieces; a short one is put in the middle of silence, and of a long one the beginning is taken.
 * @param samples of the rate of `HEARD` */
export function piecesOf(samples: Float32Array): Piece[] {
  const least = Math.max(silentUpTo(null), loudestIn(samples, HEARD.rate_hertz) - QUIETER_DECIBELS);
  const whole = samples.length < PIECE_SAMPLES ? inSilence(samples) : samples;
  const count = Math.min(MOST_PIECES, Math.floor((whole.length - PIECE_SAMPLES) / STEP_SAMPLES) + 1);
  return Array.from({ length: count }, (_, index) => {
    const piece = whole.slice(index * STEP_SAMPLES, index * STEP_SAMPLES + PIECE_SAMPLES);
    return { samples: piece, silent: loudestIn(piece, HEARD.rate_hertz) <= least };
  });
}

function inSilence(samples: Float32Array): Float32Array {
  const whole = new Float32Array(PIECE_SAMPLES);
  whole.set(samples, Math.floor((PIECE_SAMPLES - samples.length) / 2));
  return whole;
}

/** A sound file as samples, all channels together.
 * @param rate of the samples, in hertz
 * @throws ModelError where it is none, or too large */
export async function soundOfFile(file: Blob, name: string, rate = HEARD.rate_hertz): Promise<Float32Array> {
  if (file.size > MOST_FILE_BYTES) throw new ModelError(`“${name}” is too long.`, 'Cut it to some seconds first.');
  let sound: AudioBuffer;
  try {
    // It brings the sound to its own rate.
    const context = new OfflineAudioContext({ length: 1, sampleRate: rate });
    sound = await context.decodeAudioData(await file.arrayBuffer());
  } catch {
    throw new ModelError(`“${name}” is no sound that this browser can read.`, 'Take a WAV or an MP3.');
  }
  const samples = new Float32Array(sound.length);
  for (let channel = 0; channel < sound.numberOfChannels; channel++) {
    sound.getChannelData(channel).forEach((sample, index) => (samples[index] += sample / sound.numberOfChannels));
  }
  return samples;
}

/** What is kept of a piece: its spectrogram, a picture of that, and the sound itself.
 * @throws ModelError where the browser has no room for the picture */
export async function lookOfSound({ samples }: Piece): Promise<Look> {
  const features = spectrograms.of(samples);
  const sound = new Blob([waveOf(samples, HEARD.rate_hertz)], { type: 'audio/wav' });
  return { features, picture: await pictureOf(features), sound };
}

/** Time from left to right, pitch from below to above; the more there is, the darker. */
async function pictureOf(spectrogram: Float32Array): Promise<Blob> {
  const [frames, bands] = HEARD.shape;
  const [small, large] = [new OffscreenCanvas(frames, bands), new OffscreenCanvas(PICTURE_PIXELS, PICTURE_PIXELS)];
  const [drawn, scaled] = [small.getContext('2d'), large.getContext('2d')];
  if (drawn === null || scaled === null) throw new ModelError('There is no room for another picture.', 'Close other tabs, and try again.');
  drawn.putImageData(new ImageData(pixelsOf(spectrogram), frames, bands), 0, 0);
  scaled.drawImage(small, 0, 0, PICTURE_PIXELS, PICTURE_PIXELS);
  return await large.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
}

/** Of paper and of ink. */
const [NONE, ALL] = [
  [251, 243, 224],
  [8, 62, 120],
] as const;
/** What counts as none and as all, in spreads from the mean. */
const [LEAST, MOST] = [-1, 2.5] as const;

/** Red, green, blue and opacity of each pixel of a picture of a spectrogram. */
export function pixelsOf(spectrogram: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const [frames, bands] = HEARD.shape;
  const pixels = new Uint8ClampedArray(4 * frames * bands);
  spectrogram.forEach((value, index) => {
    const part = Math.max(0, Math.min(1, (value - LEAST) / (MOST - LEAST)));
    const [frame, band] = [Math.floor(index / bands), index % bands];
    const at = 4 * ((bands - 1 - band) * frames + frame);
    for (const channel of [0, 1, 2]) pixels[at + channel] = NONE[channel] + part * (ALL[channel] - NONE[channel]);
    pixels[at + 3] = 255;
  });
  return pixels;
}
