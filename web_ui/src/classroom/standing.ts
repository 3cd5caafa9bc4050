import type { ClassNow, Pupil } from '../protocol/class';

/** Whoever has had an error for so long, and has run nothing since, needs help. */
const STUCK_SECONDS = 60;
const MINUTE = 60;

/** What of a pupil's robot is worth a look, the most urgent first. */
export type Standing = 'away' | 'stuck' | 'error' | 'runs' | 'idle';

/** @param now the daemon's clock in seconds */
export function standingOf(pupil: Pupil, now: number): Standing {
  if (pupil.recipe !== null) return 'runs';
  if (pupil.error !== null) return now - (pupil.error_since ?? now) > STUCK_SECONDS ? 'stuck' : 'error';
  return pupil.connected ? 'idle' : 'away';
}

/** What is the matter, in one line: the sentence below the recipe's line where one is told, else the first. */
export function briefly(error: string): string {
  const lines = error.split('\n');
  const code = lines.findLastIndex((line) => /^\s+\S/.test(line));
  return (lines.slice(code + 1).find((line) => line.trim() !== '') ?? lines[0] ?? '').trim();
}

/** For how many whole minutes a pupil has been stuck. */
export function minutesStuck(pupil: Pupil, now: number): number {
  return Math.floor((now - (pupil.error_since ?? now)) / MINUTE);
}

/** The place of a pupil among those who wait: 1 is next, 0 does not wait. */
export function placeOf({ queue }: ClassNow, pupil: string): number {
  return queue.indexOf(pupil) + 1;
}

/** Those who wait, the next one first. */
export function waiting({ queue, pupils }: ClassNow): Pupil[] {
  return queue.flatMap((id) => pupils.filter((pupil) => pupil.id === id));
}

/** Who has the real robot now. */
export function atTurn({ turn, pupils }: ClassNow): Pupil | null {
  return pupils.find(({ id }) => id === turn?.pupil) ?? null;
}

export function counts({ pupils }: ClassNow, now: number): { all: number; here: number; stuck: number } {
  return {
    all: pupils.length,
    here: pupils.filter(({ connected }) => connected).length,
    stuck: pupils.filter((pupil) => standingOf(pupil, now) === 'stuck').length,
  };
}

const USUAL_SLICES = [30, 60, 120, 180, 300, 600, 900];

/** The lengths of a turn to choose from, with the one that holds. */
export function slices(now: number): number[] {
  return [...new Set([...USUAL_SLICES, now])].sort((one, other) => one - other);
}
