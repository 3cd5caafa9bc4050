/** Which shapes fit together, what shape comes out, and which numbers make up one number of the result. */

/** So many rows and columns. */
export type Shape = readonly [rows: number, columns: number];

export type Operation = 'add' | 'multiply' | 'matmul';

export const OPERATIONS: readonly Operation[] = ['add', 'multiply', 'matmul'];

export type Fit =
  | { fits: true; shape: Shape; /** Which one is used again and again along its only row or column. */ stretched: 'first' | 'second' | 'both' | null }
  | { fits: false; /** What does not match: the sizes that had to be equal. */ rows?: [number, number]; columns?: [number, number]; inner?: [number, number] };

/** Whether two grids can be joined. Number by number, a single row or column is used as often as it is needed. */
export function fitOf(operation: Operation, first: Shape, second: Shape): Fit {
  if (operation === 'matmul') {
    if (first[1] !== second[0]) return { fits: false, inner: [first[1], second[0]] };
    return { fits: true, shape: [first[0], second[1]], stretched: null };
  }
  const fits = [0, 1].map((axis) => first[axis] === second[axis] || first[axis] === 1 || second[axis] === 1);
  if (fits.includes(false)) {
    return {
      fits: false,
      ...(fits[0] ? {} : { rows: [first[0], second[0]] as [number, number] }),
      ...(fits[1] ? {} : { columns: [first[1], second[1]] as [number, number] }),
    };
  }
  const shape: Shape = [Math.max(first[0], second[0]), Math.max(first[1], second[1])];
  const isSmaller = (one: Shape) => one[0] < shape[0] || one[1] < shape[1];
  const stretched = isSmaller(first) ? (isSmaller(second) ? 'both' : 'first') : isSmaller(second) ? 'second' : null;
  return { fits: true, shape, stretched };
}

/** The places, row and column, of the numbers that make up the result's number at a place: pairs of one of each grid. */
export function partsOf(operation: Operation, first: Shape, second: Shape, row: number, column: number): [Shape, Shape][] {
  if (operation === 'matmul') return Array.from({ length: first[1] }, (_, inner) => [[row, inner], [inner, column]]);
  const at = ([rows, columns]: Shape): Shape => [Math.min(row, rows - 1), Math.min(column, columns - 1)];
  return [[at(first), at(second)]];
}
