import type { About, State } from './messages';

/** The readings of one part, by their names. */
export type Readings = Record<string, unknown>;

/** All that is known of the robot's state. */
export interface RobotState {
  parts: Record<string, Readings>;
  about: About | null;
}

export const UNKNOWN: RobotState = { parts: {}, about: null };

/** The state after a report: it tells the whole of each part in it, and the others stay as they were. So do the cards of
 * recipes where `about` comes without them. */
export function merge(before: RobotState, report: State): RobotState {
  const { type: _type, time: _time, about, ...parts } = report;
  const merged: Record<string, Readings> = { ...before.parts };
  for (const [name, readings] of Object.entries(parts)) {
    if (typeof readings === 'object' && readings !== null) merged[name] = readings as Readings;
  }
  if (!about) return { parts: merged, about: before.about };
  const recipes = about.recipes ?? before.about?.recipes;
  return { parts: merged, about: recipes ? { ...about, recipes } : about };
}
