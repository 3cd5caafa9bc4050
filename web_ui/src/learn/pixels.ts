/** Samples as what is learned from scratch sees them: few pixels, and nothing else. */
import { ModelError } from '../models/define';
import { Pixels, type PixelsInput } from '../models/taught/pixels';
import type { Sample } from './project';

/** Few enough that a network learns from them within a lesson. */
export const PIXELS: PixelsInput = { kind: 'pixels', shape: [32, 32, 3], black: -1, white: 1 };

/** The same samples, with the pixels of their pictures as their features.
 * @throws ModelError where a sample's picture is missing or can not be read */
export async function seenAsPixels(samples: readonly Sample[]): Promise<Sample[]> {
  const pixels = new Pixels(PIXELS);
  const seen: Sample[] = [];
  for (const sample of samples) {
    const image = await imageOf(sample);
    const features = pixels.numbersOf({ image, width: image.width, height: image.height, time: 0 }).slice();
    image.close();
    seen.push({ ...sample, features });
  }
  return seen;
}

async function imageOf({ picture }: Sample): Promise<ImageBitmap> {
  try {
    if (picture === null) throw new Error('There is none.');
    return await createImageBitmap(picture);
  } catch {
    throw new ModelError('The picture of a sample can not be read, so nothing can be learned from its pixels.', 'Throw it away, or build upon what I know.');
  }
}
