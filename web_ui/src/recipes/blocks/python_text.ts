/** Python's texts in quotes, and lines of text. */

const QUOTED = /^(["'])((?:\\[\s\S]|(?!\1)[^\\\r\n])*)\1$/;
const ESCAPE = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\s\S])/g;
const SIMPLE: Record<string, string> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'", '0': '\0' };

/** What a text in single or double quotes says; null where it is written in a way that we do not know. */
export function unquote(source: string): string | null {
  const inner = QUOTED.exec(source)?.[2];
  if (inner === undefined || /\\0[0-7]/.test(inner)) return null;
  let known = true;
  const said = inner.replace(ESCAPE, (_, escape: string) => {
    if (escape.length > 1) return String.fromCharCode(parseInt(escape.slice(1), 16));
    const sign = SIMPLE[escape];
    if (sign === undefined) known = false;
    return sign ?? '';
  });
  return known ? said : null;
}

/** A text as one writes it in Python. */
export function quote(said: string): string {
  const mark = said.includes('"') && !said.includes("'") ? "'" : '"';
  let inner = '';
  for (const unit of said.split('')) inner += unit === mark || unit === '\\' ? `\\${unit}` : (escaped(unit) ?? unit);
  return mark + inner + mark;
}

function escaped(unit: string): string | null {
  if (unit === '\n') return '\\n';
  if (unit === '\r') return '\\r';
  if (unit === '\t') return '\\t';
  const code = unit.charCodeAt(0);
  if (code < 32 || code === 127) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code === 0x85 || code === 0x2028 || code === 0x2029 ? `\\u${code.toString(16).padStart(4, '0')}` : null;
}

/** Where the line begins that a place is in. */
export function lineStart(text: string, place: number): number {
  let start = place;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

/** Where the next line begins. */
export function lineEnd(text: string, place: number): number {
  let end = place;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  if (end === text.length) return end;
  return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
}

/** The lines of a text, each with its end. */
export function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (let from = 0; from < text.length; from = lineEnd(text, from)) lines.push(text.slice(from, lineEnd(text, from)));
  return lines;
}
