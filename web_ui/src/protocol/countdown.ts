/** What is left until a moment, as minutes and seconds ("1:05"); null where there is no end.
 * @param end and @param now on the same clock, in seconds */
export function countdown(end: number | null, now: number): string | null {
  if (end === null) return null;
  const left = Math.max(0, Math.ceil(end - now));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}
