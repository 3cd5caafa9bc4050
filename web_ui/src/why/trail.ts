import type { Seen, Traced } from '../protocol/messages';

/** One step on the way from a picture to a movement. */
export interface Step {
  name: string;
  /** Since the step before; 0 for the first. */
  milliseconds: number;
}

/** Why the robot did something. */
export interface Trail {
  trace: string;
  action: string;
  /** What was seen, where that is known here. */
  label: string | null;
  /** 0…1 */
  confidence: number | null;
  steps: Step[];
  /** From the first step to the last. */
  milliseconds: number;
}

/** The way of one action, from its stamps (in the order of the steps) and the event that caused it. */
export function trailOf(traced: Traced, events: readonly Seen[]): Trail {
  const stamps = Object.entries(traced.stamps);
  const times = inOrder(stamps.map(([, time]) => time * 1000));
  const event = events.findLast(({ trace }) => trace === traced.trace);
  return {
    trace: traced.trace,
    action: traced.action,
    label: event?.label ?? null,
    confidence: event?.confidence ?? null,
    steps: stamps.map(([name], index) => ({ name, milliseconds: index === 0 ? 0 : times[index] - times[index - 1] })),
    milliseconds: times.length > 1 ? times[times.length - 1] - times[0] : 0,
  };
}

/** The newest ways, newest first; a robot that does the same again and again is told once. */
export function newestTrails(trails: readonly Trail[], limit: number): Trail[] {
  const told = new Map<string, Trail>();
  for (const trail of trails.toReversed()) {
    const name = `${trail.label} ${trail.action}`;
    if (!told.has(name)) told.set(name, trail);
  }
  return [...told.values()].slice(0, limit);
}

/** Two clocks that are compared over a wire differ a little; no step takes less than no time for that. */
function inOrder(times: readonly number[]): number[] {
  let latest = -Infinity;
  return times.map((time) => (latest = Math.max(latest, time)));
}
