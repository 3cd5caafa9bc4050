/** Hands that were filmed before: what the page's networks and tracker saw, given to a model in their place. */
import type { Frame, LoadContext } from '../../../../web_ui/src/models/define';
import { gesturesOf } from '../../../../web_ui/src/models/hand/gestures';
import type { TrackedHand } from '../../../../web_ui/src/models/hand/hands';
import { middleOfPalm } from '../../../../web_ui/src/models/hand/pointer';

/** A hand in one picture of a film: x, y in pixels, x, y, z in metres, the same seen anew, in no particular unit, and how
 * likely each class of gestures is at a glance. */
export interface FilmedHand {
  points: [number, number][];
  metric: [number, number, number][];
  refined: [number, number, number][];
  glance: number[];
}

/** As long as the tracker takes a hand that comes back for the same one, in milliseconds. */
const RECOVERY_MILLISECONDS = 500;

export class FilmedHands {
  /** The hand in the picture that is looked at next; null where there is none. */
  now: FilmedHand | null = null;
  #id = 1;
  #seen = -Infinity;

  /** The hands of a model that is loaded with `context`; there is nothing else that models share. */
  in(context: LoadContext): LoadContext {
    return { ...context, share: () => Promise.resolve(this as never) };
  }

  find({ time }: Frame): Promise<readonly TrackedHand[]> {
    if (this.now === null) return Promise.resolve([]);
    if (time - this.#seen > RECOVERY_MILLISECONDS) this.#id += 1;
    this.#seen = time;
    const points = this.now.points.map(([x, y]) => ({ x, y, z: 0 }));
    const metricPoints = this.now.metric.map(([x, y, z]) => ({ x, y, z }));
    const refined = { points: this.now.refined.map(([x, y, z]) => ({ x, y, z })), glance: this.now.glance };
    const pointer = middleOfPalm(points);
    const hand: TrackedHand = {
      ...{ id: this.#id, points, metricPoints, refined, presence: 1, left: 0, pointer },
      ...{ gestures: gesturesOf(metricPoints), crop: { x: 0, y: 0, size: 0, angle: 0 }, velocity: { x: 0, y: 0 } },
    };
    return Promise.resolve([hand]);
  }

  /** Does nothing: what a refiner sees of these hands is known. */
  refineWith(): () => void {
    return () => undefined;
  }

  dispose(): void {
    this.now = null;
  }
}
