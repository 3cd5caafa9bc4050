/** Which hands there are: follows each from picture to picture, and searches for new ones only when it must. */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Disposable, Frame } from '../define';
import { at, boxOf, cropOfPalm, sameHand, STEADY, type Box, type Crop, type Palm, type Point3 } from './geometry';
import { middleOfPalm } from './pointer';
import { palmOf, Track, type Landmarks, type TrackedHand } from './track';

/** The two networks, for one picture. */
export interface Finder {
  /** @param hidden parts of the picture that are not looked at */
  findPalms(hidden: readonly Box[]): Promise<Palm[]>;
  /** @param isMirroredToo whether refined points and glances are also seen in the crop's mirror image
   * (`Landmarks.mirrored`), which takes about as long again */
  findLandmarks(crop: Crop, isMirroredToo: boolean): Promise<Landmarks>;
}

/** A finder that looks at one frame after the other. */
export interface FrameFinder extends Finder, Disposable {
  frame: Frame | undefined;
  /** While there is one, `findLandmarks` gives `refined`, too. `dispose` leaves it alone. */
  refiner: GraphModel | undefined;
}

export const MOST_HANDS = 2;

/** Below this presence a hand is lost. */
export const LEAST_PRESENCE = 0.5;
/** While one hand is followed, so often it looks whether there is a second … */
const SEARCH_INTERVAL_MILLISECONDS = 600;
/** … and so often, for so long, where one was lost: mostly behind the other, or for a moment. */
const LOST_SEARCH_INTERVAL_MILLISECONDS = 150;
const LOST_MILLISECONDS = 1500;
/** A hand that is found again within this time, and not far from where it was, is the same as before. */
const RECOVERY_MILLISECONDS = 500;
const RECOVERY_PALMS = 2.5;
/** Two hands whose middles are nearer than this are one. */
const SAME_HAND_PALMS = 0.5;

/** Follows up to two hands. One tracker for one camera, and its pictures in the order they were taken. */
export class HandTracker {
  #tracks: Track[] = [];
  #lost: Track[] = [];
  #lastSearch = -Infinity;
  #lastLoss = -Infinity;
  #ids = 0;

  /** @param time of the picture, in milliseconds */
  async update(finder: Finder, time: number): Promise<readonly TrackedHand[]> {
    const before = this.#tracks;
    this.#tracks = [];
    await this.#follow(before, finder, time);
    const gone = before.filter((track) => !this.#tracks.includes(track));
    this.#lost = [...this.#lost, ...gone].filter((track) => time - track.time <= RECOVERY_MILLISECONDS);
    if (gone.length > 0) this.#lastLoss = time;
    if (gone.length > 0 || this.#mustSearch(time)) await this.#search(finder, time);
    return this.#tracks.map(({ hand }) => hand);
  }

  /** Looks at every hand where it was. Where two seem to be one, that is the one which moved less to be so. */
  async #follow(tracks: readonly Track[], finder: Finder, time: number): Promise<void> {
    const moves: { track: Track; found: Landmarks; distance: number }[] = [];
    for (const track of tracks) {
      const found = await finder.findLandmarks(track.hand.crop, track.wantsMirrored(time));
      moves.push({ track, found, distance: palmsApart(track.hand.points, found.points) });
    }
    for (const { track, found } of moves.sort((one, other) => one.distance - other.distance)) {
      if (!this.#isNew(found)) continue;
      track.follow(found, time);
      this.#tracks.push(track);
    }
    this.#tracks.sort((one, other) => one.hand.id - other.hand.id);
  }

  #mustSearch(time: number): boolean {
    const hands = this.#tracks.length;
    const lost = time - this.#lastLoss <= LOST_MILLISECONDS;
    const interval = lost ? LOST_SEARCH_INTERVAL_MILLISECONDS : SEARCH_INTERVAL_MILLISECONDS;
    return hands === 0 || (hands < MOST_HANDS && time - this.#lastSearch >= interval);
  }

  async #search(finder: Finder, time: number): Promise<void> {
    this.#lastSearch = time;
    // The detector often overlooks a hand beside a larger one, so the palms of those that are known are covered.
    const known = this.#tracks.map(({ hand }) => boxOf(STEADY.map((index) => at(hand.points, index))));
    for (const palm of await finder.findPalms(known)) {
      if (this.#tracks.length >= MOST_HANDS) break;
      const crop = cropOfPalm(palm);
      if (this.#tracks.some(({ hand }) => sameHand(hand.crop, crop))) continue;
      const found = await finder.findLandmarks(crop, true);
      if (this.#isNew(found)) this.#tracks.push(this.#recovered(found, time) ?? new Track(this.#nextId(), found, time));
    }
  }

  /** The hand that was lost a moment ago and is this one, if there is one: it goes on. */
  #recovered(found: Landmarks, time: number): Track | undefined {
    const distance = ({ hand }: Track) => palmsApart(hand.points, found.points);
    const [nearest] = this.#lost.sort((one, other) => distance(one) - distance(other));
    if (nearest === undefined || distance(nearest) > RECOVERY_PALMS) return undefined;
    this.#lost = this.#lost.filter((track) => track !== nearest);
    nearest.follow(found, time);
    return nearest;
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** Whether these are the landmarks of a hand, and none of those that are known. */
  #isNew({ presence, points }: Landmarks): boolean {
    if (presence < LEAST_PRESENCE) return false;
    return this.#tracks.every(({ hand }) => palmsApart(hand.points, points) >= SAME_HAND_PALMS);
  }
}

/** How far apart two hands are, in palms of the larger. */
function palmsApart(one: readonly Point3[], other: readonly Point3[]): number {
  const [from, to] = [middleOfPalm(one), middleOfPalm(other)];
  return Math.hypot(from.x - to.x, from.y - to.y) / (Math.max(palmOf(one), palmOf(other)) || Number.EPSILON);
}
