/** A table of numbers: from the text of a CSV file to rows and classes. */
import { parse } from 'papaparse';
import { ModelError } from '../models/define';
import { LONGEST_NAME, MOST_CLASSES, MOST_SAMPLES, tidied } from './project';

export interface Table {
  /** What the numbers are called. */
  columns: string[];
  rows: { numbers: number[]; label: string }[];
}

/** A network of so many inputs still trains quickly. */
const MOST_COLUMNS = 200;

/** The table in a CSV file: a line of names, then a line for each thing; its last column without numbers is the class.
 *
 * Commas, semicolons and tabs are told by themselves; a decimal comma is understood where commas do not divide.
 * @param name of the file, for the sentences
 * @throws ModelError where it is no such table; the sentence names the line */
export function tableOf(text: string, name: string): Table {
  const { data, meta } = parse<string[]>(text.trim(), { skipEmptyLines: 'greedy' });
  const [heads = [], ...lines] = data.map((line) => line.map((cell) => cell.trim()));
  if (lines.length === 0 || heads.length < 2) {
    throw new ModelError(`“${name}” is no table.`, 'Take a CSV file: a first line with names, then a line for each thing, its class in the last column.');
  }
  const decimalComma = meta.delimiter !== ',';
  const number = (cell: string | undefined) => numberOf(cell ?? '', decimalComma);
  const at = classColumn(heads, lines, number);
  const columns = heads.filter((_, index) => index !== at).map((head, index) => tidied(head) || `${index + 1}`);
  if (columns.length > MOST_COLUMNS) throw new ModelError(`“${name}” has ${columns.length} columns of numbers.`, `${MOST_COLUMNS} are the most; leave out those that do not matter.`);
  if (lines.length > MOST_SAMPLES) throw new ModelError(`“${name}” has ${lines.length} lines.`, `${MOST_SAMPLES} are the most; take every second or third.`);
  const rows = lines.map((line, index) => {
    const cells = line.filter((_, column) => column !== at);
    const numbers = columns.map((_, column) => number(cells[column]));
    const wrong = numbers.findIndex((one) => !Number.isFinite(one));
    // The names stand in line 1.
    if (wrong >= 0) throw new ModelError(`Line ${index + 2} of “${name}”: “${cells[wrong] ?? ''}” in the column “${columns[wrong] ?? ''}” is no number.`, 'Write a number there, or leave the line out.');
    const label = tidied(line[at] ?? '').slice(0, LONGEST_NAME);
    if (label === '') throw new ModelError(`Line ${index + 2} of “${name}” does not say which class it is.`, `Write it in the column “${heads[at] ?? ''}”.`);
    return { numbers, label };
  });
  const classes = new Set(rows.map(({ label }) => label)).size;
  if (classes > MOST_CLASSES) throw new ModelError(`“${name}” has ${classes} classes in the column “${heads[at] ?? ''}”.`, `${MOST_CLASSES} are the most. Is it the right column? The class is the last one that holds words.`);
  return { columns, rows };
}

/** The last column that holds words; where all are numbers, the last. */
function classColumn(heads: readonly string[], lines: readonly string[][], number: (cell: string | undefined) => number): number {
  for (let column = heads.length - 1; column >= 0; column--) {
    if (lines.every((line) => !Number.isFinite(number(line[column])))) return column;
  }
  return heads.length - 1;
}

/** @param decimalComma whether 5,1 is a number a little larger than five */
export function numberOf(cell: string, decimalComma: boolean): number {
  const plain = cell.trim().replace('−', '-');
  if (plain === '') return Number.NaN;
  return Number(decimalComma ? plain.replace(',', '.') : plain);
}
