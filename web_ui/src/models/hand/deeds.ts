/** What a hand does at the place that it points at, so that it can steer a game. Each begins with a movement and lasts
 * until it is undone; a hand that comes into the picture as a fist has grabbed nothing. */
import type { Point } from './geometry';
import { palmOf, type TrackedHand } from './track';

/** *grab*: an open hand closes to a fist, until it opens. *select*: thumb and finger close to a pinch, until they part.
 * *touch*: a pointing finger stays where it is for a moment, until it moves on. */
export const DEEDS = ['grab', 'select', 'touch'] as const;
export type Deed = (typeof DEEDS)[number];

/** So sure of its gesture a deed begins; below the second it ends. A deed that lasts is at least `STILL_SURE`. */
const BEGINS = 0.6;
const ENDS = 0.3;
const STILL_SURE = 0.7;
/** A pinch below this is open. */
const PARTED = 0.2;
/** So long ago the hand may have been as it must be before, in milliseconds. */
const BEFORE_MILLISECONDS = 1000;
/** How long a finger must stay to touch. */
const STAY_MILLISECONDS = 500;
/** How far it may stray meanwhile, and how far it moves to end the touch, in palms. */
const STRAYS = 0.15;
const MOVES_ON = 0.5;

/** What is to be known of the hand. */
type Doing = Pick<TrackedHand, 'gestures' | 'pointer' | 'points'>;

/** Follows what one hand does. */
export class Deeds {
  readonly #grab = new Closing();
  readonly #select = new Closing();
  readonly #touch = new Staying();

  /** How sure each deed is in this picture, 0…1.
   * @param time of the picture, in milliseconds */
  update({ gestures, pointer, points }: Doing, time: number): Record<Deed, number> {
    return {
      grab: this.#grab.update(gestures.fist, gestures['open hand'] >= BEGINS, time),
      select: this.#select.update(gestures.pinch, gestures.pinch <= PARTED, time),
      touch: this.#touch.update(gestures.point, pointer, palmOf(points), time),
    };
  }
}

/** Open before, closed now. */
class Closing {
  #opened = -Infinity;
  #lasts = false;

  update(closed: number, open: boolean, time: number): number {
    if (open) this.#opened = time;
    this.#lasts = this.#lasts ? closed >= ENDS : closed >= BEGINS && time - this.#opened <= BEFORE_MILLISECONDS;
    return this.#lasts ? Math.max(closed, STILL_SURE) : 0;
  }
}

/** Points at one place for a while. */
class Staying {
  #place: Point | undefined;
  #since = 0;
  #lasts = false;

  update(points: number, pointer: Point, palm: number, time: number): number {
    if (points < (this.#lasts ? ENDS : BEGINS)) this.#place = undefined;
    else if (this.#place === undefined || this.#strays(pointer, this.#place, palm)) {
      this.#place = pointer;
      this.#since = time;
    }
    this.#lasts = this.#place !== undefined && time - this.#since >= STAY_MILLISECONDS;
    return this.#lasts ? Math.max(points, STILL_SURE) : 0;
  }

  #strays(pointer: Point, place: Point, palm: number): boolean {
    return Math.hypot(pointer.x - place.x, pointer.y - place.y) > palm * (this.#lasts ? MOVES_ON : STRAYS);
  }
}
