/**
 * Milliseconds to wait before trying again to connect: quick at first, and never more than a second, so that a page is
 * back soon after a robot that took long to begin.
 *
 * @param failures how many tries in a row did not succeed
 */
export function patience(failures: number): number {
  return Math.min(100 * 2 ** Math.max(0, failures), 1000);
}
