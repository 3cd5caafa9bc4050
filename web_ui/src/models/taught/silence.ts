/** Where there is nothing to hear but the room itself. Pure. */
import { BlockCutter } from '../sound/blocks';
import { decibels, SILENCE_DECIBELS } from '../sound/decibels';

/** The loudest moment of a piece is as long as so many blocks. */
const MOMENT_BLOCKS = 3;
/** So far above the room's floor something sounds. */
const ABOVE_FLOOR_DECIBELS = 9;
/** Quieter than this is silence in any room, and louder than this in none, however loud the room always is. */
const [QUIETEST_DECIBELS, LOUDEST_DECIBELS] = [-60, -40] as const;

/** How loud the loudest moment is, in decibels: 0 is the loudest that a microphone can tell.
 * @param rate samples a second */
export function loudestIn(samples: Float32Array, rate: number): number {
  const energies = new BlockCutter(rate).cut(samples).map(({ energy }) => energy);
  let most = SILENCE_DECIBELS;
  for (let block = MOMENT_BLOCKS; block <= energies.length; block++) {
    const moment = energies.slice(block - MOMENT_BLOCKS, block);
    most = Math.max(most, decibels(moment.reduce((sum, energy) => sum + energy, 0) / MOMENT_BLOCKS));
  }
  return most;
}

/** Up to where it is silent in a room, in decibels.
 * @param floor how loud the room is at its quietest, in decibels; null where it is not known */
export function silentUpTo(floor: number | null): number {
  if (floor === null) return QUIETEST_DECIBELS;
  return Math.max(QUIETEST_DECIBELS, Math.min(LOUDEST_DECIBELS, floor + ABOVE_FLOOR_DECIBELS));
}
