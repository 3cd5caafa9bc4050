/** Whether there is a body, and how it is: follows it from picture to picture, and searches only when there is none. */
import { at, type Crop, type Point3 } from '../hand/geometry';
import { OneEuro } from '../hand/one_euro';
import { STEADINESS } from '../hand/track';
import type { Body } from './body';

/** The two networks, for one picture. */
export interface Finder {
  findBody(): Promise<Crop | undefined>;
  findLandmarks(crop: Crop): Promise<Body>;
}

/** Below this presence a body is lost. */
const LEAST_PRESENCE = 0.5;

/** Follows the body that the detector was surest of, until it is gone. */
export class BodyTracker {
  #followed: Followed | undefined;

  /** The body in the picture; its points are steadied over the pictures so far.
   * @param time of the picture, in milliseconds */
  async update(finder: Finder, time: number): Promise<Body | undefined> {
    const known = this.#followed;
    const found = (known && (await seen(finder, known.crop))) ?? (await this.#search(finder));
    if (found === undefined) return undefined;
    this.#followed ??= new Followed();
    return this.#followed.follow(found, time);
  }

  async #search(finder: Finder): Promise<Body | undefined> {
    this.#followed = undefined;
    const crop = await finder.findBody();
    return crop && (await seen(finder, crop));
  }
}

async function seen(finder: Finder, crop: Crop): Promise<Body | undefined> {
  const body = await finder.findLandmarks(crop);
  return body.presence < LEAST_PRESENCE ? undefined : body;
}

/** A body that is in the picture. */
class Followed {
  readonly #points = new OneEuro(STEADINESS);
  readonly #metric = new OneEuro(STEADINESS);
  /** Where it is looked for in the next picture. */
  crop: Crop = { x: 0, y: 0, size: 0, angle: 0 };

  follow(body: Body, time: number): Body {
    this.crop = body.next;
    return {
      ...body,
      points: this.#points.smooth(body.points, palmOf(body.points), time),
      metric: this.#metric.smooth(body.metric, palmOf(body.metric), time),
    };
  }
}

const SHOULDERS = [5, 6] as const;
const HIPS = [11, 12] as const;
const PALMS_PER_TRUNK = 5;

/** How long about a palm of the body is, in the unit of the points: what steadies hands steadies bodies, too. */
function palmOf(points: readonly Point3[]): number {
  const across = (one: number, other: number) => {
    const [from, to] = [at(points, one), at(points, other)];
    return Math.hypot(from.x - to.x, from.y - to.y, from.z - to.z);
  };
  return (across(SHOULDERS[0], HIPS[0]) + across(SHOULDERS[1], HIPS[1])) / 2 / PALMS_PER_TRUNK;
}
