/** What went wrong in teaching, as the page tells it. */
import { ModelError } from '../models/define';

export interface Trouble {
  message: string;
  hint: string;
}

/** The sentence and the hint of an error; one that is not ours has no hint. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ModelError) return { message: error.message, hint: error.hint };
  return { message: error instanceof Error ? error.message : String(error), hint: '' };
}
