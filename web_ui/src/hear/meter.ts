/** How loud the room is, for drawing. */
import type { Sound } from '../models/define';
import { BlockCutter } from '../models/sound/blocks';
import { QUIET_DECIBELS, RoomLevel, loudAt } from '../models/sound/level';

/** The quietest that is drawn, in decibels; the loudest is 0. */
const LOWEST_DECIBELS = -80;

/** All as fractions of the drawn scale, 0…1. */
export interface Loudness {
  level: number;
  /** Up to here it is quiet. */
  quiet: number;
  /** From here on it is loud. */
  loud: number;
  /** Whether it is known how quiet this room is. */
  known: boolean;
  /** The microphone brings nothing at all. */
  mute: boolean;
  /** How quiet this room is at its quietest, in decibels; null where it is not known yet. */
  floor: number | null;
}

/** Follows how loud it is. */
export class LoudnessMeter {
  #rate = 0;
  #cutter = new BlockCutter(48_000);
  readonly #room = new RoomLevel();

  /** Takes a piece in.
   * @param threshold how sure one must be of "loud", 0…1 */
  feed({ samples, rate }: Sound, threshold: number): Loudness {
    if (rate !== this.#rate) {
      this.#rate = rate;
      this.#cutter = new BlockCutter(rate);
    }
    for (const block of this.#cutter.cut(samples)) this.#room.feed(block);
    const { level, floor, known, mute } = this.#room;
    const [quiet, loud] = [floor + QUIET_DECIBELS, floor + loudAt(threshold)].map(drawn);
    return { level: drawn(level), quiet, loud, known, mute, floor: known ? floor : null };
  }
}

function drawn(decibels: number): number {
  return Math.max(0, Math.min(1, 1 - decibels / LOWEST_DECIBELS));
}
