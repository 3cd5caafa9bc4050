import type { SetPace } from '../protocol/messages';

/** How fast a recipe runs. */
export type Pace = Required<Pick<SetPace, 'pace' | 'seconds'>>;

export const STEP: Pace = { pace: 'step', seconds: 1 };
export const NORMAL: Pace = { pace: 'normal', seconds: 1 };

/** Seconds from line to line, the slowest first. */
const SECONDS = [2, 1, 0.5, 0.25];

/** From the slowest pace to the fastest. */
const PACES: readonly Pace[] = [STEP, ...SECONDS.map((seconds): Pace => ({ pace: 'slow', seconds })), NORMAL];

/** The next slower pace; in steps is the slowest. */
export function slower(now: Pace): Pace {
  return PACES[Math.max(0, placeOf(now) - 1)] ?? STEP;
}

/** The next faster pace; as ever is the fastest. */
export function faster(now: Pace): Pace {
  return PACES[Math.min(PACES.length - 1, placeOf(now) + 1)] ?? NORMAL;
}

function placeOf({ pace, seconds }: Pace): number {
  const place = PACES.findIndex((each) => each.pace === pace && (pace !== 'slow' || each.seconds <= seconds));
  return place < 0 ? PACES.length - 2 : place;
}
