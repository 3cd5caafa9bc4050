/** The box that blocks are taken from: one of each that this robot can have. */
import type { utils } from 'blockly/core';
import { text } from '../../text';
import type { Catalogue, Verb } from './catalogue';
import { roleOf } from './catalogue';
import { sampleOf } from './menus';
import { piece, type Piece } from './piece';
import { stateOf, wordFor } from './state';

type ToolboxDefinition = utils.toolbox.ToolboxInfo;
type Category = utils.toolbox.StaticCategoryInfo;

const { box, samples } = text.blocks;
/** Words that stand for themselves elsewhere in the box. */
const IN_FLOW = ['sleep', 'stop'];
const IN_WORDS = ['remember'];

const number = (word: string): Piece => piece('number', { word });
const said = (word: string): Piece => piece('text', { word });
const truth = piece('boolean', { word: 'True' });
const variable = piece('name', { word: samples.name });

/** Everything in the box, for Blockly. */
export function toolboxOf(catalogue: Catalogue): ToolboxDefinition {
  const category = (name: keyof typeof box, style: string, pieces: readonly Piece[]): Category => ({
    kind: 'category',
    name: box[name],
    categorystyle: style,
    contents: pieces.map((one) => ({ kind: 'block', ...stateOf(one, catalogue) }) as utils.toolbox.BlockInfo),
    id: undefined,
    colour: undefined,
    cssconfig: undefined,
    hidden: undefined,
  });
  const verbs = [...catalogue.verbs.values()];
  const words = (names: readonly string[]): Piece[] => verbs.filter(({ name }) => names.includes(name)).map((verb) => asked('do', verb, catalogue));
  return {
    kind: 'categoryToolbox',
    contents: [
      category('events', 'cardboard_see', verbs.filter((verb) => verb.hat).map((verb) => hatOf(verb, catalogue))),
      category('do', 'cardboard_do', verbs.filter((verb) => verb.part !== undefined).map((verb) => asked('do', verb, catalogue))),
      category('flow', 'cardboard_recipe', flow(words(IN_FLOW))),
      category('senses', 'cardboard_see', senses(verbs, catalogue)),
      category('count', 'cardboard_recipe', counting()),
      category('words', 'cardboard_recipe', speaking(words(IN_WORDS))),
      category('names', 'cardboard_recipe', [
        piece('set', { word: samples.name, values: { value: number('0') } }),
        piece('change', { word: samples.name, names: ['+='], values: { value: number('1') } }),
        variable,
      ]),
    ],
  };
}

function hatOf(verb: Verb, catalogue: Catalogue): Piece {
  const [first] = verb.arguments;
  const value: Piece['values'] = verb.bare || first === undefined ? {} : { '0': filled(verb.name, first.name, first.unit === 'seconds' ? 5 : undefined, first.unit, catalogue) };
  return piece('hat', { word: samples.function, names: [verb.name], values: value, bodies: [[]] });
}

/** A word of the robot with what it needs; where it needs nothing, with the text that it can have. */
function asked(kind: 'do' | 'ask', verb: Verb, catalogue: Catalogue): Piece {
  const needed = verb.arguments.filter((each) => each.required);
  const first = verb.arguments[0];
  const shown = needed.length === 0 && first?.unit === 'text' && first.default ? [first] : needed;
  const values = shown.map((each) => [each.name, filled(verb.name, each.name, each.default, each.unit, catalogue)] as const);
  return piece(kind, { word: verb.name, values: Object.fromEntries(values) });
}

function filled(word: string, slot: string, value: unknown, unit: string, catalogue: Catalogue): Piece {
  const role = roleOf(catalogue, word, slot);
  const usual = wordFor(role, catalogue);
  return usual !== '' && value === undefined ? said(usual) : sampleOf(value ?? undefined, unit, samples);
}

function senses(verbs: readonly Verb[], catalogue: Catalogue): Piece[] {
  const questions = verbs.filter((verb) => !verb.hat && verb.part === undefined && (verb.sense !== undefined || (verb.name === 'read' && catalogue.readings.length > 0)));
  return [
    ...[...questions, ...verbs.filter(({ answers }) => answers)].map((verb) => asked('ask', verb, catalogue)),
    ...verbs.filter(({ name }) => name === 'wait_for').map((verb) => asked('do', verb, catalogue)),
    piece('attribute', { word: samples.argument, names: ['y'] }),
  ];
}

function flow(words: readonly Piece[]): Piece[] {
  return [
    ...words,
    piece('repeat', { values: { times: number('3') }, bodies: [[]] }),
    piece('forever', { bodies: [[]] }),
    piece('if', { names: ['if'], values: { '0': truth }, bodies: [[]] }),
    piece('if', { names: ['if', 'else'], values: { '0': truth }, bodies: [[], []] }),
    piece('while', { values: { condition: truth }, bodies: [[]] }),
    piece('count', { word: samples.name, values: { times: number('5') }, bodies: [[]] }),
    piece('each', { word: samples.name, values: { list: piece('list', { values: { '0': number('3'), '1': number('2'), '2': number('1') } }) }, bodies: [[]] }),
    piece('plain', { word: 'break' }),
    piece('define', { word: samples.function, bodies: [[]] }),
    piece('call', { word: samples.function }),
  ];
}

function counting(): Piece[] {
  const pair = { left: number('1'), right: number('1') };
  return [
    number('1'),
    piece('arithmetic', { word: '+', values: pair }),
    piece('compare', { word: '==', values: { left: variable, right: number('1') } }),
    piece('logic', { word: 'and', values: { left: truth, right: truth } }),
    piece('not', { values: { value: truth } }),
    truth,
    piece('random', { word: 'randint', values: { '0': number('1'), '1': number('6') } }),
    piece('builtin', { word: 'round', values: { '0': number('1.5') } }),
    piece('builtin', { word: 'min', values: { '0': number('1'), '1': number('2') } }),
    piece('builtin', { word: 'max', values: { '0': number('1'), '1': number('2') } }),
    piece('builtin', { word: 'int', values: { '0': said('1') } }),
  ];
}

function speaking(words: readonly Piece[]): Piece[] {
  const hello = said(samples.text);
  return [
    piece('print', { values: { '0': hello } }),
    hello,
    piece('builtin', { word: 'input', values: { '0': said(`${samples.question} `) } }),
    piece('builtin', { word: 'str', values: { '0': number('1') } }),
    piece('list', { values: { '0': said('red'), '1': said('green') } }),
    piece('random', { word: 'choice', values: { '0': piece('list', { values: { '0': said('red'), '1': said('green') } }) } }),
    ...words,
    piece('ask', { word: 'recall', values: { name: hello } }),
    piece('remark', { word: samples.remark }),
  ];
}
