/** Follows hands, and tells of each movement once it is over: from rest to rest. Pure: times are given to it. */
import { LONGEST_GAP_SECONDS } from '../gesture/path';
import { at, type Point3 } from '../hand/geometry';
import { palmOf } from '../hand/track';

/** A hand at one moment. */
export interface Shot {
  seconds: number;
  /** Its 21 landmarks as the camera sees them: x to the right, y downwards, in one unit. */
  points: readonly Point3[];
}

/** What a hand did, shot by shot. */
export type Film = readonly Shot[];

export interface Told {
  /** `done`: it moved from rest to rest. `entered`: it moved already when it came, and rests now. `rest`: it did nothing
   * for a while. `long`: it has moved for longer than a movement lasts, and goes on. `lost`: it was gone before it rested.
   * `short`: it moved, but was seen too seldom. */
  what: 'done' | 'entered' | 'rest' | 'long' | 'lost' | 'short';
  film: Film;
}

/** What whoever shows a movement has to know: no hand is seen, it must rest first, it may move, it moves. */
export type Cue = 'no hand' | 'be still' | 'move' | 'moving';

/** A hand that stays where it is for so long rests; within a movement, hands turn round faster. */
const REST_SECONDS = 0.4;
/** So far may its wrist and finger tips go meanwhile, in palm lengths. */
const TREMBLING = 0.4;
/** A movement takes wrist or finger tips at least so far from where they rested, in palm lengths. */
const LEAST_WAY = 0.7;
/** A movement lasts no longer. */
export const LONGEST_SECONDS = 3;
/** A movement that was seen less often might have been any. */
const FEWEST_SHOTS = 4;
/** A slow computer may look at no picture at all for so long. */
export const LONGEST_PAUSE_SECONDS = 1;
/** Between two pictures a hand goes no farther than so many palm lengths; farther away is another hand. */
const FARTHEST_LEAP = 4;
/** Of a hand that rests, a piece of so long is told. */
const REST_PIECE_SECONDS = 1.2;
/** Wrist and finger tips. */
const COUNTED = [0, 4, 8, 12, 16, 20] as const;

export class MovingHands {
  #hands: Followed[] = [];

  /** Takes in a picture.
   * @param hands the landmarks of each hand in it */
  update(hands: readonly (readonly Point3[])[], seconds: number): Told[] {
    const told = this.#let((hand) => seconds - hand.last.seconds > LONGEST_PAUSE_SECONDS || seconds < hand.last.seconds);
    const free = new Set(this.#hands);
    for (const points of hands) {
      const shot = { seconds, points };
      const known = nearest(free, shot);
      if (known === undefined) {
        this.#hands = [...this.#hands, new Followed(shot)];
        continue;
      }
      free.delete(known);
      told.push(...known.take(shot));
    }
    return [...told, ...this.#let((hand) => free.has(hand) && seconds - hand.last.seconds > LONGEST_GAP_SECONDS)];
  }

  /** Lets go of the hands that are gone. */
  #let(isGone: (hand: Followed) => boolean): Told[] {
    const gone = this.#hands.filter(isGone);
    this.#hands = this.#hands.filter((hand) => !gone.includes(hand));
    return gone.flatMap(({ movement }): Told[] => (movement === null ? [] : [{ what: 'lost', film: movement }]));
  }

  /** What the hands that move now have done so far, each since it rested. */
  get movements(): Film[] {
    return this.#hands.flatMap(({ movement, hasRested }) => (movement === null || !hasRested ? [] : [movement]));
  }

  get cue(): Cue {
    if (this.#hands.length === 0) return 'no hand';
    if (this.movements.length > 0) return 'moving';
    return this.#hands.some(({ movement }) => movement === null) ? 'move' : 'be still';
  }
}

/** One hand. */
class Followed {
  /** Since it rests or moves, the oldest first. */
  #shots: Shot[];
  #moves = true;
  /** Whether its movement began in rest and is not too long yet. */
  hasRested = false;

  constructor(first: Shot) {
    this.#shots = [first];
  }

  get last(): Shot {
    return at(this.#shots, this.#shots.length - 1);
  }

  /** What it does since it moves; null at rest. */
  get movement(): Film | null {
    return this.#moves ? this.#shots : null;
  }

  take(shot: Shot): Told[] {
    const before = this.#shots.length;
    this.#shots.push(shot);
    const still = stillSince(this.#shots);
    if (still === null) {
      // It left the place where it was a moment ago.
      if (!this.#moves) this.#shots = this.#shots.slice(before - 1);
      this.#moves = true;
      return this.#movesOn(shot.seconds);
    }
    return this.#moves ? this.#comesToRest(still) : this.#restsOn(shot.seconds);
  }

  #movesOn(seconds: number): Told[] {
    const film = this.#shots;
    if (seconds - at(film, 0).seconds <= LONGEST_SECONDS) return [];
    this.#shots = film.slice(-1);
    this.hasRested = false;
    return [{ what: 'long', film }];
  }

  /** @param still the index of the first shot at rest */
  #comesToRest(still: number): Told[] {
    const film = this.#shots.slice(0, still + 1);
    const what = this.hasRested ? 'done' : 'entered';
    this.#moves = false;
    this.hasRested = true;
    this.#shots = this.#shots.slice(still);
    if (film.every((shot) => wayBetween(at(film, 0), shot) < LEAST_WAY)) return [];
    return [{ what: film.length < FEWEST_SHOTS ? 'short' : what, film }];
  }

  #restsOn(seconds: number): Told[] {
    const film = this.#shots;
    if (seconds - at(film, 0).seconds < REST_PIECE_SECONDS) return [];
    // As much is kept as tells whether it still rests.
    this.#shots = film.slice(film.findLastIndex((shot) => seconds - shot.seconds >= REST_SECONDS));
    return [{ what: 'rest', film }];
  }
}

/** The index of the shot since which the hand has rested for long enough; null where it has not. */
function stillSince(shots: readonly Shot[]): number | null {
  const now = at(shots, shots.length - 1);
  const first = shots.findLastIndex(({ seconds }) => now.seconds - seconds >= REST_SECONDS);
  if (first < 0) return null;
  return shots.slice(first).every((shot) => wayBetween(shot, now) < TREMBLING) ? first : null;
}

/** How far wrist or finger tips are apart, in palm lengths: the farthest of them. */
function wayBetween(one: Shot, other: Shot): number {
  const ways = COUNTED.map((index) => {
    const [from, to] = [at(one.points, index), at(other.points, index)];
    return Math.hypot(to.x - from.x, to.y - from.y);
  });
  return Math.max(...ways) / (palmOf(other.points) || 1);
}

/** The hand that this one was a moment ago. */
function nearest(hands: ReadonlySet<Followed>, shot: Shot): Followed | undefined {
  let [best, least]: [Followed | undefined, number] = [undefined, FARTHEST_LEAP];
  for (const hand of hands) {
    const [from, to] = [at(hand.last.points, 0), at(shot.points, 0)];
    const way = Math.hypot(to.x - from.x, to.y - from.y) / (palmOf(shot.points) || 1);
    if (way < least) [best, least] = [hand, way];
  }
  return best;
}
