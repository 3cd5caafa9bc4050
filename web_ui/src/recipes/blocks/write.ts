/** From pieces to Python: what nobody changed stands as it stood, the rest as the gallery would write it. */
import type { Catalogue } from './catalogue';
import { linesFor, type Line } from './phrase';
import { defines, type KeptLine, type Piece, type Program } from './piece';
import { linesOf } from './python_text';

const STEP = '    ';
const BLANK_LINES_BETWEEN_FUNCTIONS = 2;

export interface Written {
  text: string;
  /** Where the blocks' texts are, by the blocks' ids. */
  spans: ReadonlyMap<string, { from: number; to: number }>;
}

export function write(program: Program, catalogue: Catalogue): Written {
  return new Writer(program.newline, catalogue).program(program);
}

class Writer {
  private readonly chunks: string[] = [];
  private length = 0;
  private readonly spans = new Map<string, { from: number; to: number }>();

  constructor(
    private readonly newline: string,
    private readonly catalogue: Catalogue,
  ) {}

  program({ pieces, tail }: Program): Written {
    let before: Piece | null = null;
    for (const each of pieces) {
      this.statement(each, '', this.blankLines(each, before));
      before = each;
    }
    this.put(tail);
    return { text: this.chunks.join(''), spans: this.spans };
  }

  /** How many blank lines the module's next piece shall have at least; null where it follows what it always followed. */
  private blankLines(one: Piece, before: Piece | null): number | null {
    const [place, placeBefore] = [one.kept?.[0]?.place, before?.kept?.[0]?.place];
    if (before === null) return place === 0 ? null : 0;
    if (place !== undefined && placeBefore !== undefined && place === placeBefore + 1) return null;
    if (defines(one) || defines(before)) return BLANK_LINES_BETWEEN_FUNCTIONS;
    return before.kind === 'head' ? 1 : 0;
  }

  /** @param blankLines at least so many before it; null to leave them as they were */
  private statement(one: Piece, indent: string, blankLines: number | null): void {
    const kept = new Map(one.kept?.map((line) => [line.key, line]));
    let from = this.length;
    for (const [row, line] of linesFor(one, this.catalogue).entries()) {
      const old = kept.get(line.key);
      this.lead(old, indent, row === 0 ? blankLines : null);
      if (row === 0) from = this.length + indent.length;
      this.line(line, old, indent);
      if (line.body !== undefined) this.body(one.bodies[line.body] ?? [], old, indent);
    }
    if (one.id !== undefined) this.spans.set(one.id, { from, to: this.length - this.lineBreak() });
  }

  private lead(old: KeptLine | undefined, indent: string, blankLines: number | null): void {
    const moved = old !== undefined && old.indent !== indent;
    let lead = old?.lead ?? '';
    if (moved) lead = linesOf(lead).filter((line) => line.trim() !== '').map((line) => indent + line.trimStart()).join('');
    if (blankLines !== null) {
      const lines = linesOf(lead);
      const blank = lines.findIndex((line) => line.trim() !== '');
      const there = blank === -1 ? lines.length : blank;
      const rest = lines.slice(there).join('');
      lead = this.newline.repeat(this.length === 0 ? 0 : Math.max(blankLines, blankLines === 0 ? there : 0)) + rest;
    }
    this.put(lead);
  }

  private line({ text }: Line, old: KeptLine | undefined, indent: string): void {
    let written = text;
    if (old !== undefined && (old.made ?? old.text) === text) written = indented(old, indent);
    this.put(indent + written + (old?.tail ?? this.newline));
  }

  private body(pieces: readonly Piece[], old: KeptLine | undefined, indent: string): void {
    const step = old?.inner?.startsWith(old.indent) ? old.inner.slice(old.indent.length) : STEP;
    const inner = indent + step;
    for (const each of pieces) this.statement(each, inner, null);
    if (pieces.every(({ kind }) => kind === 'remark')) this.put(`${inner}pass${this.newline}`);
  }

  /** Writes whole lines; whatever comes last in a text may lack its line end. */
  private put(text: string): void {
    if (text === '') return;
    if (this.length > 0 && this.lineBreak() === 0) this.push(this.newline);
    this.push(text);
  }

  private push(text: string): void {
    this.chunks.push(text);
    this.length += text.length;
  }

  /** The length of the line end that was written last. */
  private lineBreak(): number {
    const last = this.chunks.at(-1) ?? '';
    if (last.endsWith('\r\n')) return 2;
    return /[\r\n]$/.test(last) ? 1 : 0;
  }
}

/** The text of a line where it stands now: what belongs to a text in quotes is not moved. */
function indented({ text, indent, fixed }: KeptLine, now: string): string {
  if (indent === now) return text;
  return linesOf(text)
    .map((line, number) => {
      if (number === 0 || fixed?.includes(number) || line.trim() === '') return line;
      return line.startsWith(indent) ? now + line.slice(indent.length) : now + line.trimStart();
    })
    .join('');
}
