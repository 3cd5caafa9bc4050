/** From pieces to what Blockly saves of a block, and back. */
import { roleOf, type Catalogue, type Role } from './catalogue';
import { defines, piece, type KeptLine, type Piece } from './piece';

/** What Blockly keeps of a block; of Blockly's own type the part that is used here. */
export interface BlockState {
  type: string;
  id?: string;
  x?: number;
  y?: number;
  data?: string;
  extraState?: Shape;
  fields?: Record<string, string>;
  inputs?: Record<string, { block?: BlockState; shadow?: BlockState }>;
  next?: { block?: BlockState };
  deletable?: boolean;
  movable?: boolean;
}

/** What a block has to know to draw itself. */
export interface Shape {
  word: string;
  names: readonly string[];
  argument?: string;
  /** The slots that a value can be put in. */
  slots: readonly string[];
  bodies: number;
  /** What a small block chooses from. */
  role?: Role;
}

/** The types of our blocks begin so. */
const PREFIX = 'tj_';
/** Pieces whose word is written into a field, so that it can be changed. */
const FIELD = new Set<Piece['kind']>([
  ...(['remark', 'set', 'change', 'call', 'count', 'each', 'define', 'hat', 'number', 'text', 'boolean', 'name'] as const),
  ...(['attribute', 'compare', 'logic', 'arithmetic'] as const),
]);
/** Pieces of which a name is chosen in a field. */
const NAME_FIELD = new Set<Piece['kind']>(['change', 'attribute']);
const LITERALS = new Set<Piece['kind']>(['number', 'text', 'boolean']);

/** The slots that a piece has besides those that have values. */
function slotsOf({ kind, word, names, values }: Piece, catalogue: Catalogue): string[] {
  const given = Object.keys(values);
  if (kind === 'do' || kind === 'ask') {
    const needed = catalogue.verbs.get(word)?.arguments ?? [];
    const order = needed.filter((each) => each.required || given.includes(each.name)).map(({ name }) => name);
    return [...order, ...given.filter((slot) => !order.includes(slot))];
  }
  if (kind === 'hat') return names.flatMap((name, row) => (catalogue.verbs.get(name)?.bare ? [] : [String(row)]));
  if (kind === 'if') return names.flatMap((name, row) => (name === 'else' ? [] : [String(row)]));
  const fixed: Partial<Record<Piece['kind'], string[]>> = {
    set: ['value'],
    change: ['value'],
    not: ['value'],
    while: ['condition'],
    repeat: ['times'],
    count: ['times'],
    each: ['list'],
    compare: ['left', 'right'],
    logic: ['left', 'right'],
    arithmetic: ['left', 'right'],
  };
  return fixed[kind] ?? given;
}

/** What stands in a slot of a piece. */
function roleIn(one: Piece, slot: string, catalogue: Catalogue): Role {
  if (one.kind === 'do' || one.kind === 'ask') return roleOf(catalogue, one.word, slot);
  if (one.kind === 'hat') {
    const word = one.names[Number(slot)] ?? '';
    return roleOf(catalogue, word, catalogue.verbs.get(word)?.arguments[0]?.name ?? '');
  }
  const { kind } = one;
  if (kind === 'if' || kind === 'while' || kind === 'not' || kind === 'logic') return { is: 'boolean' };
  if (kind === 'repeat' || kind === 'count' || kind === 'arithmetic' || kind === 'set' || kind === 'change') return { is: 'number' };
  return { is: 'text' };
}

function below(one: Piece, slot: string, catalogue: Catalogue): { shadow?: BlockState } {
  if (one.kind === 'each') return {};
  const role = roleIn(one, slot, catalogue);
  const simple = { number: piece('number', { word: '1' }), boolean: piece('boolean', { word: 'True' }) }[role.is as string];
  return { shadow: stateOf(simple ?? piece('text', { word: wordFor(role, catalogue) }), catalogue, role) };
}

/** What a small block says at first. */
export function wordFor(role: Role, catalogue: Catalogue): string {
  if (role.is === 'label') return firstLabel(catalogue.labels[role.sense], USUAL[role.sense]);
  if (role.is === 'color') return 'green';
  if (role.is === 'choice') return role.choices[0] ?? '';
  return role.is === 'reading' ? (catalogue.readings[0] ?? '') : '';
}

const USUAL = { see: 'open hand', hear: 'clap', touch: 'button' };

function firstLabel(labels: readonly string[], usual: string): string {
  return labels.includes(usual) ? usual : (labels[0] ?? usual);
}

