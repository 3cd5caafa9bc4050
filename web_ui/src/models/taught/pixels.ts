/** A picture as a taught network takes it: any proportions, in colour or grey. */
import { ModelError, type Frame } from '../define';
import type { TaughtInput } from './card';

export type PixelsInput = Extract<TaughtInput, { kind: 'pixels' }>;

/** Each of few pixels is the mean of all that it covers, not one that happens to be there. */
const FEW_PIXELS = 64;
const GREY = [0.299, 0.587, 0.114] as const;

export class Pixels {
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #numbers: Float32Array;

  /** @throws ModelError where the browser has no canvas for it */
  constructor(private readonly input: PixelsInput) {
    const [height, width, channels] = input.shape;
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (context === null) throw new ModelError('There is no room for another picture.', 'Close other tabs, and try again.');
    if (width < FEW_PIXELS) context.imageSmoothingQuality = 'high';
    this.#context = context;
    this.#numbers = new Float32Array(height * width * channels);
  }

  /** The largest part of the frame's middle that has the network's proportions. The array is filled anew for the next
   * frame. */
  numbersOf({ image, width, height }: Frame): Float32Array {
    const [rows, columns] = this.input.shape;
    const scale = Math.min(width / columns, height / rows);
    const [across, down] = [scale * columns, scale * rows];
    this.#context.drawImage(image, (width - across) / 2, (height - down) / 2, across, down, 0, 0, columns, rows);
    fillWith(this.#numbers, this.#context.getImageData(0, 0, columns, rows).data, this.input);
    return this.#numbers;
  }
}

/** Fills in what the network takes for these pixels.
 * @param data red, green, blue and opacity of each, 0…255 */
export function fillWith(numbers: Float32Array, data: ArrayLike<number>, { shape: [, , channels], black, white }: PixelsInput): void {
  const step = (white - black) / 255;
  const at = (index: number) => data[index] ?? 0;
  for (let from = 0, to = 0; to < numbers.length; from += 4, to += channels) {
    if (channels === 1) numbers[to] = black + step * (GREY[0] * at(from) + GREY[1] * at(from + 1) + GREY[2] * at(from + 2));
    else for (let channel = 0; channel < 3; channel++) numbers[to + channel] = black + step * at(from + channel);
  }
}
