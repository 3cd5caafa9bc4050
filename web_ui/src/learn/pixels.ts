/** Samples as what is learned from scratch sees them: few pixels, and nothing else. */
import { ModelError } from '../models/define';
import type { TaughtInput } from '../models/taught/card';
import type { Sample } from './project';

/** Few enough that a network learns from them within a lesson. */
export const PIXELS = { kind: 'pixels', shape: [32, 32, 3], black: -1, white: 1 } satisfies TaughtInput as Extract<TaughtInput, { kind: 'pixels' }>;

/** The same samples, with the pixels of their pictures as their features.
 * @throws ModelError where a sample's picture is missing or can not be read */
export async function seenAsPixels(samples: readonly Sample[]): Promise<Sample[]> {
  const [height, width] = PIXELS.shape;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new ModelError('There is no room for another picture.', 'Close other tabs, and try again.');
  context.imageSmoothingQuality = 'high';
  const seen: Sample[] = [];
  for (const sample of samples) {
    const image = await imageOf(sample);
    context.drawImage(image, 0, 0, width, height);
    image.close();
    seen.push({ ...sample, features: numbersOf(context.getImageData(0, 0, width, height).data) });
  }
  return seen;
}

/** Red, green and blue of each pixel, from black to white as `PIXELS` says.
 * @param data red, green, blue and opacity of each, 0…255 */
export function numbersOf(data: ArrayLike<number>): Float32Array {
  const step = (PIXELS.white - PIXELS.black) / 255;
  return Float32Array.from({ length: (data.length / 4) * 3 }, (_, index) => PIXELS.black + step * (data[4 * Math.floor(index / 3) + (index % 3)] ?? 0));
}

async function imageOf({ picture }: Sample): Promise<ImageBitmap> {
  try {
    if (picture === null) throw new Error('There is none.');
    return await createImageBitmap(picture);
  } catch {
    throw new ModelError('The picture of a sample can not be read, so nothing can be learned from its pixels.', 'Throw it away, or build upon what I know.');
  }
}
