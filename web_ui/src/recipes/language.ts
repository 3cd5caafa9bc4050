import type { Run } from '../protocol/messages';

/** The language in which the robot explains what is wrong with a recipe; null for its own, where it has not that of
 * this browser.
 * @param wanted the browser's languages, the best first */
export function languageOf(wanted: readonly string[]): NonNullable<Run['language']> | null {
  const first = wanted[0]?.slice(0, 2).toLowerCase();
  return first === 'de' || first === 'en' ? first : null;
}
