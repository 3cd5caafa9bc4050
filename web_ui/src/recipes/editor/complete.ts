import {
  snippetCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Sense, Word } from '../words';

/** All that can be proposed now. */
export interface Vocabulary {
  words: readonly Word[];
  labels: Readonly<Record<Sense, readonly string[]>>;
}

/** What a light is usually told. */
const COLORS = ['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'magenta', 'purple', 'pink', 'white'];
const PYTHON = ['for', 'if', 'else', 'elif', 'while', 'def', 'return', 'True', 'False', 'None', 'print', 'range', 'input', 'global'];
const EXAMPLES: Record<Sense, string> = { see: 'open hand', hear: 'clap', touch: 'button' };

const IN_QUOTES = /\brobot\.\w+\([^()"'\n]*["'][^"'\n]*$/;
const BEHIND_DOT = /@?\brobot\.\w*$/;
const BARE = /@?[A-Za-z_]\w*$|@$/;

/** What can stand where the caret is: labels and colors in quotes, words of the robot behind its dot, else both. */
export function propose(vocabulary: Vocabulary, context: CompletionContext): CompletionResult | null {
  const quoted = context.matchBefore(IN_QUOTES);
  if (quoted !== null) return inQuotes(vocabulary, quoted.from, quoted.text);
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  if (/#/.test(before) || (before.match(/["']/g)?.length ?? 0) % 2 === 1) return null;
  const dotted = context.matchBefore(BEHIND_DOT);
  // A function may stand below already; then only the hat itself is written.
  const below = line.number < context.state.doc.lines ? context.state.doc.line(line.number + 1).text : '';
  const hasFunction = /^\s*(def |@)/.test(below);
  if (dotted !== null) {
    const hats = dotted.text.startsWith('@');
    const from = dotted.from + dotted.text.indexOf('.') + 1;
    const fitting = vocabulary.words.filter((word) => word.hat === hats);
    return { from, options: fitting.map((word) => option(word, vocabulary, hasFunction, '')), validFor: /^\w*$/ };
  }
  const bare = context.matchBefore(BARE);
  if (bare === null || (bare.text.length < 2 && bare.text !== '@' && !context.explicit)) return null;
  const at = bare.text.startsWith('@');
  const robots = vocabulary.words
    .filter((word) => !at || word.hat)
    .map((word) => option(word, vocabulary, hasFunction, word.hat ? '@robot.' : 'robot.'));
  const python = at ? [] : PYTHON.map((label) => ({ label, type: 'keyword', boost: -50 }));
  return { from: bare.from, options: [...robots, ...python], validFor: /^@?\w*$/ };
}

function inQuotes(vocabulary: Vocabulary, from: number, text: string): CompletionResult | null {
  const name = /robot\.(\w+)/.exec(text)?.[1];
  const word = vocabulary.words.find((each) => each.name === name);
  const quote = Math.max(text.lastIndexOf('"'), text.lastIndexOf("'"));
  const values = word === undefined ? [] : valuesOf(word, vocabulary.labels);
  if (values.length === 0) return null;
  const type = word?.sense === undefined ? 'constant' : 'text';
  return { from: from + quote + 1, options: values.map((label) => ({ label, type })), validFor: /^[^"'\n]*$/ };
}

/** What can stand in the quotes of a word. */
export function valuesOf(word: Word, labels: Vocabulary['labels']): readonly string[] {
  if (word.sense === 'any') return [...labels.see, ...labels.hear, ...labels.touch];
  if (word.sense !== undefined) return labels[word.sense];
  const choices = word.arguments?.flatMap((each) => each.choices ?? []) ?? [];
  return word.arguments?.some((each) => each.unit === 'color') ? COLORS : choices;
}

function option(word: Word, vocabulary: Vocabulary, hasFunction: boolean, before: string): Completion {
  const shown = { label: before + word.name, type: word.hat ? 'event' : 'verb', info: () => help(word) };
  const call = word.name + (word.bare ? '' : `(${brackets(word, vocabulary.labels)})`);
  // The dot of `robot.` may stand in the text already.
  const whole = word.hat && !hasFunction ? `${call}\ndef \${1:go}():\n    \${}` : `${call}\${}`;
  return snippetCompletion(before + whole, shown);
}

function brackets(word: Word, labels: Vocabulary['labels']): string {
  if (word.sense !== undefined) {
    const sense = word.sense === 'any' ? 'see' : word.sense;
    return `"\${0:${labels[sense].includes(EXAMPLES[sense]) ? EXAMPLES[sense] : (labels[sense][0] ?? EXAMPLES[sense])}}"`;
  }
  if (word.name === 'every') return 'seconds=${0:5}';
  const needed = word.arguments?.filter((each) => each.required) ?? [];
  const sample = (unit: string): string => ({ color: '"${red}"', text: '"${Hello!}"', degrees: '${90}' })[unit] ?? '${1}';
  return needed.map((each) => sample(each.unit)).join(', ');
}

/** How a word is written and what it does, for a small window beside it. */
export function help(word: Word): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-word-help';
  const signature = document.createElement('code');
  signature.textContent = word.signature;
  const summary = document.createElement('p');
  summary.textContent = word.summary.replaceAll('`', '');
  box.append(signature, summary);
  return box;
}
