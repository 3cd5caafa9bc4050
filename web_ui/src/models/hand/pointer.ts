/** The one place that a whole hand stands for. */
import { at, type Point } from './geometry';
import type { Gesture } from './gestures';

const THUMB_TIP = 4;
const INDEX_TIP = 8;
/** The wrist and the roots of the four fingers. */
const PALM = [0, 5, 9, 13, 17] as const;

/** What a hand points at: the tip of a pointing finger, what thumb and finger pinch, else the middle of its palm. In
 * between, where the hand is as sure of the one as of the other, so that it glides and never leaps.
 * @param points 21 landmarks
 * @param gestures how sure each is, 0…1 */
export function pointerOf(points: readonly Point[], gestures: Readonly<Record<Gesture, number>>): Point {
  const [thumb, tip, palm] = [at(points, THUMB_TIP), at(points, INDEX_TIP), middleOfPalm(points)];
  const { point, pinch } = gestures;
  const rest = Math.max(0, 1 - point - pinch);
  const along = (axis: 'x' | 'y') =>
    (point * tip[axis] + (pinch * (thumb[axis] + tip[axis])) / 2 + rest * palm[axis]) / (point + pinch + rest);
  return { x: along('x'), y: along('y') };
}

/** The middle of the palm: what moves with the hand and not with its fingers. */
export function middleOfPalm(points: readonly Point[]): Point {
  const sum = { x: 0, y: 0 };
  for (const index of PALM) {
    sum.x += at(points, index).x;
    sum.y += at(points, index).y;
  }
  return { x: sum.x / PALM.length, y: sum.y / PALM.length };
}
