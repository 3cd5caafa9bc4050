import { bestLanguage, ENGLISH, wantedLanguages } from './choice';
import type { Words } from './en';
import { codesOf, speechIn } from './load';
import type { Sentences } from './sentences';

// A language is one file here: its English sentences with theirs. The page fetches only the one that it speaks.
const sentences = import.meta.glob<Sentences>('../../../tjbot/languages/*.json', { import: 'default' });
// Written out, and checked by the compiler, are the languages that are always complete.
const written = {
  'en.ts': async (): Promise<Words> => (await import('./en')).en,
  'de.ts': async (): Promise<Words> => (await import('./de')).de,
};

/** The codes of all languages that the page can speak. */
export const languages: readonly string[] = [...new Set([...codesOf(written), ...codesOf(sentences)])];

/** The one that it speaks. Tests, which run in no page, are told English. */
export const language = typeof document === 'undefined' ? ENGLISH : bestLanguage(languages, wantedLanguages());

const speech = await speechIn(language, sentences, written);

/** The page's words. */
export const text = speech.text;

/** A sentence of the page's inner parts (frames, models, what learns), which say English, in the page's language. */
export const told = speech.told;

if (typeof document !== 'undefined') document.documentElement.lang = language;
