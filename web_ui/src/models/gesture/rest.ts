/** Whether a hand holds its shape. A gesture is held for a moment; a hand on its way from one pose to another may look
 * like one, but does not stay so. Pure: times are given to it; training counts on it when it counts false alarms
 * (tjbot/learn/gestures/judge.py). */
import { at, type Point } from '../hand/geometry';
import { part } from './path';

/** How slowly what is remembered follows the hand. */
const MEMORY_SECONDS = 0.25;
/** How far its landmarks are from where they were, in the size of the hand: not held at all, and held for certain. */
const HELD = [0.25, 0.1] as const;

export class Rest {
  #remembered: readonly Point[] | undefined;
  #seconds = 0;
  #frames = 0;

  /** How sure it is that the hand holds its shape, 0…1; moving as a whole it may. Of a hand that was just found it is 1.
   * @param points its landmarks in the picture taken at `seconds`, in any unit */
  update(points: readonly Point[], seconds: number): number {
    const shape = shapeOf(points);
    const before = this.#remembered ?? shape;
    this.#frames += 1;
    const gain = Math.max(1 / this.#frames, 1 - Math.exp(-Math.max(0, seconds - this.#seconds) / MEMORY_SECONDS));
    this.#seconds = seconds;
    const remembered = shape.map((now, index) => {
      const then = at(before, index);
      return { x: then.x + gain * (now.x - then.x), y: then.y + gain * (now.y - then.y) };
    });
    this.#remembered = remembered;
    const apart = shape.map(({ x, y }, index) => Math.hypot(x - at(remembered, index).x, y - at(remembered, index).y));
    return part(apart.reduce((sum, one) => sum + one, 0) / apart.length, ...HELD);
  }
}

/** The points around 0 and of size 1. */
function shapeOf(points: readonly Point[]): Point[] {
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [middleX, middleY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const size = Math.sqrt(mean(({ x, y }) => (x - middleX) ** 2 + (y - middleY) ** 2)) || 1;
  return points.map(({ x, y }) => ({ x: (x - middleX) / size, y: (y - middleY) / size }));
}
