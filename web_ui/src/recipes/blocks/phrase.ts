/** What we write for a piece: in the style of the gallery. */
import type { Catalogue } from './catalogue';
import type { Piece } from './piece';
import { quote } from './python_text';

/** How tightly what is written holds together, as Python has it. */
const LEVEL = { loose: 0, or: 1, and: 2, not: 3, compare: 4, sum: 9, product: 10, sign: 11, power: 12, atom: 13 } as const;
const OPERATORS: Record<string, number> = { or: LEVEL.or, and: LEVEL.and, '+': LEVEL.sum, '-': LEVEL.sum, '**': LEVEL.power };

/** A value with brackets round it where it would fall apart otherwise. */
export function phrase(value: Piece | undefined, catalogue: Catalogue, least: number = LEVEL.loose, missing = 'None'): string {
  if (value === undefined) return missing;
  const [text, level] = phrased(value, catalogue);
  return level < least || (level < LEVEL.atom && /[\r\n]/.test(text)) ? `(${text})` : text;
}

function phrased(value: Piece, catalogue: Catalogue): [text: string, level: number] {
  const { kind, word, names, values } = value;
  const say = (slot: string, least: number, missing?: string): string => phrase(values[slot], catalogue, least, missing);
  switch (kind) {
    case 'number':
      return [word, word.startsWith('-') ? LEVEL.sign : LEVEL.atom];
    case 'text':
      return [quote(word), LEVEL.atom];
    case 'attribute':
      return [`${word}.${names[0] ?? 'label'}`, LEVEL.atom];
    case 'compare':
      // Two in a row mean something else to Python, so each gets brackets.
      return [`${say('left', LEVEL.compare + 1)} ${word} ${say('right', LEVEL.compare + 1)}`, LEVEL.compare];
    case 'not':
      return [`not ${say('value', LEVEL.not, 'True')}`, LEVEL.not];
    case 'logic':
      return [operation(value, catalogue, 'True'), OPERATORS[word] ?? LEVEL.or];
    case 'arithmetic':
      return [operation(value, catalogue, '0'), OPERATORS[word] ?? LEVEL.product];
    case 'ask':
      return [call(value, catalogue), LEVEL.atom];
    case 'builtin':
      return [`${word}(${listed(values, catalogue)})`, LEVEL.atom];
    case 'random':
      return [`random.${word}(${listed(values, catalogue)})`, LEVEL.atom];
    case 'list':
      return [`[${listed(values, catalogue)}]`, LEVEL.atom];
    case 'python_value':
      return [word, names.includes('atom') ? LEVEL.atom : LEVEL.loose];
    default:
      return [word, LEVEL.atom];
  }
}

function operation({ word, values }: Piece, catalogue: Catalogue, missing: string): string {
  const level = OPERATORS[word] ?? LEVEL.product;
  // A power binds from right to left, and a sign before it belongs to the result.
  const [left, right] = word === '**' ? [LEVEL.atom, LEVEL.sign] : [level, level + 1];
  return `${phrase(values['left'], catalogue, left, missing)} ${word} ${phrase(values['right'], catalogue, right, missing)}`;
}

/** Values that are numbered, in their order. */
function listed(values: Piece['values'], catalogue: Catalogue): string {
  const places = Object.keys(values).map(Number).sort((one, other) => one - other);
  return places.map((place) => phrase(values[String(place)], catalogue)).join(', ');
}

/** A word of the robot with its arguments: in their places as long as none is missing, then by name. */
function call({ word, names, values }: Piece, catalogue: Catalogue): string {
  return `robot.${word}(${given(word, names, values, catalogue).join(', ')})`;
}

function given(word: string, names: readonly string[], values: Piece['values'], catalogue: Catalogue): string[] {
  const known = (catalogue.verbs.get(word)?.arguments ?? []).map(({ name }) => name);
  const order = [...known, ...Object.keys(values).filter((slot) => !known.includes(slot)).sort(byNumber)];
  const written: string[] = [];
  let inPlace = true;
  for (const slot of order) {
    const value = values[slot];
    const byName: boolean = !slot.startsWith('#') && (!inPlace || names.includes(slot) || slot === 'wait');
    inPlace &&= value !== undefined && !byName;
    if (value !== undefined) written.push((byName ? `${slot}=` : '') + phrase(value, catalogue));
  }
  return written;
}

function byNumber(one: string, other: string): number {
  return Number(other.startsWith('#')) - Number(one.startsWith('#')) || Number(one.slice(1)) - Number(other.slice(1)) || 0;
}

/** A line of a statement; `body` is the number of what stands indented below it. */
export interface Line {
  key: string;
  text: string;
  body?: number;
}

/** The lines of a statement without what stands below them. */
export function linesFor(one: Piece, catalogue: Catalogue): Line[] {
  const { kind, word, names, values } = one;
  const say = (slot: string, missing?: string): string => phrase(values[slot], catalogue, LEVEL.loose, missing);
  const single = (text: string): Line[] => [{ key: '', text }];
  const opened = (text: string): Line[] => [{ key: '', text: `${text}:`, body: 0 }];
  switch (kind) {
    case 'do':
      return single(call(one, catalogue));
    case 'set':
      return single(`${word} = ${say('value', '0')}`);
    case 'change':
      return single(`${word} ${names[0] ?? '+='} ${say('value', '1')}`);
    case 'global':
      return single(`global ${word}`);
    case 'print':
      return single(`print(${listed(values, catalogue)})`);
    case 'call':
      return single(`${word}()`);
    case 'while':
      return opened(`while ${say('condition', 'True')}`);
    case 'forever':
      return opened('while True');
    case 'repeat':
      return opened(`for _ in range(${say('times', '1')})`);
    case 'count':
      return opened(`for ${word} in range(${say('times', '1')})`);
    case 'each':
      return opened(`for ${word} in ${say('list', '[]')}`);
    case 'define':
      return opened(`def ${word}(${names.join(', ')})`);
    case 'hat':
      return [
        ...names.map((name, row) => ({ key: `row${row}`, text: decorator(name, values[String(row)], catalogue) })),
        { key: 'def', text: `def ${word}(${one.argument ?? ''}):`, body: 0 },
      ];
    case 'if':
      return names.map((name, row) => ({
        key: `${row}`,
        text: name === 'else' ? 'else:' : `${name} ${say(String(row), 'True')}:`,
        body: row,
      }));
    case 'clauses':
      return names.map((name, row) => ({ key: `${row}`, text: name, body: row }));
    default:
      return single(word);
  }
}

function decorator(word: string, value: Piece | undefined, catalogue: Catalogue): string {
  const verb = catalogue.verbs.get(word);
  if (verb?.bare) return `@robot.${word}`;
  // Numbers get the name of what they are, as one says it.
  const name = verb?.arguments[0]?.unit === 'seconds' ? `${verb.arguments[0].name}=` : '';
  return `@robot.${word}(${value === undefined ? '' : name + phrase(value, catalogue)})`;
}
