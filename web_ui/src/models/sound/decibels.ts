/** Decibels, as the ear counts: 10 more is ten times the energy. */

/** Quieter than any microphone; what silence counts as. */
export const SILENCE_DECIBELS = -120;

/** A mean square of samples (-1…1) in decibels; 0 is the loudest that a microphone can tell, so all are negative. */
export function decibels(energy: number): number {
  return energy > 1e-12 ? 10 * Math.log10(energy) : SILENCE_DECIBELS;
}

/** Between 0 (at `none` and below) and 1 (at `full` and above), evenly. */
export function grade(value: number, none: number, full: number): number {
  return Math.max(0, Math.min(1, (value - none) / (full - none)));
}
