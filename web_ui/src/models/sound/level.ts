/** How loud it is, and how quiet this room can be. Pure: the blocks are the clock. */
import { BLOCK_SECONDS, type Block } from './blocks';
import { SILENCE_DECIBELS, decibels, grade } from './decibels';

/** As sluggish as a sound level meter. */
const LEVEL_BLOCKS = 12;
/** The quietest moment of so many seconds is the room's floor: a class that talks has gaps, a fan has none. */
const FLOOR_SECONDS = 30;
const FLOOR_RISES_DECIBELS_PER_SECOND = 3;
/** No room is quieter; a microphone that cuts all noise away would make a breath loud. */
const LOWEST_FLOOR_DECIBELS = -75;
/** A microphone that is switched off gives zeros, which no room does. */
const MUTE_DECIBELS = -100;
const MUTE_SECONDS = 5;

/** Loud lasts for two thirds of this: 0.3 s. */
const LOUD_BLOCKS = 45;
/** So far above the room's floor it begins to be loud, and is as loud as can be. */
const LOUD_DECIBELS = [10, 40] as const;

/** No further above the floor, it is quiet. */
export const QUIET_DECIBELS = 6;
/** As quiet as can be after so long. */
const QUIET_SECONDS = 3.3;

const BLOCKS_PER_SECOND = Math.round(1 / BLOCK_SECONDS);

/** How far above the room's floor a sound must be that one is so sure of being loud, in decibels.
 * @param confidence 0…1 */
export function loudAt(confidence: number): number {
  return LOUD_DECIBELS[0] + confidence * (LOUD_DECIBELS[1] - LOUD_DECIBELS[0]);
}

/** Follows how loud a room is. */
export class RoomLevel {
  readonly #energies: number[] = [];
  /** The quietest level of each of the last seconds. */
  readonly #quietest: number[] = [];
  #blocks = 0;
  #floor = 0;
  #mutedFor = 0;
  #quietFor = 0;

  /** Takes the next 10 ms. */
  feed({ energy }: Block): void {
    this.#energies.push(energy);
    if (this.#energies.length > LOUD_BLOCKS) this.#energies.shift();
    this.#mutedFor = decibels(energy) > MUTE_DECIBELS ? 0 : this.#mutedFor + BLOCK_SECONDS;
    this.#followFloor();
    const near = this.known && !this.mute && this.level - this.floor <= QUIET_DECIBELS;
    this.#quietFor = near ? this.#quietFor + BLOCK_SECONDS : 0;
  }

  /** What comes next does not follow what came before. */
  interrupt(): void {
    this.#energies.length = 0;
    this.#quietFor = 0;
  }

  /** How loud it is now, in decibels: 0 is the loudest that the microphone can tell. */
  get level(): number {
    return this.#energies.length === 0 ? SILENCE_DECIBELS : decibels(mean(this.#energies.slice(-LEVEL_BLOCKS)));
  }

  /** How quiet this room is at its quietest, in decibels. */
  get floor(): number {
    return this.#floor;
  }

  /** Whether the floor is known; before, nothing can be judged. */
  get known(): boolean {
    return this.#blocks > 0;
  }

  /** Whether the microphone brings nothing at all. */
  get mute(): boolean {
    return this.#mutedFor >= MUTE_SECONDS;
  }

  /** How sure one is that it is loud, 0…1: it has been, for at least 0.3 s of the last 0.45 s. */
  get loud(): number {
    if (!this.known || this.#energies.length < LOUD_BLOCKS) return 0;
    const held = [...this.#energies].sort((one, other) => one - other)[LOUD_BLOCKS / 3];
    return grade(decibels(held) - this.floor, ...LOUD_DECIBELS);
  }

  /** How sure one is that it is quiet, 0…1: it has been for a while. */
  get quiet(): number {
    return grade(this.#quietFor, 0, QUIET_SECONDS);
  }

  #followFloor(): void {
    const heard = this.#energies.slice(-LEVEL_BLOCKS).every((energy) => decibels(energy) > MUTE_DECIBELS);
    if (!heard || this.#energies.length < LEVEL_BLOCKS) return;
    const level = Math.max(LOWEST_FLOOR_DECIBELS, this.level);
    if (this.#blocks % BLOCKS_PER_SECOND === 0) this.#quietest.push(level);
    else this.#quietest[this.#quietest.length - 1] = Math.min(level, this.#quietest[this.#quietest.length - 1]);
    if (this.#quietest.length > FLOOR_SECONDS) this.#quietest.shift();
    const quietest = Math.min(...this.#quietest);
    const highest = this.#floor + FLOOR_RISES_DECIBELS_PER_SECOND * BLOCK_SECONDS;
    this.#floor = this.#blocks === 0 ? level : Math.min(quietest, highest);
    this.#blocks += 1;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
