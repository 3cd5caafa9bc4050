/** What of a hand counts for its movements. */
import { at, type Point3 } from '../hand/geometry';
import type { TrackedHand } from '../hand/hands';
import { palmOf } from '../hand/track';
import { part, type Step } from './path';

/** A palm is about that much longer than wide. */
const PALM_LENGTH_IN_WIDTHS = 1.2;
const TIPS_AND_JOINTS = [8, 6, 12, 10, 16, 14, 20, 18] as const;

/** Measures where one hand goes, in palm widths. A hand that turns or comes nearer looks smaller or larger; so each
 * stretch of its way is measured by how large it is meanwhile, and a hand that turns on the spot goes nowhere. */
export class Way {
  #before: { x: number; y: number; palm: number; step: Step } | undefined;

  /** Where the hand is now; the first time that is where its way begins.
   * @param milliseconds when the picture was taken */
  next(hand: Pick<TrackedHand, 'points' | 'metricPoints'>, milliseconds: number): Step {
    const { x, y } = middleOf(hand);
    const palm = palmOf(hand.points) / PALM_LENGTH_IN_WIDTHS || 1;
    const before = this.#before ?? { x, y, palm, step: { x: 0, y: 0 } };
    const unit = (before.palm + palm) / 2;
    const step = {
      time: milliseconds / 1000,
      // The person sees themselves as in a mirror.
      x: before.step.x - (x - before.x) / unit,
      y: before.step.y - (y - before.y) / unit,
      out: fingersOutOf(hand),
    };
    this.#before = { x, y, palm, step };
    return step;
  }
}

/** The middle of wrist, knuckles and finger tips, because who waves may only turn the wrist. In pixels. */
function middleOf({ points }: Pick<TrackedHand, 'points'>): { x: number; y: number } {
  const counted = [0, 5, 9, 13, 17, 8, 12, 16, 20].map((index) => at(points, index));
  const mean = (of: (point: Point3) => number) => counted.reduce((sum, point) => sum + of(point), 0) / counted.length;
  return { x: mean(({ x }) => x), y: mean(({ y }) => y) };
}

/** How far each of the four fingers is out, 0…1; a curled one is not. */
export function fingersOutOf({ metricPoints }: Pick<TrackedHand, 'metricPoints'>): number[] {
  const palm = palmOf(metricPoints) || 1;
  const wrist = at(metricPoints, 0);
  const far = (index: number) => {
    const { x, y, z } = at(metricPoints, index);
    return Math.hypot(x - wrist.x, y - wrist.y, z - wrist.z) / palm;
  };
  return [0, 2, 4, 6].map((place) => part(far(at(TIPS_AND_JOINTS, place)) - far(at(TIPS_AND_JOINTS, place + 1)), 0, 0.2));
}
