import type { RecipeCard } from '../protocol/messages';
import type { Sense, Word } from './words';

/** What a recipe's picture shows: by what it begins, and what of the robot it moves. */
export interface Picture {
  sense: Sense | 'time' | 'start';
  label: string;
  parts: ReadonlySet<string>;
  /** What the light is told first. */
  color: string | null;
}

/** Thumb first; what a hand holds up for a label. */
const FINGERS: Record<string, readonly boolean[]> = {
  'open hand': [true, true, true, true, true],
  fist: [false, false, false, false, false],
  grab: [false, false, false, false, false],
  'thumbs up': [true, false, false, false, false],
  'thumbs down': [true, false, false, false, false],
  point: [false, true, false, false, false],
  'one finger': [false, true, false, false, false],
  'two fingers': [false, true, true, false, false],
  victory: [false, true, true, false, false],
  'three fingers': [false, true, true, true, false],
  'four fingers': [false, true, true, true, true],
  'five fingers': [true, true, true, true, true],
  wave: [true, true, true, true, true],
};

/** Which fingers a hand holds up for a label; null where no hand shows it. */
export function fingersOf(label: string): readonly boolean[] | null {
  return FINGERS[label] ?? null;
}

/** What to draw for a recipe; it follows from the words of the robot in its text alone. */
export function pictureOf(card: RecipeCard, words: readonly Word[]): Picture {
  const known = new Map(words.map((word) => [word.name, word]));
  const used = card.words ?? [];
  const senses = used.filter((each) => known.get(each.word)?.sense !== undefined);
  const cause = senses.find((each) => known.get(each.word)?.hat) ?? senses[0];
  const sense = known.get(cause?.word ?? '')?.sense;
  const parts = new Set(used.flatMap((each) => known.get(each.word)?.part ?? []));
  const color = used.find((each) => each.value && ['shine', 'pulse'].includes(each.word))?.value ?? null;
  if (cause !== undefined && sense !== undefined) {
    return { sense: sense === 'any' ? 'see' : sense, label: cause.value ?? '', parts, color };
  }
  const timed = used.some((each) => each.word === 'every');
  return { sense: timed ? 'time' : 'start', label: '', parts, color };
}

/** Whether this robot has all that a recipe uses. */
export function isPossible(card: RecipeCard, words: readonly Word[], labels: Readonly<Record<Sense, readonly string[]>>): boolean {
  const known = new Map(words.map((word) => [word.name, word]));
  return (card.words ?? []).every(({ word, value }) => {
    const meant = known.get(word);
    if (meant === undefined) return false;
    return meant.sense !== 'touch' || (value ? labels.touch.includes(value) : labels.touch.length > 0);
  });
}

export interface Wanted {
  text: string;
  level: number | null;
  mine: boolean;
  possible: boolean;
}

/** The recipes that are looked for, by level and title. */
export function chosen(
  cards: readonly RecipeCard[],
  wanted: Wanted,
  words: readonly Word[],
  labels: Readonly<Record<Sense, readonly string[]>>,
): RecipeCard[] {
  const typed = wanted.text.trim().toLowerCase();
  return cards
    .filter((card) => (card.mine ?? false) === wanted.mine)
    .filter((card) => wanted.level === null || card.level === wanted.level)
    .filter((card) => !wanted.possible || isPossible(card, words, labels))
    .filter((card) => typed === '' || everything(card).includes(typed))
    .sort((one, other) => (one.level ?? 0) - (other.level ?? 0) || one.title.localeCompare(other.title));
}

function everything(card: RecipeCard): string {
  const used = (card.words ?? []).flatMap(({ word, value }) => [word, value ?? '']);
  return [card.title, card.needs, card.learn, ...used].join(' ').toLowerCase();
}
