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

/** The way of one action, from its stamps and the event that caused it. */
export function trailOf(traced: Traced, events: readonly Seen[]): Trail {
  const stamps = Object.entries(traced.stamps).sort(([, one], [, other]) => one - other);
  const times = stamps.map(([, time]) => time * 1000);
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
