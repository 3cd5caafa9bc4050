/** The words of teaching, as they are for what is taught. */
import type { TaughtKind } from '../models/taught/card';
import { text } from '../text';

export type Words = typeof text.teach;

/** @param kind null or undefined while no project is open */
export function wordsFor(kind: TaughtKind | null | undefined): Words {
  if (kind !== 'sounds') return text.teach;
  const { concerns, troubles, ...others } = text.teachSounds;
  return { ...text.teach, ...others, concerns: { ...text.teach.concerns, ...concerns }, troubles: { ...text.teach.troubles, ...troubles } };
}
