import { ENGLISH } from './choice';
import type { Words } from './en';
import { translatedWords, translator, type Sentences } from './sentences';

/** Files that are fetched only when they are asked for, by their path. */
export type Files<Content> = Readonly<Record<string, () => Promise<Content>>>;

/** All that the page says in a language. */
export interface Speech {
  text: Words;
  /** Tells a sentence of the page's inner parts, which say English. */
  told: (sentence: string) => string;
}

/** The codes of the languages that have files. */
export function codesOf(files: Files<unknown>): string[] {
  return Object.keys(files).map(codeOf);
}

/** What the page says in a language.
 * @param sentences the languages' files: English sentences to theirs
 * @param written the page's words in languages that have them in files of their own; English is one of them */
export async function speechIn(language: string, sentences: Files<Sentences>, written: Files<Words>): Promise<Speech> {
  const [dictionary, words] = await Promise.all([fileOf(sentences, language)?.() ?? {}, fileOf(written, language)?.()]);
  const told = translator(dictionary, language);
  if (words !== undefined) return { text: words, told };
  const english = await fileOf(written, ENGLISH)?.();
  if (english === undefined) throw new Error('The page has no English words.');
  return { text: translatedWords(english, told), told };
}

function fileOf<Content>(files: Files<Content>, language: string): (() => Promise<Content>) | undefined {
  return Object.entries(files).find(([path]) => codeOf(path) === language)?.[1];
}

function codeOf(path: string): string {
  return /([^/]*)\.\w+$/.exec(path)?.[1] ?? '';
}
