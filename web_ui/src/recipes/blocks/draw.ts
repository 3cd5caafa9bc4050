/** How blocks look: every kind draws itself from what the robot offers and from the page's words. */
import * as Blockly from 'blockly/core';
import { text } from '../../text';
import type { Catalogue, Role } from './catalogue';
import { code, FieldMore, FieldPick, nameIn, numberIn, typed } from './fields';
import { changesOf, type Change } from './menus';
import type { KeptLine, Piece } from './piece';
import { isValue, pieceOf, typeOf, type BlockState, type Shape } from './state';

/** What blocks ask of the page that they are in. */
export interface Surroundings {
  catalogue: () => Catalogue;
  /** The variables and functions of the recipe. */
  names: (kind: 'variable' | 'function') => readonly string[];
  /** Changes a block for good. */
  change: (block: string, make: Change['make']) => void;
}

type OurBlock = Blockly.Block & { shape: Shape };
type Draw = (pen: Pen, shape: Shape) => void;

const words = text.blocks;
const COLORS = ['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'magenta', 'purple', 'pink', 'white'];
const PROPERTIES = ['label', 'x', 'y', 'pointer_x', 'pointer_y', 'speed', 'width', 'height', 'confidence', 'side'];
const MOST_LINES = 30;
const HEXAGONAL = 1;

/** Lays labels, fields and slots of a block one after the other. */
class Pen {
  private pending: [Blockly.Field, string?][] = [];

  constructor(
    readonly block: OurBlock,
    readonly around: Surroundings,
  ) {}

  label(said: string): this {
    if (said.trim() !== '') this.pending.push([new Blockly.FieldLabel(said.trim())]);
    return this;
  }

  field(field: Blockly.Field, name?: string): this {
    this.pending.push([field, name]);
    return this;
  }

  slot(name: string): this {
    this.flush(this.block.appendValueInput(`v_${name}`));
    return this;
  }

  body(row: number): this {
    if (this.pending.length > 0) this.endRow();
    this.block.appendStatementInput(`b_${row}`);
    return this;
  }

  endRow(): this {
    this.flush(this.block.appendEndRowInput());
    return this;
  }

  /** A sentence with places in it, %1 …; places that it does not name come behind it. */
  sentence(pattern: string, places: readonly (() => void)[]): this {
    const named = new Set<number>();
    for (const part of pattern.split(/(%\d)/)) {
      const place = /^%\d$/.test(part) ? Number(part[1]) - 1 : null;
      if (place === null) this.label(part);
      else if (places[place] !== undefined) {
        places[place]();
        named.add(place);
      }
    }
    places.forEach((draw, place) => named.has(place) || draw());
    return this;
  }

  done(): void {
    if (this.pending.length > 0) this.flush(this.block.appendDummyInput());
  }

  private flush(input: Blockly.Input): void {
    for (const [field, name] of this.pending) input.appendField(field, name);
    this.pending = [];
  }
}

/** Tells Blockly of our blocks; to be called again for another page. */
export function defineBlocks(around: Surroundings): void {
  for (const [kind, draw] of Object.entries(DRAW) as [Piece['kind'], Draw][]) {
    Blockly.Blocks[typeOf(kind)] = {
      init(this: OurBlock) {
        this.shape = { word: '', names: [], slots: [], bodies: 0 };
        this.setInputsInline(true);
        if (isValue(kind)) this.setOutput(true);
        else connect(this, kind);
        if (kind === 'compare' || kind === 'logic' || kind === 'not' || kind === 'boolean') this.setOutputShape(HEXAGONAL);
      },
      saveExtraState(this: OurBlock) {
        return this.shape;
      },
      loadExtraState(this: OurBlock, shape: Shape) {
        this.shape = shape;
        const pen = new Pen(this, around);
        draw(pen, shape);
        pen.done();
        dress(this, kind, around.catalogue());
      },
    };
  }
}

function connect(block: Blockly.Block, kind: Piece['kind']): void {
  const first = kind === 'hat' || kind === 'define' || kind === 'head';
  if (!first) block.setPreviousStatement(true);
  if (kind !== 'hat' && kind !== 'define') block.setNextStatement(true);
}

/** Its color tells what it belongs to: what is noticed, what is done, or the recipe itself. */
function dress(block: OurBlock, kind: Piece['kind'], catalogue: Catalogue): void {
  const style = styleOf(kind, block.shape, catalogue);
  block.setStyle(style);
  if (block instanceof Blockly.BlockSvg) block.addClass(style);
  const verb = catalogue.verbs.get(kind === 'hat' ? (block.shape.names[0] ?? '') : block.shape.word);
  if (kind === 'do' || kind === 'ask' || kind === 'hat') block.setTooltip(verb?.summary.replaceAll('`', '') ?? words.unknown(block.shape.word));
  else if (kind === 'head') block.setTooltip(block.shape.word);
  else if (kind === 'python' || kind === 'python_value' || kind === 'clauses') block.setTooltip(words.onlyText);
  if (style === 'cardboard_unknown' && !block.isInFlyout) block.setWarningText(words.unknown(block.shape.word));
}

function styleOf(kind: Piece['kind'], { word, role }: Shape, catalogue: Catalogue): string {
  if (role?.is === 'label' || role?.is === 'reading') return 'cardboard_see';
  if (role?.is === 'color' || role?.is === 'choice') return 'cardboard_do';
  if (kind === 'python' || kind === 'python_value' || kind === 'clauses' || kind === 'remark') return 'cardboard_paper';
  if (kind === 'hat') return 'cardboard_see';
  if (kind !== 'do' && kind !== 'ask') return 'cardboard_recipe';
  const verb = catalogue.verbs.get(word);
  if (verb === undefined) return 'cardboard_unknown';
  if (verb.part !== undefined) return 'cardboard_do';
  return verb.sense !== undefined || word === 'read' || word === 'ask' ? 'cardboard_see' : 'cardboard_recipe';
}

function spaced(word: string): string {
  return words.verbs[word] ?? word.replaceAll('_', ' ');
}

/** A word of the robot: what it needs stands in its sentence, what was added behind it. */
const verb: Draw = (pen, { word, slots }) => {
  const needed = (pen.around.catalogue().verbs.get(word)?.arguments ?? []).filter((each) => each.required).map(({ name }) => name);
  const inSentence = slots.filter((slot) => needed.includes(slot));
  pen.sentence(spaced(word), inSentence.map((slot) => () => pen.slot(slot)));
  const others = slots.filter((slot) => !needed.includes(slot));
  for (const slot of others) {
    if (others.length + inSentence.length > 1 && !slot.startsWith('#')) pen.label(slot);
    pen.slot(slot);
  }
  if ((pen.around.catalogue().verbs.get(word)?.arguments.length ?? 0) > needed.length) pen.field(more(pen));
};

const hat: Draw = (pen, shape) => {
  for (const line of remarksOf(pen.block.data)) pen.field(code(line)).endRow();
  shape.names.forEach((name, row) => {
    pen.sentence(spaced(name), pen.around.catalogue().verbs.get(name)?.bare ? [] : [() => pen.slot(String(row))]);
    if (row === 0) pen.field(more(pen));
    pen.endRow();
  });
  pen.sentence(words.function, [() => pen.field(typed(shape.word, nameIn), 'WORD')]);
  if (shape.argument !== undefined) pen.sentence(words.withArgument, [() => pen.field(typed('', nameIn), 'ARGUMENT')]);
  pen.body(0);
};

/** Comments right above a function. */
function remarksOf(data: string | null): string[] {
  if (!data) return [];
  const [first] = JSON.parse(data) as KeptLine[];
  return (first?.lead ?? '').split(/\r?\n/).map((line) => line.trim()).filter((line) => line.startsWith('#'));
}

function more(pen: Pen): FieldMore {
  const { block, around } = pen;
  const offer = (): { name: string; make: () => void }[] => {
    const one = pieceOf(Blockly.serialization.blocks.save(block, { addNextBlocks: false }) as BlockState);
    const changes = changesOf(one, around.catalogue(), words.more, words.samples);
    return changes.map(({ name, make }) => ({ name, make: () => around.change(block.id, make) }));
  };
  return new FieldMore(offer, words.change);
}

function variable(pen: Pen, kind: 'variable' | 'function' = 'variable'): FieldPick {
  const options = (): [string, string][] => pen.around.names(kind).map((name) => [name, name]);
  return new FieldPick({ options, another: { label: words.another, question: words.newName, valid: nameIn } });
}

function listOf(values: readonly string[], names: Readonly<Record<string, string>>): FieldPick {
  return new FieldPick({ options: () => values.map((value) => [names[value] ?? value, value]), another: null });
}

/** What a text can be, where only some make sense. */
function chosen(pen: Pen, role: Role): FieldPick | null {
  const anyWord = { label: words.another, question: words.newWord, valid: (word: string) => word.trim() || null };
  const pick = (options: () => readonly string[], closed = false): FieldPick =>
    new FieldPick({ options: () => options().map((each) => [each, each]), another: closed ? null : anyWord });
  if (role.is === 'label') return pick(() => pen.around.catalogue().labels[role.sense]);
  if (role.is === 'reading') return pick(() => pen.around.catalogue().readings);
  if (role.is === 'color') return pick(() => COLORS);
  return role.is === 'choice' ? pick(() => role.choices, true) : null;
}

const inBody = (pattern: string, fields: (pen: Pen) => (() => void)[]): Draw => (pen) => void pen.sentence(pattern, fields(pen)).body(0);
const operation = (list: () => FieldPick): Draw => (pen) => void pen.slot('left').field(list(), 'WORD').slot('right');
const lines: Draw = (pen, { word }) => {
  const all = word.split(/\r\n|\n|\r/);
  all.slice(0, MOST_LINES).forEach((line) => pen.field(code(line)).endRow());
  if (all.length > MOST_LINES) pen.label(words.moreLines(all.length - MOST_LINES));
};
const items = (said: string): Draw => (pen, { slots }) => {
  pen.label(said);
  for (const slot of slots) pen.slot(slot);
  pen.field(more(pen));
};

const DRAW: Record<Piece['kind'], Draw> = {
  head: (pen, { word }) => void pen.label(words.head).field(code(/^[rRuU]?("""|'''|"|')\s*([^.\r\n]*)/.exec(word)?.[2] ?? '')),
  remark: (pen) => void pen.sentence(words.remark, [() => pen.field(typed('#', (word) => (word.startsWith('#') ? word : `# ${word}`)), 'WORD')]),
  do: verb,
  ask: verb,
  hat,
  set: (pen) => void pen.sentence(words.set, [() => pen.field(variable(pen), 'WORD'), () => pen.slot('value')]),
  change: (pen) =>
    void pen.sentence(words.alter, [
      () => pen.field(variable(pen), 'WORD'),
      () => pen.field(listOf(['+=', '-=', '*=', '/='], {}), 'NAME'),
      () => pen.slot('value'),
    ]),
  global: (pen, { word }) => void pen.sentence(words.global, [() => pen.field(code(word))]),
  print: items(words.print),
  call: (pen) => void pen.sentence(words.call, [() => pen.field(variable(pen, 'function'), 'WORD')]),
  plain: (pen, { word }) => void pen.label(words.plain[word] ?? word),
  if: (pen, { names }) => {
    names.forEach((name, row) => {
      if (name === 'else') pen.label(words.else);
      else pen.sentence(name === 'if' ? words.if : words.elif, [() => pen.slot(String(row))]);
      if (row === 0) pen.field(more(pen));
      pen.body(row);
    });
  },
  while: inBody(words.while, (pen) => [() => pen.slot('condition')]),
  forever: inBody(words.forever, () => []),
  repeat: inBody(words.repeat, (pen) => [() => pen.slot('times')]),
  count: inBody(words.count, (pen) => [() => pen.field(variable(pen), 'WORD'), () => pen.slot('times')]),
  each: inBody(words.each, (pen) => [() => pen.field(variable(pen), 'WORD'), () => pen.slot('list')]),
  define: (pen, { word, names }) => {
    for (const line of remarksOf(pen.block.data)) pen.field(code(line)).endRow();
    pen.sentence(words.define, [() => pen.field(typed(word, nameIn), 'WORD')]);
    if (names.length > 0) pen.sentence(words.withArgument, [() => pen.field(typed('', nameIn), 'ARGUMENT')]);
    pen.body(0);
  },
  clauses: (pen, { names }) => names.forEach((name, row) => {
    lines(pen, { word: name, names: [], slots: [], bodies: 0 });
    pen.body(row);
  }),
  python: lines,
  python_value: lines,
  number: (pen) => void pen.field(typed('0', numberIn), 'WORD'),
  text: (pen, { role }) => {
    const list = role === undefined ? null : chosen(pen, role);
    if (list !== null) pen.field(list, 'WORD');
    else pen.field(typed('', (word) => word), 'WORD');
  },
  boolean: (pen) => void pen.field(listOf(['True', 'False'], words.truth), 'WORD'),
  name: (pen) => void pen.field(variable(pen), 'WORD'),
  attribute: (pen) => void pen.sentence(words.attribute, [() => pen.field(variable(pen), 'WORD'), () => pen.field(listOf(PROPERTIES, words.properties), 'NAME')]),
  compare: operation(() => listOf(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'], words.operators)),
  logic: operation(() => listOf(['and', 'or'], { and: words.and, or: words.or })),
  arithmetic: operation(() => listOf(['+', '-', '*', '/', '//', '%', '**'], words.operators)),
  not: (pen) => void pen.sentence(words.not, [() => pen.slot('value')]),
  builtin: (pen, { word, slots }) => void pen.sentence(words.builtins[word] ?? word, slots.map((slot) => () => pen.slot(slot))),
  random: (pen, { word, slots }) => void pen.sentence(words.chance[word] ?? word, slots.map((slot) => () => pen.slot(slot))),
  list: items(words.list),
};
