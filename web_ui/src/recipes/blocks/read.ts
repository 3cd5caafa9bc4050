/** From Python to pieces. Every letter of the text goes into some piece, so that `write` gives the same text back. */
import { pythonLanguage } from '@codemirror/lang-python';
import type { SyntaxNode, Tree } from '@lezer/common';
import type { Catalogue } from './catalogue';
import { linesFor } from './phrase';
import { defines, piece, type KeptLine, type Piece, type Program } from './piece';
import { lineEnd, linesOf, lineStart } from './python_text';
import { StatementReader, type Clause } from './read_statements';
import { childrenOf, Unsayable } from './read_values';
import { write } from './write';

const BLANK = /^[ \t\f]*$/;
/** What may stand behind a statement on its line. */
const TAIL = /^[ \t\f]*(#[^\r\n]*)?(\r\n|\n|\r)?$/;

/** Reads a recipe. Whatever blocks cannot say, broken text too, is kept as it stands. */
export function read(text: string, catalogue: Catalogue): Program {
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const tree = pythonLanguage.parser.parse(text);
  const broken = hasError(tree.topNode);
  try {
    const { pieces, tail } = new Reader(text, catalogue, tree, newline).module();
    const program = { pieces, tail, newline, broken };
    // Better one piece of text than a letter lost.
    if (write(program, catalogue).text === text) return program;
  } catch (error) {
    if (!(error instanceof Unsayable)) throw error;
  }
  const line = { key: '', lead: '', indent: '', text, tail: '', place: 0 };
  return { pieces: text === '' ? [] : [piece('python', { word: text, kept: [line] })], tail: '', newline, broken };
}

function hasError(node: SyntaxNode): boolean {
  let found = false;
  node.cursor().iterate(({ type }) => {
    found ||= type.isError;
    return !found;
  });
  return found;
}

/** Statements that share lines. */
interface Group {
  nodes: SyntaxNode[];
  from: number;
  /** Where its last statement ends. */
  to: number;
}

class Reader {
  private readonly statements: StatementReader;
  /** Texts in quotes that span lines: what is indented in them belongs to them. */
  private readonly quoted: { from: number; to: number }[] = [];

  constructor(
    private readonly text: string,
    private readonly catalogue: Catalogue,
    private readonly tree: Tree,
    private readonly newline: string,
  ) {
    this.statements = new StatementReader(text, catalogue);
    tree.iterate({
      enter: ({ name, from, to }) => {
        if (/String$/.test(name) && /[\r\n]/.test(text.slice(from, to))) this.quoted.push({ from, to });
      },
    });
  }

  module(): { pieces: Piece[]; tail: string } {
    const groups = this.grouped(childrenOf(this.tree.topNode));
    const head = this.head(groups);
    const rest = this.region(groups.slice(head?.groups ?? 0), head?.end ?? 0, this.text.length);
    const pieces = [...(head === null ? [] : [head.piece]), ...rest.pieces];
    const placed = pieces.map((each, place) => ({ ...each, kept: each.kept?.map((line, row) => (row === 0 ? { ...line, place } : line)) }));
    return { pieces: placed, tail: rest.tail };
  }

  /** What every recipe begins with: its docstring and its imports are one piece. */
  private head(groups: readonly Group[]): { piece: Piece; groups: number; end: number } | null {
    let count = 0;
    for (const { nodes, from, to } of groups) {
      const docstring = count === 0 && nodes[0]?.name === 'ExpressionStatement' && nodes[0].firstChild?.name === 'String';
      if (nodes.length > 1 || !(docstring || nodes[0]?.name === 'ImportStatement') || nodes.some(hasError)) break;
      if (lineStart(this.text, from) !== from || !TAIL.test(this.text.slice(to, lineEnd(this.text, to)))) break;
      count += 1;
    }
    const [first, last] = [groups[0], groups[count - 1]];
    if (first === undefined || last === undefined) return null;
    const end = lineEnd(this.text, last.to);
    const line = this.line('', '', first.from, last.to, 0);
    return { piece: piece('head', { word: line.text, kept: [line] }), groups: count, end };
  }

  /** Statements one below the other, from a place in the text to another. */
  private region(groups: readonly Group[], from: number, to: number): { pieces: Piece[]; tail: string } {
    const pieces: Piece[] = [];
    let cursor = from;
    for (const group of groups) {
      const start = lineStart(this.text, group.from);
      const indent = this.text.slice(start, group.from);
      if (start < cursor || !BLANK.test(indent)) throw new Unsayable();
      const made = this.piece(group, indent, to);
      const { remarks, rest } = this.remarks(cursor, start, indent, defines(made.piece));
      const kept = made.piece.kept?.map((line, row) => (row === 0 ? { ...line, lead: this.text.slice(rest, start) } : line));
      pieces.push(...remarks, { ...made.piece, kept });
      cursor = made.end;
    }
    const indent = this.indentOf(groups[0]);
    const { remarks, rest } = this.remarks(cursor, to, indent, false);
    return { pieces: [...pieces, ...remarks], tail: this.text.slice(rest, to) };
  }

  /** Comments that stand as far to the right as the statements round them; those right above a function are its own. */
  private remarks(from: number, to: number, indent: string, above: boolean): { remarks: Piece[]; rest: number } {
    const lines = linesOf(this.text.slice(from, to));
    let own = lines.length;
    if (above) while (own > 0 && /^[ \t\f]*#/.test(lines[own - 1] ?? '')) own--;
    const remarks: Piece[] = [];
    let [place, rest] = [from, from];
    for (const line of lines.slice(0, own)) {
      const text = line.trim();
      if (text.startsWith('#') && line.startsWith(indent + text)) {
        const kept = { key: '', lead: this.text.slice(rest, place), indent, text, tail: line.slice(indent.length + text.length) };
        remarks.push(piece('remark', { word: text, kept: [kept] }));
        rest = place + line.length;
      }
      place += line.length;
    }
    return { remarks, rest };
  }

  private piece(group: Group, indent: string, limit: number): { piece: Piece; end: number } {
    const [node] = group.nodes;
    if (node !== undefined && group.nodes.length === 1) {
      try {
        return this.understood(node, indent, limit);
      } catch (error) {
        if (!(error instanceof Unsayable)) throw error;
      }
    }
    return this.asText(group, indent);
  }

  private asText({ from, to }: Group, indent: string): { piece: Piece; end: number } {
    const end = lineEnd(this.text, to);
    const content = this.text.slice(from, end).replace(/(\r\n|\n|\r)$/, '');
    const line = this.line('', indent, from, from + content.length, 0);
    return { piece: piece('python', { word: content, kept: [line] }), end };
  }

  private understood(node: SyntaxNode, indent: string, limit: number): { piece: Piece; end: number } {
    const clauses = this.statements.clausesOf(node);
    if (clauses === null) {
      if (hasError(node)) throw new Unsayable();
      const to = this.endOf(node);
      const kept = [this.line('', indent, node.from, to, 0)];
      return { piece: this.withMade({ ...this.statements.simple(node), kept }), end: lineEnd(this.text, to) };
    }
    // What is broken in a body is shown as text there; what is broken in between breaks the whole.
    if (this.statements.flat(node).some((child) => child.name !== 'Body' && hasError(child))) throw new Unsayable();
    return this.compound(node, clauses, indent, limit);
  }

  private compound(node: SyntaxNode, clauses: readonly Clause[], indent: string, limit: number): { piece: Piece; end: number } {
    const kept: KeptLine[] = [];
    const bodies: Piece[][] = [];
    let end = lineStart(this.text, node.from);
    for (const { key, from, to, body } of clauses) {
      const start = lineStart(this.text, from);
      if (start < end || this.text.slice(start, from) !== indent) throw new Unsayable();
      const line = { ...this.line(key, indent, from, to, 0), lead: this.text.slice(end, start) };
      end = lineEnd(this.text, to);
      if (body !== null) {
        const groups = this.grouped(childrenOf(body).slice(1));
        const inner = this.indentOf(groups[0]);
        if (groups.length === 0 || !inner.startsWith(indent) || inner === indent) throw new Unsayable();
        const bodyEnd = this.bodyEnd(groups, inner, limit);
        const region = this.region(groups, end, bodyEnd);
        bodies.push(this.isNothing(region.pieces) ? [] : region.pieces);
        // What is left over, comments in odd places, belongs to what comes next.
        end = bodyEnd - region.tail.length;
        line.inner = inner;
      }
      kept.push(line);
    }
    return { piece: this.withMade({ ...this.statements.compound(node, clauses), bodies, kept }), end };
  }

  /** Where nothing is to be done Python wants `pass`; blocks want no block. */
  private isNothing([first, ...more]: readonly Piece[]): boolean {
    const line = first?.kind === 'plain' && first.word === 'pass' && more.length === 0 ? first.kept?.[0] : undefined;
    return line?.lead === '' && line.tail === this.newline;
  }

  /** A body ends with its last statement or the comments that are indented with it. */
  private bodyEnd(groups: readonly Group[], inner: string, limit: number): number {
    let end = lineEnd(this.text, groups.at(-1)?.to ?? 0);
    for (let place = end; place < limit; ) {
      const next = lineEnd(this.text, place);
      const line = this.text.slice(place, next);
      if (line.startsWith(inner) && line.trimStart().startsWith('#')) end = next;
      else if (line.trim() !== '') break;
      place = next;
    }
    return end;
  }

  private line(key: string, indent: string, from: number, to: number, place: number): KeptLine {
    const end = lineEnd(this.text, to);
    const tail = this.text.slice(to, end);
    if (!TAIL.test(tail)) throw new Unsayable();
    const fixed = this.fixedLines(from, to);
    return { key, lead: '', indent, text: this.text.slice(from, to), tail, ...(fixed.length > 0 ? { fixed } : {}), ...(place ? { place } : {}) };
  }

  private fixedLines(from: number, to: number): number[] {
    const fixed: number[] = [];
    let [place, number] = [lineEnd(this.text, from), 1];
    for (; place < to; place = lineEnd(this.text, place), number++) {
      const here = place;
      if (this.quoted.some((each) => each.from < here && here < each.to)) fixed.push(number);
    }
    return fixed;
  }

  /** Tells of each line what we would have written, where that is another text. */
  private withMade(one: Piece): Piece {
    const lines = new Map(linesFor(one, this.catalogue).map((line) => [line.key, line.text]));
    const kept = one.kept?.map((line) => {
      const made = lines.get(line.key);
      return made === undefined || made === line.text ? line : { ...line, made };
    });
    return { ...one, kept };
  }

  private grouped(nodes: readonly SyntaxNode[]): Group[] {
    const groups: Group[] = [];
    for (const node of nodes) {
      const [from, to] = [node.from, this.endOf(node)];
      const last = groups.at(-1);
      if (last !== undefined && from < lineEnd(this.text, last.to)) {
        last.nodes.push(node);
        last.to = Math.max(last.to, to);
      } else if (to > from) {
        groups.push({ nodes: [node], from, to });
      }
    }
    return groups;
  }

  private indentOf(group: Group | undefined): string {
    return group === undefined ? '' : this.text.slice(lineStart(this.text, group.from), group.from);
  }

  /** Where the last statement in a node ends: the parser lets bodies go on to the next statement. */
  private endOf(node: SyntaxNode): number {
    const last = childrenOf(node).at(-1);
    if (last !== undefined && /^(Body|MatchBody|MatchClause|FunctionDefinition|ClassDefinition)$|Statement$/.test(last.name)) return this.endOf(last);
    let end = node.to;
    while (end > node.from && /[ \t\f\r\n]/.test(this.text[end - 1] ?? '')) end--;
    return end;
  }
}
