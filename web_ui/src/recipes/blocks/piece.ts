/** A recipe as blocks see it: a tree of pieces. It knows neither the editor nor Blockly. */

export type StatementKind =
  | 'head'
  | 'remark'
  | 'do'
  | 'set'
  | 'change'
  | 'global'
  | 'print'
  | 'call'
  | 'plain'
  | 'if'
  | 'while'
  | 'forever'
  | 'repeat'
  | 'count'
  | 'each'
  | 'define'
  | 'hat'
  | 'clauses'
  | 'python';

export type ValueKind =
  | 'number'
  | 'text'
  | 'boolean'
  | 'name'
  | 'attribute'
  | 'compare'
  | 'logic'
  | 'not'
  | 'arithmetic'
  | 'ask'
  | 'builtin'
  | 'random'
  | 'list'
  | 'python_value';

/** One block. What `word`, `names` and the keys of `values` mean follows from its kind:
 *
 * | kind | word | names | values |
 * |---|---|---|---|
 * | `head` | docstring and imports, as they stand | – | – |
 * | `remark` | a comment with its # | – | – |
 * | `do`, `ask` | a word of the robot | arguments that are given by name | by the argument's name; `#0` … where it has none |
 * | `set` | a variable | – | `value` |
 * | `change` | a variable | the operator | `value` |
 * | `global`, `call` | the names | – | – |
 * | `print` | – | – | `0` … |
 * | `plain` | pass, break or continue | – | – |
 * | `if` | – | if, elif … else | `0` … |
 * | `while` | – | – | `condition` |
 * | `repeat`, `count` | –, a variable | – | `times` |
 * | `each` | a variable | – | `list` |
 * | `define` | the function | its argument, if it has one | – |
 * | `hat` | the function | the words of its decorators | `0` … the label of each |
 * | `clauses` | – | what stands before each colon | – |
 * | `python`, `python_value` | the text itself | – (`atom` where it binds tightly) | – |
 * | `number`, `text`, `boolean`, `name` | what it is | – | – |
 * | `attribute` | a variable | what of it | – |
 * | `compare`, `logic`, `arithmetic` | the operator | – | `left`, `right` |
 * | `not` | – | – | `value` |
 * | `builtin`, `random` | the function | – | `0` … |
 * | `list` | – | – | `0` … |
 */
export interface Piece {
  kind: StatementKind | ValueKind;
  word: string;
  names: readonly string[];
  /** The argument of the function below a hat. */
  argument?: string;
  values: Readonly<Record<string, Piece>>;
  /** What stands indented below it, for each of its clauses. */
  bodies: readonly (readonly Piece[])[];
  /** How it stood in the text that it was read from. */
  kept?: readonly KeptLine[];
  /** Its block in the workspace. */
  id?: string;
}

/** A line of a piece (mostly one line; brackets may span several) as it stood in the text. */
export interface KeptLine {
  key: string;
  /** Blank lines and comments before it. */
  lead: string;
  indent: string;
  text: string;
  /** What stood behind it: a comment, and how the line ended. */
  tail: string;
  /** What we would have written, where that is another text: as long as we would, the old text stays. */
  made?: string;
  /** How what stands below it was indented. */
  inner?: string;
  /** Lines of `text` that begin within a text in quotes, so that their indentation belongs to it. */
  fixed?: readonly number[];
  /** Its place among the pieces of the module, so that blank lines are left as they are where nothing moved. */
  place?: number;
}

export interface Program {
  pieces: readonly Piece[];
  /** What stands after the last piece. */
  tail: string;
  /** How lines end. */
  newline: string;
  /** Whether Python would not understand the text. */
  broken: boolean;
}

/** A piece with what is missing left empty. */
export function piece(kind: Piece['kind'], given: Partial<Piece> = {}): Piece {
  return { kind, word: '', names: [], values: {}, bodies: [], ...given };
}

/** Whether it defines a function, which Python keeps apart by two blank lines and Blockly as a stack of its own. */
export function defines({ kind, names }: Piece): boolean {
  return kind === 'hat' || kind === 'define' || (kind === 'clauses' && /^(@|async\s+def\b|def\b|class\b)/.test(names[0] ?? ''));
}

/** The piece and all that is in it. */
export function* within(one: Piece): Generator<Piece> {
  yield one;
  for (const value of Object.values(one.values)) yield* within(value);
  for (const body of one.bodies) for (const each of body) yield* within(each);
}
