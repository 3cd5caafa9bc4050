const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Words {
  justNow: string;
  minutes(count: number): string;
  hours(count: number): string;
  days(count: number): string;
}

/** How long ago a moment was, in words.
 * @param seconds since then; a clock that was set back in between counts as just now */
export function ago(seconds: number, words: Words): string {
  if (seconds < MINUTE) return words.justNow;
  if (seconds < HOUR) return words.minutes(Math.floor(seconds / MINUTE));
  return seconds < DAY ? words.hours(Math.floor(seconds / HOUR)) : words.days(Math.floor(seconds / DAY));
}
