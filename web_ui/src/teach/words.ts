/** The words of teaching, as they are for what is taught. */
import type { TaughtKind } from '../models/taught/card';
import { text } from '../text';

export type Words = typeof text.teach;

/** @param kind null or undefined while no project is open */
export function wordsFor(kind: TaughtKind | null | undefined): Words {
  const otherwise = { movements: text.teachMovements, sounds: text.teachSounds, numbers: text.teachNumbers, pictures: null, hands: null }[kind ?? 'pictures'];
  if (otherwise === null) return text.teach;
  const { concerns, troubles, ...others } = otherwise;
  return { ...text.teach, ...others, concerns: { ...text.teach.concerns, ...concerns }, troubles: { ...text.teach.troubles, ...troubles } };
}
