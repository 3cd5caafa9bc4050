/** The one-euro filter (Casiez, Roussel and Vogel, 2012) for points in space: a point that rests is held still, one
 * that moves is followed closely. Speeds count in a unit of the caller's, such as the length of a palm, so that what
 * is far away (and small) behaves as what is near. */
import { at, type Point3 } from './geometry';

export interface Smoothness {
  /** The cutoff for a point that rests, in hertz: lower trembles less and starts more slowly. */
  atRest: number;
  /** By how many hertz the cutoff rises for each unit a second: higher lags less. */
  perSpeed: number;
  /** The cutoff for the speed itself, in hertz. */
  ofSpeed: number;
}

/** After a pause as long as this, what was before says nothing any more. */
const GAP_MILLISECONDS = 500;

/** Smooths the points of one thing, always the same number of them. An even motion is followed at most
 * 1 / (2π `perSpeed`) units behind, however fast it is. */
export class OneEuro {
  /** Three numbers a point. */
  #smooth = new Float64Array();
  #raw = new Float64Array();
  #speed = new Float64Array();
  #time = -Infinity;

  constructor(private readonly smoothness: Smoothness) {}

  /** @param unit in which speeds count, in the unit of the points
   * @param time in milliseconds; where it goes back or leaps, the points are taken as they are
   * @returns new points; each of their numbers lies within what was given for it so far */
  smooth(points: readonly Point3[], unit: number, time: number): Point3[] {
    const seconds = (time - this.#time) / 1000;
    this.#time = time;
    if (seconds < 0 || seconds * 1000 > GAP_MILLISECONDS || this.#raw.length !== 3 * points.length) {
      this.#begin(points);
    } else if (seconds > 0) {
      points.forEach((point, index) => {
        this.#follow(point, 3 * index, unit || Number.EPSILON, seconds);
      });
    }
    return points.map((_, index) => this.#point(3 * index));
  }

  #begin(points: readonly Point3[]): void {
    this.#raw = Float64Array.from(points.flatMap(({ x, y, z }) => [x, y, z]));
    this.#smooth = this.#raw.slice();
    this.#speed = new Float64Array(this.#raw.length);
  }

  #follow({ x, y, z }: Point3, start: number, unit: number, seconds: number): void {
    const gain = gainOf(this.smoothness.ofSpeed, seconds);
    let square = 0;
    for (let axis = 0; axis < 3; axis++) {
      const index = start + axis;
      const now = axis === 0 ? x : axis === 1 ? y : z;
      const speed = (now - at(this.#raw, index)) / seconds / unit;
      this.#raw[index] = now;
      this.#speed[index] = mixed(at(this.#speed, index), speed, gain);
      square += at(this.#speed, index) ** 2;
    }
    const cutoff = this.smoothness.atRest + this.smoothness.perSpeed * Math.sqrt(square);
    for (let axis = 0; axis < 3; axis++) {
      const index = start + axis;
      this.#smooth[index] = mixed(at(this.#smooth, index), at(this.#raw, index), gainOf(cutoff, seconds));
    }
  }

  #point(start: number): Point3 {
    return { x: at(this.#smooth, start), y: at(this.#smooth, start + 1), z: at(this.#smooth, start + 2) };
  }
}

/** How much of the way a first-order low-pass goes in this time, 0…1: two short steps go as far as a long one. */
export function gainOf(cutoffHertz: number, seconds: number): number {
  return 1 - Math.exp(-2 * Math.PI * cutoffHertz * seconds);
}

/** From one number to another, by a part of the way, 0…1; never beyond either. */
function mixed(from: number, to: number, part: number): number {
  return from === to ? from : from * (1 - part) + to * part;
}
