/** The hand model's two networks, run on pictures. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Frame } from '../define';
import { numbersOf, run } from '../network/run';
import { at, outOfCrop, type Box, type Crop, type Palm, type Point3 } from './geometry';
import { decodePalms, letterbox, PALM_PICTURE } from './palms';
import { Square, Stage } from './picture';
import type { Refined } from './mirror';
import type { Landmarks } from './track';
import { LEAST_PRESENCE, type FrameFinder } from './tracker';

/** The side of the landmark network's picture, in pixels. */
const HAND_PICTURE = 224;
const LANDMARKS = 21;
/** Also finds hands that hold something or are seen from the side; the landmark network sorts out what is none. */
const PALM_THRESHOLD = 0.35;
const OUTPUTS = ['points', 'presence', 'side', 'metric_points'] as const;
/** The node of the landmark network that the refiner looks at: what it sees in 14×14 parts of its picture, before it
 * forgets where. */
const ACTIVATIONS = 'add_106';

type Numbers = Float32Array;
const REFINED = ['metric_points', 'glance'];
/** What is read of each of OUTPUTS, and of REFINED if there is a refiner. */
type Outputs = readonly [
  ...[points: Numbers, presence: Numbers, side: Numbers, metric: Numbers],
  ...[refined?: Numbers, glance?: Numbers],
];

/** Finds palms and landmarks in the frame that `frame` names. */
export class HandNetworks implements FrameFinder {
  /** Sees the points in space anew, and gestures at a glance, from what the landmark network sees on its way
   * (`Landmarks.refined`); without it nothing more is computed. It belongs to whoever set it, and
   * `dispose` leaves it alone. */
  refiner: GraphModel | undefined;
  readonly #stage = new Stage();
  #frame: Frame | undefined;
  #image: Promise<CanvasImageSource> | undefined;
  readonly #palmPicture = new Square(PALM_PICTURE);
  readonly #handPicture = new Square(HAND_PICTURE);

  constructor(
    private readonly palm: GraphModel,
    private readonly landmarks: GraphModel,
  ) {}

  get frame(): Frame | undefined {
    return this.#frame;
  }

  set frame(frame: Frame | undefined) {
    this.#frame = frame;
    this.#image = undefined;
  }

  async findPalms(hidden: readonly Box[] = []): Promise<Palm[]> {
    const { image, width, height } = await this.#shown();
    const fit = letterbox(width, height);
    const place = (context: OffscreenCanvasRenderingContext2D) => {
      context.setTransform(fit.scale, 0, 0, fit.scale, fit.x, fit.y);
    };
    const input = this.#palmPicture.tensorOf(image, place, hidden);
    const [boxes, scores] = await run(this.palm, input, ['boxes', 'scores']);
    return decodePalms(boxes, scores, PALM_THRESHOLD, fit);
  }

  async findLandmarks(crop: Crop, isMirroredToo: boolean): Promise<Landmarks> {
    const { image } = await this.#shown();
    const input = this.#handPicture.tensorOfCrop(image, crop);
    const [points, presence, side, metric, refined, glance] = await this.#outputsFor(input);
    return {
      points: inPicture(points, crop),
      metricPoints: inSpace(metric, crop),
      refined: refined && glance && { points: inSpace(refined, crop), glance: Array.from(glance) },
      mirrored: isMirroredToo && at(presence, 0) >= LEAST_PRESENCE ? await this.#mirrored(image, crop) : undefined,
      presence: at(presence, 0),
      // The network tells left hands in mirrored pictures; ours are as the camera gives them.
      left: 1 - at(side, 0),
    };
  }

  dispose(): void {
    this.palm.dispose();
    this.landmarks.dispose();
  }

  /** Runs the landmark network, and the refiner on it. */
  async #outputsFor(input: Tensor): Promise<Outputs> {
    const { refiner } = this;
    if (refiner === undefined) return await run(this.landmarks, input, OUTPUTS);
    const read = await numbersOf(input, () => {
      const [activations, ...outputs] = this.landmarks.execute(input, [ACTIVATIONS, ...OUTPUTS]) as [Tensor, ...Tensor[]];
      return [...outputs, ...(refiner.execute(activations, REFINED) as Tensor[])];
    });
    return read as unknown as Outputs;
  }

  /** What the refiner sees in the crop's mirror image, turned back. */
  async #mirrored(image: CanvasImageSource, crop: Crop): Promise<Refined | undefined> {
    const { refiner } = this;
    if (refiner === undefined) return undefined;
    const input = this.#handPicture.tensorOfCrop(image, crop, true);
    const [refined, glance] = await numbersOf(input, () =>
      refiner.execute(this.landmarks.execute(input, ACTIVATIONS), REFINED) as Tensor[]);
    if (refined === undefined || glance === undefined) throw new Error('The refiner gave not two answers.');
    const turnedBack = refined.map((number, index) => (index % 3 === 0 ? -number : number));
    return { points: inSpace(turnedBack, crop), glance: Array.from(glance) };
  }

  /** The frame, with an image that can be drawn from again and again. */
  async #shown(): Promise<Frame> {
    const frame = this.#frame;
    if (frame === undefined) throw new Error('HandNetworks was run without a frame.');
    this.#image ??= this.#stage.imageOf(frame.image);
    return { ...frame, image: await this.#image };
  }
}

/** Points in space as the camera sees them, in their own unit. */
function inSpace(numbers: Numbers, { angle }: Crop): Point3[] {
  return inPicture(numbers, { x: 0, y: 0, size: 1, angle }, 1, 0.5);
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
