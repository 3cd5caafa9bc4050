/** Work that must not overlap. */

/** Gives a function that does one piece of work after the other, in the order in which they come; one that fails does not
 * hold up the next. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const now = before.then(work);
    before = now.catch(() => undefined);
    return now;
  };
}
