/** One hand, followed over the pictures. */
import { at, cropOfLandmarks, type Crop, type Point, type Point3 } from './geometry';
import { gesturesOf, type Gesture } from './gestures';
import { Mirror, type Refined } from './mirror';
import { gainOf, OneEuro, type Smoothness } from './one_euro';
import { middleOfPalm, pointerOf } from './pointer';

/** What the landmark network finds in a crop. */
export interface Landmarks {
  /** 21 points in pixels of the picture; z is the distance behind the wrist in the same unit. */
  points: Point3[];
  /** The same points in metres, as the camera sees them. */
  metricPoints: Point3[];
  /** What is seen anew for gestures; only where somebody asked for it. */
  refined?: Refined | undefined;
  /** The same as it is seen in a mirror, turned back; only now and then. */
  mirrored?: Refined | undefined;
  /** How sure it is that the crop shows a hand, 0…1. */
  presence: number;
  /** How sure it is that this is the person's left hand, 0…1. */
  left: number;
}

/** A hand as it is in one picture; its points and `left` are steadied over the pictures so far, a glance is not. */
export interface TrackedHand extends Landmarks {
  /** The same number as long as the hand is followed; no other hand gets it later. */
  id: number;
  /** Where it is looked for in the next picture. */
  crop: Crop;
  /** How sure each of the four gestures is, 0…1. */
  gestures: Record<Gesture, number>;
  /** What it points at, in pixels of the picture. */
  pointer: Point;
  /** How the palm moves, in pixels of the picture a second. */
  velocity: Point;
}

/** Speeds in palms a second. Measured on rendered films at 30 pictures a second, with the noise of a webcam: finger
 * tips of a hand that rests move by 0.21 % of a palm from picture to picture instead of 1.02 %; a hand that swings
 * lags by at most 7 ms. */
export const STEADINESS: Smoothness = { atRest: 0.6, perSpeed: 3, ofSpeed: 3 };

/** So often a hand is seen in a mirror, too. */
const MIRRORED_EVERY_MILLISECONDS = 250;

/** How quickly what is known of the side follows the network, in hertz. */
const SIDE_HERTZ = 1.5;
/** How quickly the velocity follows the palm, in hertz. */
const VELOCITY_HERTZ = 3;

const WRIST = 0;
const INDEX = 5;
const MIDDLE = 9;
const LITTLE = 17;

export class Track {
  readonly #points = new OneEuro(STEADINESS);
  readonly #metricPoints = new OneEuro(STEADINESS);
  #refinedPoints: OneEuro | undefined;
  readonly #mirror = new Mirror();
  #time: number;
  #hand: TrackedHand;

  /** @param time of the picture, in milliseconds, as for `follow` */
  constructor(id: number, found: Landmarks, time: number) {
    this.#time = time;
    this.#hand = { ...this.#seen(found, time), id, left: found.left, velocity: { x: 0, y: 0 } };
  }

  /** The hand as it is in the last picture that showed it. */
  get hand(): TrackedHand {
    return this.#hand;
  }

  /** When the last picture was taken that showed it, in milliseconds. */
  get time(): number {
    return this.#time;
  }

  /** Whether a look in the mirror is due, `time` being that of the next picture. */
  wantsMirrored(time: number): boolean {
    return time - this.#mirror.time >= MIRRORED_EVERY_MILLISECONDS;
  }

  /** Takes in the next picture. */
  follow(found: Landmarks, time: number): void {
    const before = this.#hand;
    const seconds = (time - this.#time) / 1000;
    this.#time = time;
    const seen = this.#seen(found, time);
    const left = before.left + gainOf(SIDE_HERTZ, seconds) * (found.left - before.left);
    this.#hand = { ...seen, id: before.id, left, velocity: velocityAfter(before, seen.points, seconds) };
  }

  /** What one picture shows, steadied. */
  #seen(found: Landmarks, time: number): Omit<TrackedHand, 'id' | 'left' | 'velocity'> {
    const { points, metricPoints, presence } = found;
    const steady = this.#points.smooth(points, palmOf(points), time);
    const steadyMetric = this.#metricPoints.smooth(metricPoints, palmOf(metricPoints), time);
    const refined = this.#steadyRefined(found.refined && this.#mirror.improved(found.refined, found.mirrored, time), time);
    const gestures = gesturesOf(steadyMetric);
    return {
      ...{ points: steady, metricPoints: steadyMetric, refined, presence },
      ...{ gestures, pointer: pointerOf(steady, gestures) },
      // The crop must not lag: it is that of the points as they are.
      crop: cropOfLandmarks(points),
    };
  }

  /** It may be asked for at any time, and no more: when it comes again, nothing is left of what was before. */
  #steadyRefined(refined: Refined | undefined, time: number): Refined | undefined {
    if (refined === undefined) {
      this.#refinedPoints = undefined;
      return undefined;
    }
    this.#refinedPoints ??= new OneEuro(STEADINESS);
    const { points, glance } = refined;
    return { points: this.#refinedPoints.smooth(points, palmOf(points), time), glance };
  }
}

function velocityAfter(before: TrackedHand, points: readonly Point[], seconds: number): Point {
  if (seconds <= 0) return before.velocity;
  const [from, to] = [middleOfPalm(before.points), middleOfPalm(points)];
  const gain = gainOf(VELOCITY_HERTZ, seconds);
  return {
    x: before.velocity.x + gain * ((to.x - from.x) / seconds - before.velocity.x),
    y: before.velocity.y + gain * ((to.y - from.y) / seconds - before.velocity.y),
  };
}

/** How large a hand is, in the unit of its points: the length of its palm, or its width where that is foreshortened
 * less. */
export function palmOf(points: readonly Point3[]): number {
  return Math.max(distance(at(points, WRIST), at(points, MIDDLE)), distance(at(points, INDEX), at(points, LITTLE)));
}

function distance(one: Point3, other: Point3): number {
  return Math.hypot(one.x - other.x, one.y - other.y, one.z - other.z);
}
