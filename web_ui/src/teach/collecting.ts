/** Taking samples for a class from the camera or the microphone, until somebody has enough; each kind in its own way. */
import type { Picture } from '../frames/source';
import type { Look } from '../learn/collect';
import { film, type FollowsHands } from '../learn/filming';
import { newId } from '../learn/project';
import { record, type Ears } from '../learn/record';
import { lookOfSound } from '../learn/sounds';
import { lookOfMovement } from '../learn/trail';
import type { Cue } from '../models/movement/moving_hands';
import { text } from '../text';
import type { Trouble } from './trouble';

/** Samples that were taken within so long of each other are much alike. */
const BURST_MILLISECONDS = 1500;
/** Faster than this only makes more of the same. */
const FASTEST_MILLISECONDS = 100;

export interface Collecting {
  /** So many are taken at the most. */
  most: number;
  /** Whether it was called off. */
  isOff: () => boolean;
  /** Whether the button is still held; what has begun is taken all the same. */
  goesOn: () => boolean;
  /** Whether nothing at all is a sample of the class, too. */
  nothingCounts: boolean;
  /** What is said where there is neither camera nor microphone, and where nothing sounds. */
  troubles: { asleep: Trouble; silent: Trouble };
  /** Keeps a sample; false ends it all.
   * @param burst those that share it are much alike */
  keep: (burst: string, look: () => Promise<Look>) => Promise<boolean>;
}

/** The next picture again and again; null where there is none.
 * @param take as `keep`, for a picture that is given away
 * @returns what went wrong, or null */
export async function collectPictures(
  glimpse: () => Promise<Picture | null>,
  { most, isOff, troubles }: Pick<Collecting, 'most' | 'isOff' | 'troubles'>,
  take: (picture: Picture, burst: string) => Promise<boolean>,
): Promise<Trouble | null> {
  for (let taken = 0; !isOff() && taken < most; taken++) {
    const began = performance.now();
    const picture = await glimpse();
    if (picture === null) return troubles.asleep;
    if (!(await take(picture, `${Math.floor(performance.now() / BURST_MILLISECONDS)}`))) break;
    await rested(FASTEST_MILLISECONDS - (performance.now() - began));
  }
  return null;
}

/** @returns what went wrong, or null */
export async function collectSounds(ears: Ears, { most, isOff, goesOn, nothingCounts, troubles, keep }: Collecting): Promise<Trouble | null> {
  const begun = newId();
  const how = await record(ears, {
    ...{ most, isOff, goesOn, silenceCounts: nothingCounts },
    keep: (piece, burst) => keep(`${begun}-${burst}`, () => lookOfSound(piece)),
  });
  return how === 'kept' ? null : troubles[how];
}

/** @param cue is told what the hand has to do next
 * @param tell is told what is wrong with a movement that is no sample; null as soon as one is
 * @returns what went wrong with all of it, or null */
export async function collectMovements(
  eyes: FollowsHands,
  { most, isOff, goesOn, nothingCounts, troubles, keep }: Collecting,
  cue: (cue: Cue) => void,
  tell: (trouble: Trouble | null) => void,
): Promise<Trouble | null> {
  const { misses } = text.teachMovements;
  const how = await film(eyes, {
    ...{ most, isOff, goesOn, cue, anythingCounts: nothingCounts },
    missed: (why) => {
      tell(misses[why]);
    },
    keep: (movement) => {
      tell(null);
      return keep(newId(), () => lookOfMovement(movement));
    },
  });
  if (how === 'kept') return null;
  return how === 'asleep' ? troubles.asleep : misses[how];
}

/** Waits for so long, or not at all. */
export function rested(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
