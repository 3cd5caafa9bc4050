/** From Python's expressions to pieces; what blocks cannot say becomes a piece that shows the text. */
import type { SyntaxNode } from '@lezer/common';
import type { Catalogue } from './catalogue';
import { piece, type Piece } from './piece';
import { unquote } from './python_text';

/** What is thrown where blocks cannot say something; the statement is shown as text then. */
export class Unsayable extends Error {}

const NUMBER = /^\d+(\.\d+)?$/;
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in']);
const CALCULATIONS = new Set(['+', '-', '*', '/', '//', '%', '**']);
/** Python's own functions that are blocks, and how many values each takes. */
export const BUILTINS: Readonly<Record<string, number>> = { input: 1, str: 1, int: 1, float: 1, len: 1, round: 1, abs: 1, min: 2, max: 2 };
export const CHANCES: Readonly<Record<string, number>> = { choice: 1, randint: 2 };
/** What holds together by itself, wherever it is put. */
const TIGHT = new Set([
  ...['ParenthesizedExpression', 'TupleExpression', 'ArrayExpression', 'DictionaryExpression', 'SetExpression', 'None', 'Ellipsis'],
  ...['ComprehensionExpression', 'ArrayComprehensionExpression', 'DictionaryComprehensionExpression', 'SetComprehensionExpression'],
  ...['CallExpression', 'MemberExpression', 'VariableName', 'Number', 'String', 'FormatString', 'Boolean'],
]);

/** The children of a node without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (child.name !== 'Comment') children.push(child);
  return children;
}

/** Reads the expressions of one text. */
export class ValueReader {
  constructor(
    readonly text: string,
    readonly catalogue: Catalogue,
  ) {}

  of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  read(node: SyntaxNode): Piece {
    return this.understood(node) ?? piece('python_value', { word: this.of(node), names: TIGHT.has(node.name) ? ['atom'] : [] });
  }

  private understood(node: SyntaxNode): Piece | null {
    const word = this.of(node);
    switch (node.name) {
      case 'Number':
        return NUMBER.test(word) ? piece('number', { word }) : null;
      case 'String': {
        const said = unquote(word);
        return said === null ? null : piece('text', { word: said });
      }
      case 'Boolean':
        return piece('boolean', { word });
      case 'VariableName':
        return piece('name', { word });
      case 'ParenthesizedExpression':
        return this.inBrackets(node);
      case 'UnaryExpression':
        return this.unary(node);
      case 'BinaryExpression':
        return this.binary(node);
      case 'MemberExpression':
        return this.attribute(node);
      case 'ArrayExpression':
        return this.list(node);
      case 'CallExpression':
        return this.call(node);
      default:
        return null;
    }
  }

  /** Brackets follow from how the pieces lie within each other; those round mere text stay with it. */
  private inBrackets(node: SyntaxNode): Piece | null {
    const inner = childrenOf(node).filter(({ name }) => name !== '(' && name !== ')');
    if (inner.length !== 1 || inner[0] === undefined) return null;
    return this.understood(inner[0]);
  }

  private unary(node: SyntaxNode): Piece | null {
    const [operator, operand] = childrenOf(node);
    if (operator === undefined || operand === undefined) return null;
    if (operator.name === 'not') return this.judged(node);
    const word = this.of(operand);
    return this.of(operator) === '-' && operand.name === 'Number' && NUMBER.test(word) ? piece('number', { word: `-${word}` }) : null;
  }

  private binary(node: SyntaxNode): Piece | null {
    const children = childrenOf(node);
    const [left, right] = [children[0], children.at(-1)];
    if (children.length < 3 || left === undefined || right === undefined) return null;
    const word = children.slice(1, -1).map((each) => this.of(each)).join(' ');
    const values = (): Piece['values'] => ({ left: this.read(left), right: this.read(right) });
    if (word === 'and' || word === 'or') return this.judged(node);
    if (CALCULATIONS.has(word)) return piece('arithmetic', { word, values: values() });
    if (!COMPARISONS.has(word) || [left, right].some((side) => this.compares(side))) return null;
    return piece('compare', { word, values: values() });
  }

  /** What is joined by `and`, `or` and `not`: the parser takes more for what is negated than Python does. */
  private judged(node: SyntaxNode): Piece {
    const tokens = this.tokensOf(node);
    const take = (): string | SyntaxNode | undefined => tokens.shift();
    const negated = (): Piece => {
      const token = take();
      if (token === 'not') return piece('not', { values: { value: negated() } });
      if (token === undefined || typeof token === 'string') throw new Unsayable();
      return this.read(token);
    };
    const joined = (word: string, part: () => Piece): Piece => {
      let left = part();
      for (; tokens[0] === word; left = piece('logic', { word, values: { left, right: part() } })) take();
      return left;
    };
    return joined('or', () => joined('and', negated));
  }

