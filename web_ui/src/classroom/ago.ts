const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Words {
  justNow: string;
  minutes(count: number): string;
  hours(count: number): string;
  days(count: number): string;
}

/** How long ago a moment was, in words.
 * @param milliseconds since then; a clock that was set back in between counts as just now */
export function ago(milliseconds: number, words: Words): string {
  if (milliseconds < MINUTE) return words.justNow;
  if (milliseconds < HOUR) return words.minutes(Math.floor(milliseconds / MINUTE));
  return milliseconds < DAY ? words.hours(Math.floor(milliseconds / HOUR)) : words.days(Math.floor(milliseconds / DAY));
}
