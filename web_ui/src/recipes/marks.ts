import type { Fault } from '../protocol/library';
import type { Output } from '../protocol/messages';

/** A place in the text (letters from the beginning) about which there is something to say, and what would mend it. */
export interface Mark {
  from: number;
  to: number;
  line: number;
  severity: 'error' | 'warning';
  message: string;
  /** Stands in place of what is marked after one click. */
  mend?: string;
  /** A model that is switched off and should not be. */
  model?: string;
}

/** What the robot finds odd in a text, at its places in it. */
export function faultMarks(source: string, faults: readonly Fault[]): Mark[] {
  const lines = source.split('\n');
  return faults.map((fault) => {
    const from = placeOf(lines, fault.line, fault.column);
    const to = Math.max(from, placeOf(lines, fault.end_line, fault.end_column));
    const { line, severity, replacement, model } = fault;
    const message = [fault.message, saidByButton(fault) ? '' : fault.hint].filter(Boolean).join(' ');
    return { from, to, line, severity, message, ...(replacement === null ? {} : { mend: replacement }), ...(model === null ? {} : { model }) };
  });
}

/** A text without the quotation marks round it, as people say it. */
export function unquoted(text: string): string {
  return /^(["'])(.+)\1$/.exec(text)?.[2] ?? text;
}

/** A button that writes the right word, or switches the right model on, makes a hint needless that says no more. */
function saidByButton({ hint, replacement, model }: Fault): boolean {
  if (model !== null) return true;
  return replacement !== null && replacement !== '' && hint.includes(unquoted(replacement));
}

function placeOf(lines: readonly string[], line: number, column: number): number {
  const before = lines.slice(0, Math.max(0, line - 1));
  const length = lines[line - 1]?.length ?? 0;
  const begin = before.reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(begin + Math.min(column, length), lines.join('\n').length);
}

/** How an explained error begins, in whatever language: its line's number, and below it the line itself. */
const HEAD = /(\d+):$/;
const QUOTED = /^ {4}(.+)$/;
const LONGEST_QUOTE = 120;

/** The line at which the recipe broke, by the newest error that quotes a line of this text. */
export function errorMarks(source: string, output: readonly Output[]): Mark[] {
  const lines = source.split('\n');
  const said = output.filter(({ stream }) => stream === 'stderr').flatMap(({ text }) => text.split('\n'));
  for (let head = said.length - 2; head >= 0; head--) {
    const line = Number(HEAD.exec(said[head] ?? '')?.[1] ?? 0);
    const text = lines[line - 1] ?? '';
    const quoted = QUOTED.exec(said[head + 1] ?? '')?.[1];
    // What a recipe prints itself, and errors of other files, quote no line of this text.
    if (quoted === undefined || quoted.trim() !== text.trim().slice(0, LONGEST_QUOTE).trim()) continue;
    const from = placeOf(lines, line, text.length - text.trimStart().length);
    const to = placeOf(lines, line, text.trimEnd().length);
    return [{ from, to, line, severity: 'error', message: wordsOf(said.slice(head + 2)) }];
  }
  return [];
}

/** The sentences of an explained error, without the arrow below the quoted line. */
function wordsOf(said: readonly string[]): string {
  return said.filter((line) => line.trim() !== '' && line.trim() !== '^').join(' ');
}

/** Both in the order of their lines. What the checks call an error says more than the run that broke there. */
export function merged(ofRun: readonly Mark[], ofChecks: readonly Mark[]): Mark[] {
  const told = new Set(ofChecks.filter((mark) => mark.severity === 'error').map((mark) => mark.line));
  return [...ofRun.filter((mark) => !told.has(mark.line)), ...ofChecks].sort((one, other) => one.from - other.from);
}
