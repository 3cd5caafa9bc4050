/** Where a hand is in a frame, as the page and the robot want to know it. */
import type { Frame, PicturePoint, Sighting } from '../define';
import { boxOf } from './geometry';
import type { TrackedHand } from './track';

/** No hand is faster, in picture widths a second; what seems so was a leap from one thing to another. */
const MOST_SPEED = 100;

/** The hand's landmarks, as fractions of the picture. */
export function landmarksIn(frame: Frame, hand: TrackedHand): PicturePoint[] {
  return hand.points.map(({ x, y, z }) => ({ x: x / frame.width, y: y / frame.height, z: z / frame.width }));
}

/** Its place, side, pointer and speed, as the person sees themselves. */
export function whereIs(hand: TrackedHand, frame: Frame): Pick<Sighting, 'place' | 'side' | 'pointer' | 'speed'> {
  const box = boxOf(landmarksIn(frame, hand));
  const left = fraction(1 - box.right);
  const right = fraction(1 - box.left);
  const bottom = fraction(1 - box.bottom);
  const top = fraction(1 - box.top);
  return {
    place: { x: (left + right) / 2, y: (bottom + top) / 2, width: right - left, height: top - bottom },
    side: hand.left > 0.5 ? 'left' : 'right',
    pointer: { x: fraction(1 - hand.pointer.x / frame.width), y: fraction(1 - hand.pointer.y / frame.height) },
    speed: Math.min(MOST_SPEED, Math.hypot(hand.velocity.x, hand.velocity.y) / frame.width),
  };
}

function fraction(value: number): number {
  return Math.max(0, Math.min(1, value));
}
