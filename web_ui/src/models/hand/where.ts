/** Where a hand is in a frame, as the page and the robot want to know it. */
import type { Frame, PicturePoint, Sighting } from '../define';
import { placeOf } from '../picture/place';
import { boxOf, type Point3 } from './geometry';
import type { TrackedHand } from './track';

/** No hand is faster, in picture widths a second; what seems so was a leap from one thing to another. */
const MOST_SPEED = 100;

/** The hand's landmarks, as fractions of the picture. */
export function landmarksIn(frame: Frame, hand: TrackedHand): PicturePoint[] {
  return hand.points.map(({ x, y, z }) => ({ x: x / frame.width, y: y / frame.height, z: z / frame.width }));
}

/** The other way round: the landmarks of a picture of this size, in its pixels. */
export function pointsIn({ width, height }: Pick<Frame, 'width' | 'height'>, landmarks: readonly PicturePoint[]): Point3[] {
  return landmarks.map(({ x, y, z }) => ({ x: x * width, y: y * height, z: z * width }));
}

/** Its place, side, pointer and speed, as the person sees themselves. */
export function whereIs(hand: TrackedHand, frame: Frame): Pick<Sighting, 'place' | 'side' | 'pointer' | 'speed'> {
  return {
    place: placeOf(boxOf(hand.points), frame),
    side: hand.left > 0.5 ? 'left' : 'right',
    pointer: { x: fraction(1 - hand.pointer.x / frame.width), y: fraction(1 - hand.pointer.y / frame.height) },
    speed: Math.min(MOST_SPEED, Math.hypot(hand.velocity.x, hand.velocity.y) / frame.width),
  };
}

function fraction(value: number): number {
  return Math.max(0, Math.min(1, value));
}
