/** Who made the last project here, and what others may do with it: the next one begins with the same. */
import type { Signature } from '../learn/project';

const REMEMBERED = 'tjbot.teach.signature';

/** Both are empty where nothing was said yet, or the browser remembers nothing. */
export function lastSignature(): Signature {
  try {
    const { author, licence } = JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') as Record<string, unknown>;
    return { author: typeof author === 'string' ? author : '', licence: typeof licence === 'string' ? licence : '' };
  } catch {
    // A browser may forbid it; then it is asked anew each time.
    return { author: '', licence: '' };
  }
}

export function rememberSignature(signature: Signature): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(signature));
  } catch {
    // As above.
  }
}
