/** Taking movements of a hand as samples, as long as somebody wants. */
import type { Point3 } from '../models/hand/geometry';
import { MovingHands, type Cue, type Film, type Told } from '../models/movement/moving_hands';

/** Who comes before the camera after the timer gets so long for each movement, and for another one where it was no sample. */
const PATIENCE_SECONDS = 12;

/** Whoever follows hands before a camera. */
export interface FollowsHands {
  /** Whether it is on. */
  readonly awake: boolean;
  /** Gives the landmarks of the hands in every picture from now on, until the function that it returns is called. */
  follow(take: (hands: readonly (readonly Point3[])[], seconds: number) => void): () => void;
}

/** Why a movement was none. */
export type Miss = Extract<Told['what'], 'long' | 'lost' | 'short'>;

export interface Filming {
  /** So many are taken at the most. */
  most: number;
  /** Whether somebody still wants it; a movement that goes on is still taken. */
  goesOn: () => boolean;
  /** Whether it was called off, also within a movement. */
  isOff: () => boolean;
  /** Whether all that a hand does is a sample, also that it rests, comes or goes. */
  anythingCounts: boolean;
  /** Is told what the hand has to do next. */
  cue: (cue: Cue) => void;
  /** Is told of a movement that is no sample. */
  missed: (why: Miss) => void;
  /** Keeps a film; false ends it all. */
  keep: (film: Film) => Promise<boolean>;
}

/** Films, and says how it went: `none` where no movement was seen, `no hand` where no hand was, `asleep` without a camera. */
export async function film(eyes: FollowsHands, filming: Filming): Promise<'kept' | 'none' | 'no hand' | 'asleep'> {
  const { most, goesOn, isOff, anythingCounts, cue, missed, keep } = filming;
  const hands = new MovingHands();
  const waiting: Told[] = [];
  const state = { seen: false, wake: (): void => undefined };
  const end = eyes.follow((points, seconds) => {
    waiting.push(...hands.update(points, seconds));
    state.seen ||= points.length > 0;
    cue(hands.cue);
    state.wake();
  });
  let [kept, failed, last] = [0, false, performance.now()];
  try {
    while (kept < most && !isOff()) {
      const told = waiting.shift();
      if (told === undefined) {
        const late = most < Infinity && performance.now() - last > 1000 * PATIENCE_SECONDS;
        if (!eyes.awake || late || (!goesOn() && hands.cue !== 'moving')) break;
        await new Promise<void>((resolve) => {
          state.wake = resolve;
          setTimeout(resolve, 200);
        });
      } else if (anythingCounts ? told.what !== 'short' : told.what === 'done') {
        if (!(await keep(told.film))) return 'kept';
        [kept, last] = [kept + 1, performance.now()];
      } else if (told.what === 'long' || told.what === 'lost' || told.what === 'short') {
        [failed, last] = [true, performance.now()];
        missed(told.what);
      }
    }
  } finally {
    end();
  }
  if (kept > 0 || failed || isOff()) return 'kept';
  if (!eyes.awake) return 'asleep';
  return state.seen ? 'none' : 'no hand';
}
