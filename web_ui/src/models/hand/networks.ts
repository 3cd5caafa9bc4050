/** The hand model's two networks, run on pictures. */
import { tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Frame } from '../define';
import { at, outOfCrop, type Box, type Crop, type Palm, type Point3 } from './geometry';
import { decodePalms, letterbox, PALM_PICTURE } from './palms';
import type { Landmarks } from './track';
import type { FrameFinder } from './tracker';

/** The side of the landmark network's picture, in pixels. */
const HAND_PICTURE = 224;
const LANDMARKS = 21;
/** Also finds hands that hold something or are seen from the side; the landmark network sorts out what is none. */
const PALM_THRESHOLD = 0.35;

/** Finds palms and landmarks in the frame that `frame` names. */
export class HandNetworks implements FrameFinder {
  frame: Frame | undefined;
  readonly #palmPicture = new Square(PALM_PICTURE);
  readonly #handPicture = new Square(HAND_PICTURE);

  constructor(
    private readonly palm: GraphModel,
    private readonly landmarks: GraphModel,
  ) {}

  async findPalms(hidden: readonly Box[] = []): Promise<Palm[]> {
    const frame = this.#frame();
    const fit = letterbox(frame.width, frame.height);
    const place = (context: OffscreenCanvasRenderingContext2D) => {
      context.setTransform(fit.scale, 0, 0, fit.scale, fit.x, fit.y);
    };
    const input = this.#palmPicture.tensorOf(frame.image, place, hidden);
    const [boxes, scores] = await run(this.palm, input, ['boxes', 'scores']);
    return decodePalms(boxes, scores, PALM_THRESHOLD, fit);
  }

  async findLandmarks(crop: Crop): Promise<Landmarks> {
    const input = this.#handPicture.tensorOf(this.#frame().image, (context) => {
      const scale = HAND_PICTURE / crop.size;
      context.setTransform(1, 0, 0, 1, HAND_PICTURE / 2, HAND_PICTURE / 2);
      context.rotate(-crop.angle);
      context.scale(scale, scale);
      context.translate(-crop.x, -crop.y);
    });
    const outputs = ['points', 'presence', 'side', 'metric_points'] as const;
    const [points, presence, side, metric] = await run(this.landmarks, input, outputs);
    return {
      points: inPicture(points, crop),
      metricPoints: inPicture(metric, { x: 0, y: 0, size: 1, angle: crop.angle }, 1, 0.5),
      presence: at(presence, 0),
      // The network tells left hands in mirrored pictures; ours are as the camera gives them.
      left: 1 - at(side, 0),
    };
  }

  dispose(): void {
    this.palm.dispose();
    this.landmarks.dispose();
  }

  #frame(): Frame {
    if (this.frame === undefined) throw new Error('HandNetworks was run without a frame.');
    return this.frame;
  }
}

/** Points of the crop turned back into the picture.
 * @param unit how long a crop's side is in the unit of `numbers`
 * @param origin where the crop's middle would be, if its corner is not the numbers' origin */
function inPicture(numbers: Float32Array, crop: Crop, unit = HAND_PICTURE, origin = 0): Point3[] {
  return Array.from({ length: LANDMARKS }, (_, index) => {
    const x = at(numbers, 3 * index) / unit + origin;
    const y = at(numbers, 3 * index + 1) / unit + origin;
    return { ...outOfCrop({ x, y }, crop), z: (at(numbers, 3 * index + 2) / unit) * crop.size };
  });
}

/** A small picture that is drawn again and again, and turned into numbers without new memory. */
class Square {
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #numbers: Float32Array;

  constructor(private readonly side: number) {
    // Drawn by the processor: the numbers are read back at once.
    const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true, alpha: false });
    if (context === null) throw new Error('This browser gives no canvas to a worker.');
    this.#context = context;
    this.#numbers = new Float32Array(side * side * 3);
  }

  /** The image under a transformation, as a tensor of RGB 0…1; what lies outside it or is hidden is black. */
  tensorOf(
    image: CanvasImageSource,
    transform: (context: OffscreenCanvasRenderingContext2D) => void,
    hidden: readonly Box[] = [],
  ): Tensor {
    const context = this.#context;
    context.resetTransform();
    context.fillRect(0, 0, this.side, this.side);
    transform(context);
    context.drawImage(image, 0, 0);
    for (const { left, top, right, bottom } of hidden) context.fillRect(left, top, right - left, bottom - top);
    const pixels = context.getImageData(0, 0, this.side, this.side).data;
    const numbers = this.#numbers;
    for (let from = 0, to = 0; to < numbers.length; from += 4, to += 3) {
      numbers[to] = (pixels[from] as number) / 255;
      numbers[to + 1] = (pixels[from + 1] as number) / 255;
      numbers[to + 2] = (pixels[from + 2] as number) / 255;
    }
    return tensor4d(numbers, [1, this.side, this.side, 3]);
  }
}

/** Runs a graph and frees everything but the numbers. */
async function run<Names extends readonly string[]>(
  graph: GraphModel,
  input: Tensor,
  names: Names,
): Promise<{ [K in keyof Names]: Float32Array }> {
  let outputs: Tensor[] = [];
  try {
    outputs = graph.execute(input, [...names]) as Tensor[];
    const numbers = await Promise.all(outputs.map((output) => output.data<'float32'>()));
    return numbers as { [K in keyof Names]: Float32Array };
  } finally {
    input.dispose();
    for (const output of outputs) output.dispose();
  }
}
