/** Which hands there are: follows each from picture to picture, and searches for new ones only when it must. */
import type { Disposable, Frame } from '../define';
import { boxOf, cropOfLandmarks, cropOfPalm, sameHand, type Box, type Crop, type Palm, type Point3 } from './geometry';

/** What the landmark network finds in a crop. */
export interface Landmarks {
  /** 21 points in pixels of the picture; z is the distance behind the wrist in the same unit. */
  points: Point3[];
  /** The same points in metres, as the camera sees them. */
  metricPoints: Point3[];
  /** How sure it is that the crop shows a hand, 0…1. */
  presence: number;
  /** How sure it is that this is the person's left hand, 0…1. */
  left: number;
}

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

/** A hand that is followed; `left` is steadied over the pictures so far. */
export interface TrackedHand extends Landmarks {
  /** The same number as long as the hand is followed; no other hand gets it later. */
  id: number;
  /** Where it is looked for in the next picture. */
  crop: Crop;
}

export const MOST_HANDS = 2;

/** Below this presence a hand is lost. */
const LEAST_PRESENCE = 0.5;
/** While one hand is followed, so often it looks whether there is a second. */
const SEARCH_INTERVAL_MILLISECONDS = 600;
/** How much one picture can change what is known of the side. */
const SIDE_GAIN = 0.25;

/** Follows up to two hands. One tracker for one camera, and its pictures in the order they were taken. */
export class HandTracker {
  #hands: TrackedHand[] = [];
  #lastSearch = -Infinity;
  #ids = 0;

  /** @param time of the picture, in milliseconds */
  async update(finder: Finder, time: number): Promise<readonly TrackedHand[]> {
    const hands: TrackedHand[] = [];
    for (const known of this.#hands) {
      const found = await finder.findLandmarks(known.crop);
      add(hands, { ...known, ...found, left: known.left + SIDE_GAIN * (found.left - known.left) });
    }
    if (this.#mustSearch(hands.length, time)) {
      this.#lastSearch = time;
      // The detector often overlooks a hand beside a larger one, so those that are known are covered.
      const known = hands.map(({ points }) => boxOf(points));
      for (const palm of await finder.findPalms(known)) {
        const crop = cropOfPalm(palm);
        if (hands.length >= MOST_HANDS) break;
        if (hands.every((hand) => !sameHand(hand.crop, crop))) {
          add(hands, { ...(await finder.findLandmarks(crop)), id: (this.#ids += 1), crop });
        }
      }
    }
    this.#hands = hands;
    return hands;
  }

  #mustSearch(hands: number, time: number): boolean {
    return hands === 0 || (hands < MOST_HANDS && time - this.#lastSearch >= SEARCH_INTERVAL_MILLISECONDS);
  }
}

/** Adds a hand with the crop for its next picture, unless it is lost or one that is there already. */
function add(hands: TrackedHand[], hand: TrackedHand): void {
  if (hand.presence < LEAST_PRESENCE) return;
  const crop = cropOfLandmarks(hand.points);
  if (hands.every((other) => !sameHand(other.crop, crop))) hands.push({ ...hand, crop });
}
