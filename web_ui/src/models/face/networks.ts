/** The face model's two networks, run on pictures. */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Frame } from '../define';
import { at, outOfCrop, type Crop } from '../hand/geometry';
import { Square, Stage } from '../hand/picture';
import { run } from '../network/run';
import { decodeFaces, DETECTOR_PICTURE, wholePicture } from './detector';
import type { Face, Finder } from './tracker';

/** The side of the landmark network's picture, in pixels. */
const FACE_PICTURE = 192;
const LANDMARKS = 468;

export class FaceNetworks {
  readonly #stage = new Stage();
  readonly #whole = new Square(DETECTOR_PICTURE, { black: -1, white: 1 });
  readonly #face = new Square(FACE_PICTURE);

  constructor(
    private readonly detector: GraphModel,
    private readonly landmarks: GraphModel,
  ) {}

  /** What finds faces in this frame; good until the next frame is asked for. */
  async finderOf({ image: taken, width, height }: Frame): Promise<Finder> {
    const image = await this.#stage.imageOf(taken);
    return {
      findFaces: async () => {
        const whole = wholePicture(width, height);
        const [boxes, scores] = await run(this.detector, this.#whole.tensorOfCrop(image, whole), ['boxes', 'scores']);
        return decodeFaces(boxes, scores, whole);
      },
      findLandmarks: (crop) => this.#findLandmarks(image, crop),
    };
  }

  dispose(): void {
    this.detector.dispose();
    this.landmarks.dispose();
  }

  async #findLandmarks(image: CanvasImageSource, crop: Crop): Promise<Face> {
    const [numbers, presence] = await run(this.landmarks, this.#face.tensorOfCrop(image, crop), ['points', 'presence']);
    const points = Array.from({ length: LANDMARKS }, (_, index) => {
      const [x, y, z] = [0, 1, 2].map((axis) => at(numbers, 3 * index + axis) / FACE_PICTURE) as [number, number, number];
      return { ...outOfCrop({ x, y }, crop), z: z * crop.size };
    });
    return { points, presence: 1 / (1 + Math.exp(-at(presence, 0))) };
  }
}
