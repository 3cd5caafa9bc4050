/** What of a hand counts for its movements. */
import { at, type Point3 } from '../hand/geometry';
import type { TrackedHand } from '../hand/hands';
import { palmOf } from '../hand/track';
import { part, type Step } from './path';

/** A palm is about that much longer than wide. */
const PALM_LENGTH_IN_WIDTHS = 1.2;
const TIPS_AND_JOINTS = [8, 6, 12, 10, 16, 14, 20, 18] as const;

/** Where a hand is: the middle of wrist, knuckles and finger tips, because who waves may only turn the wrist.
 * @param milliseconds when the picture was taken */
export function stepOf({ points }: Pick<TrackedHand, 'points'>, milliseconds: number): Step {
  const unit = palmOf(points) / PALM_LENGTH_IN_WIDTHS || 1;
  const counted = [0, 5, 9, 13, 17, 8, 12, 16, 20].map((index) => at(points, index));
  const mean = (of: (point: Point3) => number) => counted.reduce((sum, point) => sum + of(point), 0) / counted.length;
  // The person sees themselves as in a mirror.
  return { time: milliseconds / 1000, x: -mean(({ x }) => x) / unit, y: -mean(({ y }) => y) / unit };
}

/** How sure it is that the hand is open, 0…1: none of its four fingers is curled. */
export function opennessOf({ metricPoints }: Pick<TrackedHand, 'metricPoints'>): number {
  const palm = palmOf(metricPoints) || 1;
  const wrist = at(metricPoints, 0);
  const far = (index: number) => {
    const { x, y, z } = at(metricPoints, index);
    return Math.hypot(x - wrist.x, y - wrist.y, z - wrist.z) / palm;
  };
  const reaches = [0, 2, 4, 6].map((place) => far(at(TIPS_AND_JOINTS, place)) - far(at(TIPS_AND_JOINTS, place + 1)));
  return part(Math.min(...reaches), 0, 0.2);
}
