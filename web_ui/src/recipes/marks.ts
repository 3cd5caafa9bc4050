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
}

/** What the robot finds odd in a text, at its places in it. */
export function faultMarks(source: string, faults: readonly Fault[]): Mark[] {
  const lines = source.split('\n');
  return faults.map((fault) => {
    const from = placeOf(lines, fault.line, fault.column);
    const to = Math.max(from, placeOf(lines, fault.end_line, fault.end_column));
    const { line, severity, replacement } = fault;
    const message = [fault.message, saidByButton(fault) ? '' : fault.hint].filter(Boolean).join(' ');
    return { from, to, line, severity, message, ...(replacement === null ? {} : { mend: replacement }) };
  });
}

/** A text without the quotation marks round it, as people say it. */
export function unquoted(text: string): string {
  return /^(["'])(.+)\1$/.exec(text)?.[2] ?? text;
}

/** A button that writes the right word makes a hint needless that only names this word. */
function saidByButton({ hint, replacement }: Fault): boolean {
  return replacement !== null && replacement !== '' && hint.includes(unquoted(replacement));
}

function placeOf(lines: readonly string[], line: number, column: number): number {
  const before = lines.slice(0, Math.max(0, line - 1));
  const length = lines[line - 1]?.length ?? 0;
  const begin = before.reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(begin + Math.min(column, length), lines.join('\n').length);
}

const PLACE = /\bin line (\d+):?/;

/** The line of the recipe that the newest error names. */
export function errorMarks(source: string, output: readonly Output[]): Mark[] {
  const said = output.findLast((each) => each.stream === 'stderr' && PLACE.test(each.text));
  const line = Number(PLACE.exec(said?.text ?? '')?.[1] ?? 0);
  const lines = source.split('\n');
  const text = lines[line - 1];
  if (said === undefined || text === undefined) return [];
  const begin = placeOf(lines, line, 0);
  const from = begin + text.length - text.trimStart().length;
  const message = said.text.trim().split('\n').slice(2).join(' ') || said.text.trim();
  return [{ from, to: begin + text.length, line, severity: 'error', message }];
}

/** Both in the order of their lines. What the checks call an error says more than the run that broke there. */
export function merged(ofRun: readonly Mark[], ofChecks: readonly Mark[]): Mark[] {
  const told = new Set(ofChecks.filter((mark) => mark.severity === 'error').map((mark) => mark.line));
  return [...ofRun.filter((mark) => !told.has(mark.line)), ...ofChecks].sort((one, other) => one.from - other.from);
}
