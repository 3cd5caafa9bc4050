/** The numbers that the robot's sensors tell. Pure. */

/** All readings that are numbers, by "part reading"; truths count as 0 and 1. */
export function numbersIn(parts: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const [part, readings] of Object.entries(parts)) {
    for (const [name, value] of Object.entries(readings)) {
      if (typeof value === 'number' && Number.isFinite(value)) numbers.set(`${part} ${name}`, value);
      else if (typeof value === 'boolean') numbers.set(`${part} ${name}`, Number(value));
    }
  }
  return numbers;
}

/** The row of these columns; null where one of them is not measured. */
export function rowOf(columns: readonly string[], numbers: ReadonlyMap<string, number>): number[] | null {
  const row = columns.map((column) => numbers.get(column));
  return row.every((value) => value !== undefined) ? row : null;
}
