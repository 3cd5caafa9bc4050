/**
 * Milliseconds to wait before trying again to connect: quick at first, never more than two seconds.
 *
 * @param failures how many tries in a row did not succeed
 */
export function patience(failures: number): number {
  return Math.min(100 * 2 ** Math.max(0, failures), 2000);
}
