/** What a look in the mirror adds to what is seen anew for gestures. The refiner errs otherwise about a hand's mirror image,
 * so between both looks lies less of an error. To look in the mirror takes about as long as to look, so it is done now and
 * then, and what it changed holds until the next time: errors change slowly as long as the hand does. */
import { at, type Point3 } from './geometry';

/** What is seen anew for gestures. */
export interface Refined {
  /** The 21 points in space, in no particular unit. */
  points: Point3[];
  /** How likely each class is at a glance, 0…1, without landmarks: the held gestures, then "none of these". */
  glance: readonly number[];
}

/** Older than this, in milliseconds, what a look in the mirror changed counts no more. */
const HOLDS_MILLISECONDS = 600;
/** A glance takes everything for so likely at least. */
const LEAST_LIKELY = 0.001;

export class Mirror {
  #time = -Infinity;
  #shifts: Point3[] = [];
  #factors: number[] = [];

  /** When the last look in the mirror was, in milliseconds. */
  get time(): number {
    return this.#time;
  }

  /** What is seen anew in a picture, and in the mirror now or a moment ago.
   * @param mirrored what is seen in the mirror, turned back, if that was looked at
   * @param time of the picture, in milliseconds */
  improved(seen: Refined, mirrored: Refined | undefined, time: number): Refined {
    if (mirrored !== undefined) this.#learn(seen, mirrored, time);
    if (time - this.#time > HOLDS_MILLISECONDS) return seen;
    const points = seen.points.map((point, index) => moved(point, at(this.#shifts, index)));
    return { points, glance: this.#likely(seen.glance) };
  }

  /** Half of the way from what was seen to what was seen in the mirror. */
  #learn(seen: Refined, mirrored: Refined, time: number): void {
    this.#time = time;
    this.#shifts = seen.points.map((point, index) => {
      const other = at(mirrored.points, index);
      return { x: (other.x - point.x) / 2, y: (other.y - point.y) / 2, z: (other.z - point.z) / 2 };
    });
    this.#factors = seen.glance.map((likely, index) =>
      Math.sqrt(Math.max(at(mirrored.glance, index), LEAST_LIKELY) / Math.max(likely, LEAST_LIKELY)));
  }

  #likely(glance: readonly number[]): number[] {
    const likely = glance.map((each, index) => Math.max(each, LEAST_LIKELY) * at(this.#factors, index));
    const sum = likely.reduce((all, each) => all + each, 0);
    return likely.map((each) => each / sum);
  }
}

function moved(point: Point3, by: Point3): Point3 {
  return { x: point.x + by.x, y: point.y + by.y, z: point.z + by.z };
}
