/** How fast a body moves: told from where its points were a moment ago. Pure: times are given. */
import { at, type Point3 } from '../hand/geometry';
import type { Body } from './body';

/** A speed is measured over at least and at most so many seconds: points tremble from picture to picture. */
const LEAST_SECONDS = 0.15;
const MOST_SECONDS = 0.6;
/** Points that are less likely to be seen than this are not measured. */
const SEEN = 0.5;
/** So many points must be as fast: one alone may have been taken for another. A lifted forearm moves two. */
const FASTEST = 2;

interface Step {
  seconds: number;
  points: readonly Point3[];
  visible: readonly number[];
}

/** Follows one body. */
export class BodySpeed {
  #steps: Step[] = [];

  /** How fast the second fastest of its points moves, in the unit of the points a second; 0 as long as that is unknown.
   * @param time of the picture, in milliseconds; only forward */
  update({ points, visible }: Pick<Body, 'points' | 'visible'>, time: number): number {
    const now = { seconds: time / 1000, points, visible };
    this.#steps = [...this.#steps.filter(({ seconds }) => now.seconds - seconds <= MOST_SECONDS), now];
    const before = this.#steps.findLast(({ seconds }) => now.seconds - seconds >= LEAST_SECONDS);
    if (before === undefined) return 0;
    const speeds = points.flatMap((point, index) => {
      if (at(visible, index) < SEEN || at(before.visible, index) < SEEN) return [];
      const { x, y } = at(before.points, index);
      return [Math.hypot(point.x - x, point.y - y) / (now.seconds - before.seconds)];
    });
    return speeds.sort((one, other) => other - one)[FASTEST - 1] ?? 0;
  }
}