/** A block, and all that hangs on it. */
export function stateOf(one: Piece, catalogue: Catalogue, role?: Role): BlockState {
  const slots = slotsOf(one, catalogue);
  const shape: Shape = { word: one.word, names: one.names, slots, bodies: one.bodies.length };
  if (one.argument !== undefined) shape.argument = one.argument;
  if (role !== undefined && one.kind === 'text') shape.role = role;
  const state: BlockState = { type: PREFIX + one.kind, extraState: shape, inputs: {} };
  if (one.id !== undefined) state.id = one.id;
  if (one.kept !== undefined) state.data = JSON.stringify(one.kept);
  state.fields = fieldsOf(one);
  for (const slot of slots) {
    const value = one.values[slot];
    if (value === undefined) continue;
    const inner = stateOf(value, catalogue, roleIn(one, slot, catalogue));
    // Below a block that is taken out again lies a small one, so that no slot is ever empty.
    (state.inputs ??= {})[`v_${slot}`] = LITERALS.has(value.kind) ? { shadow: inner } : { block: inner, ...below(one, slot, catalogue) };
  }
  one.bodies.forEach((body, row) => {
    const first = chained(body, catalogue);
    if (first !== undefined) (state.inputs ??= {})[`b_${row}`] = { block: first };
  });
  if (one.kind === 'head') Object.assign(state, { deletable: false, movable: false });
  return state;
}

function fieldsOf(one: Piece): Record<string, string> {
  const fields: Record<string, string> = {};
  if (FIELD.has(one.kind)) fields['WORD'] = one.word;
  if (NAME_FIELD.has(one.kind)) fields['NAME'] = one.names[0] ?? '';
  if (one.kind === 'hat' && one.argument !== undefined) fields['ARGUMENT'] = one.argument;
  if (one.kind === 'define' && one.names[0] !== undefined) fields['ARGUMENT'] = one.names[0];
  return fields;
}

/** Statements that hang one below the other. */
export function chained(pieces: readonly Piece[], catalogue: Catalogue): BlockState | undefined {
  return pieces.reduceRight<BlockState | undefined>((next, one) => {
    const state = stateOf(one, catalogue);
    return next === undefined ? state : { ...state, next: { block: next } };
  }, undefined);
}

/** The stacks in which a recipe lies: a function is one by itself, statements in between hang together. */
export function stacksOf(pieces: readonly Piece[]): Piece[][] {
  const stacks: Piece[][] = [];
  let open = false;
  for (const one of pieces) {
    const alone = defines(one);
    if (alone || !open) stacks.push([one]);
    else stacks.at(-1)?.push(one);
    open = !alone;
  }
  return stacks;
}

/** The statements of a stack. */
export function piecesOf(state: BlockState): Piece[] {
  const pieces: Piece[] = [];
  for (let each: BlockState | undefined = state; each !== undefined; each = each.next?.block) pieces.push(pieceOf(each));
  return pieces;
}

export function pieceOf(state: BlockState): Piece {
  const kind = kindOf(state);
  const shape = state.extraState ?? { word: '', names: [], slots: [], bodies: 0 };
  const fields = state.fields ?? {};
  const values: Record<string, Piece> = {};
  for (const slot of shape.slots) {
    const input = state.inputs?.[`v_${slot}`];
    const value = input?.block ?? input?.shadow;
    if (value !== undefined) values[slot] = pieceOf(value);
  }
  const bodies = Array.from({ length: shape.bodies }, (_, row) => {
    const first = state.inputs?.[`b_${row}`]?.block;
    return first === undefined ? [] : piecesOf(first);
  });
  const one: Piece = piece(kind, { word: fields['WORD'] ?? shape.word, names: namesOf(kind, shape, fields), values, bodies });
  const argument = kind === 'hat' ? (fields['ARGUMENT'] ?? shape.argument) : undefined;
  if (argument !== undefined) one.argument = argument;
  if (state.id !== undefined) one.id = state.id;
  if (state.data) one.kept = JSON.parse(state.data) as KeptLine[];
  return one;
}

export function kindOf(state: Pick<BlockState, 'type'>): Piece['kind'] {
  return state.type.slice(PREFIX.length) as Piece['kind'];
}

function namesOf(kind: Piece['kind'], shape: Shape, fields: Record<string, string>): readonly string[] {
  if (NAME_FIELD.has(kind)) return [fields['NAME'] ?? shape.names[0] ?? ''];
  return kind === 'define' && fields['ARGUMENT'] !== undefined ? [fields['ARGUMENT']] : shape.names;
}

/** The Blockly type of a piece. */
export function typeOf(kind: Piece['kind']): string {
  return PREFIX + kind;
}

/** Whether it is a value and not a statement. */
export function isValue(kind: Piece['kind']): boolean {
  const values: readonly Piece['kind'][] = ['number', 'text', 'boolean', 'name', 'attribute', 'compare', 'logic', 'not', 'arithmetic', 'ask', 'builtin', 'random', 'list', 'python_value'];
  return values.includes(kind);
}
