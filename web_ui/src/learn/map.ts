/** A map on which samples that are alike lie together (UMAP). */
import { UMAP } from 'umap-js';
import { seeded } from './chance';

/** Where each row lies: x and y, 0…1 each, row by row. The same rows lie at the same places each time.
 *
 * @param inputs rows of numbers, one after the other; at least `FEWEST_ON_MAP` and at most `MOST_ON_MAP` rows
 * @param length how many numbers a row has */
export function mapOf(inputs: Float32Array, length: number): Float32Array {
  const count = inputs.length / length;
  const rows = Array.from({ length: count }, (_, row) => Array.from(inputs.subarray(row * length, (row + 1) * length)));
  const places = new UMAP({ nNeighbors: Math.min(15, count - 1), minDist: 0.8, spread: 2, random: seeded(7) }).fit(rows);
  const flat = Float32Array.from(places.flat());
  for (const axis of [0, 1]) {
    const values = flat.filter((_, index) => index % 2 === axis);
    const least = values.reduce((one, other) => Math.min(one, other), Infinity);
    const most = values.reduce((one, other) => Math.max(one, other), -Infinity);
    values.forEach((value, row) => (flat[2 * row + axis] = most > least ? (value - least) / (most - least) : 0.5));
  }
  return flat;
}
