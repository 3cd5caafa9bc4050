/** A picture as a taught network takes it: any proportions, in colour or grey. */
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import type { Frame } from '../define';
import type { TaughtInput } from './card';

type PixelsInput = Extract<TaughtInput, { kind: 'pixels' }>;

/** Each of few pixels is the mean of all that it covers, not one that happens to be there. */
const FEW_PIXELS = 64;
const GREY = [0.299, 0.587, 0.114] as const;

export class Pixels {
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #numbers: Float32Array;

  /** @throws Error where the browser has no canvas for it */
  constructor(private readonly input: PixelsInput) {
    const [height, width, channels] = input.shape;
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('There is no room for another picture.');
    if (width < FEW_PIXELS) context.imageSmoothingQuality = 'high';
    this.#context = context;
    this.#numbers = new Float32Array(height * width * channels);
  }

  /** The largest part of the frame's middle that has the network's proportions; dispose of it. */
  tensorOf({ image, width, height }: Frame): Tensor {
    const [rows, columns, channels] = this.input.shape;
    const scale = Math.min(width / columns, height / rows);
    const [across, down] = [scale * columns, scale * rows];
    this.#context.drawImage(image, (width - across) / 2, (height - down) / 2, across, down, 0, 0, columns, rows);
    const { data } = this.#context.getImageData(0, 0, columns, rows);
    const { black, white } = this.input;
    const step = (white - black) / 255;
    const numbers = this.#numbers;
    for (let pixel = 0; pixel < rows * columns; pixel++) {
      const [red = 0, green = 0, blue = 0] = data.subarray(4 * pixel, 4 * pixel + 3);
      if (channels === 1) numbers[pixel] = black + step * (GREY[0] * red + GREY[1] * green + GREY[2] * blue);
      else numbers.set([black + step * red, black + step * green, black + step * blue], 3 * pixel);
    }
    return tensor(numbers, [1, rows, columns, channels]);
  }
}
