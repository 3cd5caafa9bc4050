/** The way that a hand has gone lately. Pure: times are given to it. */
import { at, type Point } from '../hand/geometry';

/** Where a hand was: x to the right as the person sees themselves, y upwards, both in palm widths. */
export interface Step extends Point {
  /** Seconds. */
  time: number;
  /** How far each of its four fingers was out, 0…1. */
  out: readonly number[];
}

/** As long as the slowest moving gesture takes. */
const KEPT_SECONDS = 2.2;
/** A hand that was not seen for so long begins a new path. */
export const LONGEST_GAP_SECONDS = 0.45;

/** Adds where the hand is now, and forgets what is too old; a path is never changed in place. */
export function extended(path: readonly Step[], step: Step): readonly Step[] {
  const last = path.at(-1);
  if (last !== undefined && (step.time <= last.time || step.time - last.time > LONGEST_GAP_SECONDS)) return [step];
  return [...path.filter(({ time }) => step.time - time <= KEPT_SECONDS), step];
}

/** A stretch of a path in which the hand goes one way, to the left or to the right. */
export interface Swing {
  from: Step;
  to: Step;
}

/** The swings of a path: each is at least `least` palm widths wide; smaller ones to and fro count as trembling. The
 * last one may still be going on. */
export function swingsOf(path: readonly Step[], least: number): Swing[] {
  const swings: Swing[] = [];
  let from = path[0];
  let to = path[0];
  if (from === undefined || to === undefined) return swings;
  for (const step of path) {
    const way = Math.sign(to.x - from.x);
    if (way === 0 || (step.x - to.x) * way > 0.1 * least) {
      // Farther the same way; a swing starts only where the hand leaves for good.
      if (Math.abs(step.x - from.x) < 0.1 * least) from = step;
      to = step;
    } else if (Math.abs(step.x - to.x) >= least || Math.abs(to.x - from.x) < least) {
      if (Math.abs(to.x - from.x) >= least) swings.push({ from, to });
      from = to;
      to = step;
    }
  }
  if (Math.abs(to.x - from.x) >= least) swings.push({ from, to });
  return swings;
}

/** How long the way from one place of a path to another is, in palm widths. */
export function wayLength(path: readonly Step[], from: Step, to: Step): number {
  let length = 0;
  for (let index = 1; index < path.length; index++) {
    const [before, after] = [at(path, index - 1), at(path, index)];
    if (before.time >= from.time && after.time <= to.time) length += Math.hypot(after.x - before.x, after.y - before.y);
  }
  return length;
}

/** 0 at `from` and before it, 1 at `to` and beyond it, even in between; `from` may be the larger. */
export function part(value: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (value - from) / (to - from)));
}
