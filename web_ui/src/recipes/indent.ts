const INDENT = '    ';

/** A text with the part of it that is marked. */
export interface Marked {
  text: string;
  start: number;
  end: number;
}

/** The text after Tab: the next stop where the caret is, or every marked line one step to the right. */
export function indented({ text, start, end }: Marked): Marked {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (!text.slice(start, end).includes('\n')) {
    const spaces = INDENT.slice((start - lineStart) % INDENT.length);
    const caret = start + spaces.length;
    return { text: text.slice(0, start) + spaces + text.slice(end), start: caret, end: caret };
  }
  const lines = text.slice(lineStart, end).split('\n');
  const moved = lines.map((line) => (line === '' ? line : INDENT + line)).join('\n');
  const growth = moved.length - (end - lineStart);
  return { text: text.slice(0, lineStart) + moved + text.slice(end), start: start + INDENT.length, end: end + growth };
}

/** The text after Enter: the new line begins below the old one, a step further in after a colon. */
export function newLine({ text, start, end }: Marked): Marked {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(lineStart, start);
  const spaces = /^ */.exec(line)?.[0] ?? '';
  const inserted = `\n${spaces}${line.trimEnd().endsWith(':') ? INDENT : ''}`;
  const caret = start + inserted.length;
  return { text: text.slice(0, start) + inserted + text.slice(end), start: caret, end: caret };
}
