/** How long things take. */

/** Threads of WebAssembly go on spinning for a moment after their work, which would disturb whoever comes next; a
 * camera's frames come with pauses, too. */
const PAUSE_MILLISECONDS = 12;

/** After a pause, the milliseconds of some work, and what came of it. */
export async function timed<Result>(work: () => Promise<Result>): Promise<[number, Result]> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}
