/** From a picture of the camera or a file to a sample. */
import type { Picture } from '../frames/source';
import { ModelError } from '../models/define';
import type { TaughtKind } from '../models/taught/card';

/** The side of the square that is kept, in pixels: what the network looks at. */
const KEPT_PIXELS = 224;
const JPEG_QUALITY = 0.9;
/** Where all pixels differ by less than this, of 255, the picture is one colour. */
const ONE_COLOUR = 6;

/** Whoever tells what a picture looks like; the picture is given away. Throws ModelError. */
export interface Describes {
  describe(model: string, picture: Picture, loads?: (fraction: number) => void): Promise<Float32Array | null>;
}

/** Which of the page's models each kind is built upon. */
const BUILT_UPON: Partial<Record<TaughtKind, string>> = { pictures: 'image', hands: 'gesture' };

export interface Look {
  picture: Blob;
  features: Float32Array;
  /** As a WAV file, for what is heard. */
  sound?: Blob;
}

/** What is kept of a picture, which is given away.
 *
 * @param loads is told how much of the model that describes it has arrived, 0…1, where it has to be loaded
 * @throws ModelError where the picture shows nothing that could be learned, or the model can not be loaded */
export async function lookOf(
  kind: TaughtKind,
  picture: Picture,
  finder: Describes,
  loads: (fraction: number) => void,
): Promise<Look> {
  const model = BUILT_UPON[kind];
  if (model === undefined) throw new Error(`A picture is no sample of ${kind}.`);
  let kept: { jpeg: Blob; square: ImageBitmap };
  try {
    kept = await squareOf(picture);
  } catch (error) {
    picture.image.close();
    throw error;
  }
  // A hand is found better in the whole picture; else what is kept is what was looked at.
  const shown = kind === 'hands' ? picture : { ...picture, image: kept.square, width: KEPT_PIXELS, height: KEPT_PIXELS };
  (kind === 'hands' ? kept.square : picture.image).close();
  const features = await finder.describe(model, shown, loads);
  if (features === null) throw new ModelError('There is no hand in the picture.', 'Hold your hand up so that all of it can be seen.');
  return { picture: kept.jpeg, features };
}

/** A picture file as a picture, upright.
 * @throws ModelError where it is none */
export async function pictureOfFile(file: Blob, name: string): Promise<Picture> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return { image, width: image.width, height: image.height, time: performance.now() };
  } catch {
    throw new ModelError(`“${name}” is no picture that this browser can read.`, 'Take a JPEG, a PNG or a WebP.');
  }
}

async function squareOf({ image, width, height }: Picture): Promise<{ jpeg: Blob; square: ImageBitmap }> {
  const canvas = new OffscreenCanvas(KEPT_PIXELS, KEPT_PIXELS);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new ModelError('There is no room for another picture.', 'Close other tabs, and try again.');
  const side = Math.min(width, height);
  context.imageSmoothingQuality = 'high';
  // What is see-through becomes white, as on paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, KEPT_PIXELS, KEPT_PIXELS);
  context.drawImage(image, (width - side) / 2, (height - side) / 2, side, side, 0, 0, KEPT_PIXELS, KEPT_PIXELS);
  if (isOneColour(context.getImageData(0, 0, KEPT_PIXELS, KEPT_PIXELS).data)) {
    throw new ModelError('The picture is all one colour.', 'Is something right in front of the camera, or is it dark?');
  }
  const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return { jpeg, square: canvas.transferToImageBitmap() };
}

/** @param pixels red, green, blue and opacity of each */
export function isOneColour(pixels: Uint8ClampedArray): boolean {
  return [0, 1, 2].every((channel) => {
    let [least, most] = [255, 0];
    for (let at = channel; at < pixels.length; at += 4) {
      const value = pixels[at] ?? 0;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    return most - least < ONE_COLOUR;
  });
}
