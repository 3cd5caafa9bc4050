/** The detector, run on pictures. */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Disposable, Frame, LoadContext } from '../define';
import { Square } from '../hand/picture';
import { run } from '../network/run';
import { decodeThings, OBJECTS_PICTURE, type Thing } from './things';

/** The detector that watching and looking at single pictures share. Let go of your share with `dispose()` in the end.
 * @throws ModelError as `LoadContext.loadGraph` */
export function sharedDetector(context: LoadContext): Promise<Detector> {
  return context.share('objects', async () => new Detector(await context.loadGraph('objects/detector')));
}

export class Detector implements Disposable {
  readonly #square = new Square(OBJECTS_PICTURE, { black: -1, white: 1 });

  constructor(private readonly network: GraphModel) {}

  /** What is in the whole frame, the surest first.
   * @param least how sure it must be, 0…1 (both exclusive) */
  async find({ image, width, height }: Frame, least: number): Promise<Thing[]> {
    const square = this.#square.tensorOf(image, (context) => {
      context.scale(OBJECTS_PICTURE / width, OBJECTS_PICTURE / height);
    });
    const [boxes, scores] = await run(this.network, square, ['boxes', 'scores']);
    return decodeThings(boxes, scores, least);
  }

  dispose(): void {
    this.network.dispose();
  }
}
