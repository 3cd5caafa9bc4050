/** Made-up recipes for the tests: the same ones every time. */
import { BUILTINS } from './read_values';
import { piece, type Piece } from './piece';

export type Chance = () => number;

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function chance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function one<T>(of: readonly T[], random: Chance): T {
  return of[Math.floor(random() * of.length)] as T;
}

const NAMES = ['count', 'x', 'hände', 'light_2', '_'];
const TEXTS = ['green', 'open hand', '', 'say "hi"', "it's", `both " and '`, 'Füße', '\\', 'a\nb\tc', '#no comment', '{x}', '🙂', '\u0007'];

/** A value of any kind. */
export function madeValue(random: Chance, depth: number): Piece {
  const simple = [
    () => piece('number', { word: one(['0', '12', '0.50', '-3', '-0.5'], random) }),
    () => piece('text', { word: one(TEXTS, random) }),
    () => piece('boolean', { word: one(['True', 'False'], random) }),
    () => piece('name', { word: one(NAMES, random) }),
    () => piece('attribute', { word: one(NAMES, random), names: [one(['y', 'label'], random)] }),
    () => piece('python_value', { word: 'lambda: 1' }),
    () => piece('python_value', { word: '{"a": 1}', names: ['atom'] }),
    () => piece('python_value', { word: '1 if x else 2' }),
  ];
  if (depth <= 0) return one(simple, random)();
  const next = (): Piece => madeValue(random, depth - 1);
  const pair = (): Piece['values'] => ({ left: next(), right: next() });
  const deep = [
    () => piece('compare', { word: one(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'], random), values: pair() }),
    () => piece('logic', { word: one(['and', 'or'], random), values: pair() }),
    () => piece('arithmetic', { word: one(['+', '-', '*', '/', '//', '%', '**'], random), values: pair() }),
    () => piece('not', { values: { value: next() } }),
    () => piece('list', { values: numbered(random, next) }),
    () => piece('ask', { word: 'sees', values: { label: next() } }),
    () => piece('random', { word: 'randint', values: { '0': next(), '1': next() } }),
    () => {
      const name = one(Object.keys(BUILTINS), random);
      return piece('builtin', { word: name, values: Object.fromEntries(Array.from({ length: BUILTINS[name] ?? 1 }, (_, place) => [String(place), next()])) });
    },
  ];
  return one([...simple, ...deep, ...deep], random)();
}

function numbered(random: Chance, next: () => Piece): Piece['values'] {
  return Object.fromEntries(Array.from({ length: Math.floor(random() * 4) }, (_, place) => [String(place), next()]));
}

/** A few statements one below the other. */
export function madeBody(random: Chance, depth: number): Piece[] {
  const pieces = Array.from({ length: 1 + Math.floor(random() * 3) }, () => madeStatement(random, depth));
  return pieces.every(({ kind }) => kind === 'remark') ? [...pieces, piece('plain', { word: 'pass' })] : pieces;
}

function madeStatement(random: Chance, depth: number): Piece {
  const value = (): Piece => madeValue(random, 2);
  const name = (): string => one(NAMES, random);
  const simple = [
    () => piece('do', { word: 'shine', values: { color: value() } }),
    () => piece('do', { word: 'blink', names: ['times', 'seconds'], values: { color: value(), times: value(), seconds: value() } }),
    () => piece('do', { word: 'blink', names: ['seconds'], values: { color: value(), seconds: value() } }),
    () => piece('do', { word: 'fly', names: ['speed'], values: { '#0': value(), '#1': value(), speed: value() } }),
    () => piece('do', { word: 'sleep', values: { seconds: value() } }),
    () => piece('set', { word: name(), values: { value: value() } }),
    () => piece('change', { word: name(), names: [one(['+=', '-=', '*=', '/='], random)], values: { value: value() } }),
    () => piece('print', { values: numbered(random, value) }),
    () => piece('call', { word: 'go' }),
    () => piece('plain', { word: one(['pass', 'break', 'continue'], random) }),
    () => piece('global', { word: 'count, x' }),
    () => piece('remark', { word: '# a note: "so"' }),
    () => piece('python', { word: 'import os; x[0] = 1' }),
  ];
  if (depth <= 0) return one(simple, random)();
  const body = (): Piece[] => madeBody(random, depth - 1);
  const deep = [
    () => piece('while', { values: { condition: { ...value(), kind: 'name', word: 'x', names: [], values: {} } }, bodies: [body()] }),
    () => piece('forever', { bodies: [body()] }),
    () => piece('repeat', { values: { times: value() }, bodies: [body()] }),
    () => piece('count', { word: 'x', values: { times: value() }, bodies: [body()] }),
    () => piece('each', { word: 'x', values: { list: value() }, bodies: [body()] }),
    () => piece('if', { names: ['if'], values: { '0': value() }, bodies: [body()] }),
    () => piece('if', { names: ['if', 'elif', 'else'], values: { '0': value(), '1': value() }, bodies: [body(), body(), body()] }),
    () => piece('clauses', { names: ['try:', 'except ValueError:', 'finally:'], bodies: [body(), body(), body()] }),
  ];
  return one([...simple, ...deep], random)();
}

/** A whole recipe. */
export function madeProgram(random: Chance): Piece[] {
  const parts = [
    () => madeBody(random, 2),
    () => [piece('hat', { word: 'go', names: ['when_sees'], values: { '0': piece('text', { word: one(TEXTS.filter(Boolean), random) }) }, bodies: [madeBody(random, 2)] })],
    () => [piece('hat', { word: 'go', names: ['when_sees', 'every', 'at_start'], argument: 'hand', values: { '0': madeValue(random, 1), '1': madeValue(random, 0) }, bodies: [madeBody(random, 1)] })],
    () => [piece('define', { word: 'go', names: random() < 0.5 ? [] : ['seen'], bodies: [madeBody(random, 2)] })],
  ];
  return Array.from({ length: 1 + Math.floor(random() * 4) }, () => one(parts, random)()).flat();
}
