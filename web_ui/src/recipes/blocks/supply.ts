/** Adds to a recipe what its new blocks need and no block shows: imports, and `global` for variables of the whole recipe. */
import { piece, within, type Piece, type Program } from './piece';

const ROBOT = 'from tjbot import robot';
const RANDOM = 'import random';

/** @returns the program with what was missing; pieces that came from a text are left as they are */
export function supply(program: Program): Program {
  return withImports({ ...program, pieces: withGlobals(withOwnNames(program.pieces)) });
}

/** Of two functions of one name Python keeps the second; a new one gets a name of its own. */
function withOwnNames(pieces: readonly Piece[]): Piece[] {
  const functions = pieces.filter(({ kind }) => kind === 'hat' || kind === 'define');
  const taken = new Set(functions.filter(({ kept }) => kept !== undefined).map(({ word }) => word));
  return pieces.map((each) => {
    if (!functions.includes(each) || each.kept !== undefined) return each;
    let word = each.word;
    for (let number = 2; taken.has(word); number++) word = `${each.word}_${number}`;
    taken.add(word);
    return word === each.word ? each : { ...each, word };
  });
}

function withImports(program: Program): Program {
  const all = program.pieces.flatMap((each) => [...within(each)]);
  const fresh = all.filter(({ kept, kind }) => kept === undefined && kind !== 'head');
  const imported = all.filter(({ kind }) => kind === 'head' || kind === 'python').map(({ word }) => word).join('\n');
  const robot = fresh.some(({ kind }) => ['do', 'ask', 'hat'].includes(kind)) && !/^from tjbot import .*\brobot\b/m.test(imported);
  const random = fresh.some(({ kind }) => kind === 'random') && !/^import .*\brandom\b/m.test(imported);
  if (!robot && !random) return program;
  const [first, ...rest] = program.pieces;
  const head = first?.kind === 'head' ? first : null;
  const word = extended(head?.word ?? '', robot, random, program.newline);
  return { ...program, pieces: [{ ...(head ?? piece('head')), word }, ...(head === null ? program.pieces : rest)] };
}

/** The docstring and imports with more imports: those of Python before ours, as the gallery has them. */
function extended(head: string, robot: boolean, random: boolean, newline: string): string {
  let text = head;
  if (robot) text += (text === '' ? '' : /^(from|import)\b/m.test(text) ? newline : newline + newline) + ROBOT;
  if (!random) return text;
  const place = text.search(/^from tjbot\b/m);
  return place === -1 ? text + newline + RANDOM : `${text.slice(0, place)}${RANDOM}${newline}${newline}${text.slice(place)}`;
}

/** A function that sets a variable of the whole recipe has to say so. */
function withGlobals(pieces: readonly Piece[]): Piece[] {
  const shared = new Set(pieces.flatMap((each) => (each.kind === 'hat' || each.kind === 'define' ? [] : namesSet([...within(each)]))));
  return pieces.map((each) => {
    if (each.kind !== 'hat' && each.kind !== 'define') return each;
    const inside = [...within(each)];
    const told = new Set(inside.filter(({ kind }) => kind === 'global').flatMap(({ word }) => word.split(', ')));
    const fresh = namesSet(inside.filter(({ kept }) => kept === undefined));
    const missing = [...new Set(fresh)].filter((name) => shared.has(name) && !told.has(name) && name !== each.argument && !each.names.includes(name));
    if (missing.length === 0) return each;
    return { ...each, bodies: [[piece('global', { word: missing.join(', ') }), ...(each.bodies[0] ?? [])]] };
  });
}

function namesSet(pieces: readonly Piece[]): string[] {
  return pieces.filter(({ kind }) => kind === 'set' || kind === 'change').map(({ word }) => word);
}
