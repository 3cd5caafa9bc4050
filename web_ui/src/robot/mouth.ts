import { LEVELS_PER_SECOND } from './speech';

/**
 * How far the mouth is open (0…1): as loud as the voice is, measured by the robot from the sound itself.
 *
 * @param loudness the voice's loudness, 20 times a second
 * @param seconds since the sound began
 */
export function mouthOpening(loudness: readonly number[], seconds: number): number {
  // A level is that of its whole twentieth of a second, so it holds in the middle of it.
  const position = seconds * LEVELS_PER_SECOND - 0.5;
  const index = Math.floor(position);
  const between = position - index;
  return (loudness[index] ?? 0) * (1 - between) + (loudness[index + 1] ?? 0) * between;
}
