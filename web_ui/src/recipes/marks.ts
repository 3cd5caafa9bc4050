import type { Output } from '../protocol/messages';
import type { Sense, Word } from './words';

/** A place in the text (letters from the beginning) about which there is something to say, and what would mend it. */
export interface Mark {
  from: number;
  to: number;
  line: number;
  severity: 'error' | 'warning';
  message: string;
  /** Stands in place of what is marked after one click. */
  mend?: string;
}

/** What can stand in a text: a remark or a long text (to be passed over), or a word of the robot with a label. */
const WORD_WITH_LABEL = /#.*|"""[\s\S]*?"""|'''[\s\S]*?'''|\brobot\.(\w+)\(\s*(?:label\s*=\s*|button\s*=\s*)?(["'])([^"'\n\\]*)\2/g;

interface Said {
  unknown: (label: string) => string;
  otherSense: (label: string, word: string) => string;
}

/**
 * The labels that nobody recognises now, as they are being typed.
 *
 * A sense by which nothing is known at all is no pupil's mistake: perhaps nothing is switched on yet.
 * @param freeWords whether the robot's ears know more words than they tell
 */
export function labelMarks(
  source: string,
  words: readonly Word[],
  labels: Readonly<Record<Sense, readonly string[]>>,
  freeWords: boolean,
  said: Said,
): Mark[] {
  const marks: Mark[] = [];
  for (const match of source.matchAll(WORD_WITH_LABEL)) {
    const [all, name = '', , label = ''] = match;
    const word = words.find((each) => each.name === name);
    if (word?.sense === undefined || label === '') continue;
    const known = word.sense === 'any' ? [...labels.see, ...labels.hear, ...labels.touch] : labels[word.sense];
    if (known.length === 0 || known.includes(label)) continue;
    if (freeWords && (word.sense === 'hear' || word.sense === 'any') && nearest(label, known) === null) continue;
    const to = match.index + all.length - 1;
    const place = { from: to - label.length, to, line: lineAt(source, to), severity: 'warning' as const };
    const hat = otherHat(words, word, label, labels);
    if (hat !== null) {
      const from = match.index + 'robot.'.length;
      marks.push({ ...place, from, to: from + name.length, message: said.otherSense(label, hat), mend: hat });
      continue;
    }
    const near = nearest(label, known);
    marks.push({ ...place, message: said.unknown(label), ...(near === null ? {} : { mend: near }) });
  }
  return marks;
}

/** The same question for the sense that does know the label. */
function otherHat(
  words: readonly Word[],
  word: Word,
  label: string,
  labels: Readonly<Record<Sense, readonly string[]>>,
): string | null {
  const sense = (['see', 'hear', 'touch'] as const).find((each) => labels[each].includes(label));
  if (sense === undefined || word.sense === 'any') return null;
  const other = words.find((each) => each.sense === sense && each.hat === word.hat);
  return other?.name ?? null;
}

const PLACE = /\bin line (\d+):?/;

/** The line of the recipe that the newest error names. */
export function errorMarks(source: string, output: readonly Output[]): Mark[] {
  const said = output.findLast((each) => each.stream === 'stderr' && PLACE.test(each.text));
  const line = Number(PLACE.exec(said?.text ?? '')?.[1] ?? 0);
  const lines = source.split('\n');
  const text = lines[line - 1];
  if (said === undefined || text === undefined) return [];
  const begin = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const from = begin + text.length - text.trimStart().length;
  const message = said.text.trim().split('\n').slice(2).join(' ') || said.text.trim();
  return [{ from, to: begin + text.length, line, severity: 'error', message }];
}

/** The known word that is most like what was typed, if one is near enough to be meant. */
export function nearest(typed: string, known: readonly string[]): string | null {
  const wanted = typed.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length * 0.4));
  let best: string | null = null;
  let least = most + 1;
  for (const word of known) {
    const steps = distance(wanted, word.toLowerCase(), least);
    if (steps < least) [best, least] = [word, steps];
  }
  return best;
}

/** How many letters must be changed, put in, left away or swapped with their neighbour to make one word the other. */
function distance(one: string, other: string, enough: number): number {
  if (Math.abs(one.length - other.length) >= enough) return enough;
  let older: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let steps = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) steps = Math.min(steps, (older[j - 2] ?? 0) + 1);
      next.push(steps);
    }
    [older, row] = [row, next];
  }
  return row[other.length] ?? enough;
}

function lineAt(source: string, place: number): number {
  return source.slice(0, place).split('\n').length;
}