  private tokensOf(node: SyntaxNode): (string | SyntaxNode)[] {
    const children = childrenOf(node);
    const [first, second] = children;
    if (node.name === 'UnaryExpression' && first?.name === 'not' && second !== undefined) return ['not', ...this.tokensOf(second)];
    const joins = node.name === 'BinaryExpression' && children.length === 3 && (second?.name === 'and' || second?.name === 'or');
    return joins ? children.flatMap((child) => (child === second ? [child.name] : this.tokensOf(child))) : [node];
  }

  /** `a < b < c` asks two questions at once, which no block does. */
  private compares(node: SyntaxNode): boolean {
    if (node.name !== 'BinaryExpression') return false;
    const signs = childrenOf(node).slice(1, -1).map((each) => this.of(each)).join(' ');
    return COMPARISONS.has(signs) || signs.startsWith('is') || signs === '<>';
  }

  private attribute(node: SyntaxNode): Piece | null {
    const [base, dot, property, ...more] = childrenOf(node);
    if (base?.name !== 'VariableName' || dot?.name !== '.' || property?.name !== 'PropertyName' || more.length > 0) return null;
    const word = this.of(base);
    return word === 'robot' || word === 'random' ? null : piece('attribute', { word, names: [this.of(property)] });
  }

  private list(node: SyntaxNode): Piece | null {
    const items = this.separated(childrenOf(node).slice(1, -1));
    if (items === null || items.some(({ length }) => length !== 1)) return null;
    return piece('list', { values: this.numbered(items.flat()) });
  }

  private call(node: SyntaxNode): Piece | null {
    try {
      return this.said(node);
    } catch (error) {
      if (error instanceof Unsayable) return null;
      throw error;
    }
  }

  private said(node: SyntaxNode): Piece | null {
    const word = this.robotWord(node);
    if (word !== null) return piece('ask', { word, ...this.argumentsOf(childrenOf(node)[1], word) });
    const [callee, list] = childrenOf(node);
    if (callee === undefined || list === undefined) return null;
    const called = this.of(callee);
    const chance = /^random\.(\w+)$/.exec(called)?.[1];
    const [kind, name, table] = chance === undefined ? (['builtin', called, BUILTINS] as const) : (['random', chance, CHANCES] as const);
    const values = this.plainArguments(list);
    return Object.hasOwn(table, name) && values.length === table[name] ? piece(kind, { word: name, values: this.numbered(values) }) : null;
  }

  /** The word in `robot.word(…)`; null for any other call. */
  robotWord(call: SyntaxNode): string | null {
    const [callee] = childrenOf(call);
    if (callee?.name !== 'MemberExpression') return null;
    const [base, dot, property, ...more] = childrenOf(callee);
    if (base === undefined || this.of(base) !== 'robot' || dot?.name !== '.' || property === undefined || more.length > 0) return null;
    return this.of(property);
  }

  /** The arguments of a word of the robot, by their names. */
  argumentsOf(list: SyntaxNode | undefined, word: string): { values: Record<string, Piece>; names: string[] } {
    const known = this.catalogue.verbs.get(word)?.arguments ?? [];
    const values: Record<string, Piece> = {};
    const names: string[] = [];
    for (const [place, given] of this.argumentList(list).entries()) {
      const name = given.length === 3 && given[0] !== undefined ? this.of(given[0]) : (known[place]?.name ?? `#${place}`);
      const value = given.at(-1);
      if (value === undefined || Object.hasOwn(values, name)) throw new Unsayable();
      if (given.length === 3) names.push(name);
      else if (names.length > 0) throw new Unsayable();
      values[name] = this.read(value);
    }
    return { values, names };
  }

  /** Arguments that have no names. */
  plainArguments(list: SyntaxNode | undefined): SyntaxNode[] {
    const given = this.argumentList(list);
    if (given.some(({ length }) => length !== 1)) throw new Unsayable();
    return given.flat();
  }

  numbered(nodes: readonly SyntaxNode[]): Record<string, Piece> {
    return Object.fromEntries(nodes.map((node, place) => [String(place), this.read(node)]));
  }

  private argumentList(list: SyntaxNode | undefined): SyntaxNode[][] {
    const given = list?.name === 'ArgList' ? this.separated(childrenOf(list).slice(1, -1)) : null;
    if (given === null) throw new Unsayable();
    const fine = given.every((each) => each.length === 1 || (each.length === 3 && each[1] !== undefined && this.of(each[1]) === '='));
    if (!fine) throw new Unsayable();
    return given;
  }

  /** What stands between commas; null where something is missing or unpacked. */
  private separated(nodes: readonly SyntaxNode[]): SyntaxNode[][] | null {
    const groups: SyntaxNode[][] = [[]];
    for (const node of nodes) {
      if (node.name === ',') groups.push([]);
      else groups.at(-1)?.push(node);
    }
    if (groups.at(-1)?.length === 0) groups.pop();
    return groups.every((group) => group.length > 0 && !group.some(({ name }) => name === '*' || name === '**')) ? groups : null;
  }
}
