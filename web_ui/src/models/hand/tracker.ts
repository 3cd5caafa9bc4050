/** Which hands there are: follows each from picture to picture, and searches for new ones only when it must. */
import type { Disposable, Frame } from '../define';
import { boxOf, cropOfLandmarks, cropOfPalm, sameHand, type Box, type Crop, type Palm } from './geometry';
import { Track, type Landmarks, type TrackedHand } from './track';

/** The two networks, for one picture. */
export interface Finder {
  /** @param hidden parts of the picture that are not looked at */
  findPalms(hidden: readonly Box[]): Promise<Palm[]>;
  findLandmarks(crop: Crop): Promise<Landmarks>;
}

/** A finder that looks at one frame after the other. */
export interface FrameFinder extends Finder, Disposable {
  frame: Frame | undefined;
}

export const MOST_HANDS = 2;

/** Below this presence a hand is lost. */
const LEAST_PRESENCE = 0.5;
/** While one hand is followed, so often it looks whether there is a second. */
const SEARCH_INTERVAL_MILLISECONDS = 600;
/** Follows up to two hands. One tracker for one camera, and its pictures in the order they were taken. */
export class HandTracker {
  #tracks: Track[] = [];
  #lastSearch = -Infinity;
  #ids = 0;

  /** @param time of the picture, in milliseconds */
  async update(finder: Finder, time: number): Promise<readonly TrackedHand[]> {
    const tracks: Track[] = [];
    for (const track of this.#tracks) {
      const found = await finder.findLandmarks(track.hand.crop);
      if (!isNew(found, tracks)) continue;
      track.follow(found, time);
      tracks.push(track);
    }
    if (this.#mustSearch(tracks.length, time)) {
      this.#lastSearch = time;
      await this.#search(finder, tracks, time);
    }
    this.#tracks = tracks;
    return tracks.map(({ hand }) => hand);
  }

  #mustSearch(hands: number, time: number): boolean {
    return hands === 0 || (hands < MOST_HANDS && time - this.#lastSearch >= SEARCH_INTERVAL_MILLISECONDS);
  }

  async #search(finder: Finder, tracks: Track[], time: number): Promise<void> {
    // The detector often overlooks a hand beside a larger one, so those that are known are covered.
    const known = tracks.map(({ hand }) => boxOf(hand.points));
    for (const palm of await finder.findPalms(known)) {
      if (tracks.length >= MOST_HANDS) break;
      const crop = cropOfPalm(palm);
      if (tracks.some(({ hand }) => sameHand(hand.crop, crop))) continue;
      const found = await finder.findLandmarks(crop);
      if (isNew(found, tracks)) tracks.push(new Track((this.#ids += 1), found, time));
    }
  }
}

/** Whether these are the landmarks of a hand, and none of those that are known. */
function isNew(found: Landmarks, tracks: readonly Track[]): boolean {
  if (found.presence < LEAST_PRESENCE) return false;
  const crop = cropOfLandmarks(found.points);
  return tracks.every(({ hand }) => !sameHand(hand.crop, crop));
}
