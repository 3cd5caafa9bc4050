/** How somebody likes to see recipes; the browser remembers it. */
import { browserStorage } from '../drafts';

export const WAYS = ['text', 'blocks', 'both'] as const;
export type Way = (typeof WAYS)[number];

const KEY = 'tjbot recipes as';

export function chosenWay(): Way {
  const kept = browserStorage()?.getItem(KEY);
  return WAYS.find((way) => way === kept) ?? 'text';
}

export function keepWay(way: Way): void {
  try {
    browserStorage()?.setItem(KEY, way);
  } catch {
    // A full storage: next time it is text again.
  }
}
