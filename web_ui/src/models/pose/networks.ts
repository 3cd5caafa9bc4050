/** The pose model's two networks, run on pictures. */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Frame } from '../define';
import { wholePicture } from '../face/detector';
import { at, type Crop } from '../hand/geometry';
import { Square, Stage } from '../hand/picture';
import { run } from '../network/run';
import { bodyOf, BODY_PICTURE, type Body } from './body';
import { decodeBody, DETECTOR_PICTURE } from './detector';
import type { Finder } from './tracker';

export class PoseNetworks {
  readonly #stage = new Stage();
  readonly #whole = new Square(DETECTOR_PICTURE, { black: -1, white: 1 });
  readonly #body = new Square(BODY_PICTURE);

  constructor(
    private readonly detector: GraphModel,
    private readonly landmarks: GraphModel,
  ) {}

  /** What finds a body in this frame; good until the next frame is asked for. */
  async finderOf({ image: taken, width, height }: Frame): Promise<Finder> {
    const image = await this.#stage.imageOf(taken);
    return {
      findBody: async () => {
        const whole = wholePicture(width, height);
        const [boxes, scores] = await run(this.detector, this.#whole.tensorOfCrop(image, whole), ['boxes', 'scores']);
        return decodeBody(boxes, scores, whole);
      },
      findLandmarks: (crop) => this.#findLandmarks(image, crop),
    };
  }

  dispose(): void {
    this.detector.dispose();
    this.landmarks.dispose();
  }

  async #findLandmarks(image: CanvasImageSource, crop: Crop): Promise<Body> {
    const outputs = ['points', 'metric_points', 'presence'] as const;
    const [numbers, metric, presence] = await run(this.landmarks, this.#body.tensorOfCrop(image, crop), outputs);
    return bodyOf(numbers, metric, at(presence, 0), crop);
  }
}
