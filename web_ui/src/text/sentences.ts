/**
 * Sentences in another language by what they are in English, with names in braces for what is filled in: the files in
 * `tjbot/languages/`, which the robot reads, too (`tjbot/languages/__init__.py` does the same).
 */

/** A sentence, or its plural forms by their names in CLDR. */
export type Sentence = string | Record<string, string>;
export type Sentences = Readonly<Record<string, Sentence>>;

interface Template {
  pattern: RegExp;
  names: readonly string[];
  /** The longest text between two gaps, so that most templates are seen not to fit. */
  piece: string;
  /** The gaps in quotation marks: somebody's own words. */
  quoted: ReadonlySet<string>;
  sentence: Sentence;
}

const GAP = /\{(\w+)\}/g;
const QUOTED = /["“]\{(\w+)\}["”]/g;
const SENTENCE_END = /(?<=[.?!]) (?=\S)/g;
const DECIMAL = /^[-−]?\d+\.\d+$/;

/** A function that tells a text of several sentences in a language; what has no translation stays as it is. */
export function translator(sentences: Sentences, language: string): (text: string) => string {
  const whole = new Map(Object.entries(sentences).filter(([, told]) => isSentence(told)));
  const templates = [...whole].filter(([english]) => english.includes('{')).map(([english, told]) => templateOf(english, told));
  templates.sort((one, other) => ownLetters(other) - ownLetters(one));
  const plural = new Intl.PluralRules(language);
  const point = new Intl.NumberFormat(language).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';

  function formOf(sentence: Sentence, values: readonly string[]): string {
    if (typeof sentence === 'string') return sentence;
    const number = values.find((value) => /^\d+$/.test(value));
    return (number === undefined ? undefined : sentence[plural.select(Number(number))]) ?? sentence['other'] ?? '';
  }

  function wordOf(value: string): string {
    if (DECIMAL.test(value)) return value.replace('.', point);
    const word = whole.get(value);
    if (word !== undefined) return formOf(word, []);
    return value.includes(' ') ? line(value) : value;
  }

  function sentenceOf(text: string): string | null {
    const same = whole.get(text);
    if (same !== undefined && !text.includes('{')) return formOf(same, []);
    for (const { pattern, names, piece, quoted, sentence } of templates) {
      const found = text.includes(piece) ? pattern.exec(text) : null;
      if (found === null) continue;
      const given = found.groups ?? {};
      const words = new Map(names.map((name) => [name, quoted.has(name) ? given[name] ?? '' : wordOf(given[name] ?? '')]));
      return formOf(sentence, [...words.values()]).replace(GAP, (gap, name: string) => words.get(name) ?? gap);
    }
    return null;
  }

  /** The sentences of a line one by one; what was filled in may hold the end of a sentence, too. */
  function line(text: string): string {
    const ends = [...text.matchAll(SENTENCE_END)].map(({ index }) => index);
    for (const end of [...ends, text.length]) {
      const told = sentenceOf(text.slice(0, end));
      if (told !== null) return end < text.length ? `${told} ${line(text.slice(end + 1))}` : told;
    }
    const [first] = ends;
    return first === undefined ? text : `${text.slice(0, first)} ${line(text.slice(first + 1))}`;
  }

  return (text) => text.split('\n').map(line).join('\n');
}

/** Words of the page with all their texts translated, also those that their functions make. */
export function translatedWords<Words>(words: Words, told: (text: string) => string): Words {
  return translatedValue(words, told) as Words;
}

function translatedValue(value: unknown, told: (text: string) => string): unknown {
  if (typeof value === 'string') return told(value);
  if (typeof value === 'function') {
    const made = value as (...given: unknown[]) => unknown;
    return (...given: unknown[]) => translatedValue(made(...given), told);
  }
  if (Array.isArray(value)) return value.map((each) => translatedValue(each, told));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, translatedValue(each, told)]));
}

/** Empty ones wait for who translates them. */
function isSentence(told: Sentence): boolean {
  return typeof told === 'string' ? told !== '' : (told['other'] ?? '') !== '';
}

function ownLetters({ pattern, names }: Template): number {
  return pattern.source.length - 12 * names.length;
}

function templateOf(english: string, sentence: Sentence): Template {
  const pieces = english.split(GAP);
  const names = new Set<string>();
  let source = '';
  pieces.forEach((piece, index) => {
    if (index % 2 === 0) source += piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    else {
      source += names.has(piece) ? `\\k<${piece}>` : `(?<${piece}>.+?)`;
      names.add(piece);
    }
  });
  const piece = pieces.filter((_, index) => index % 2 === 0).reduce((longest, each) => (each.length > longest.length ? each : longest), '');
  const quoted = new Set([...english.matchAll(QUOTED)].map(([, name]) => name ?? ''));
  return { pattern: new RegExp(`^${source}$`), names: [...names], piece, quoted, sentence };
}
