/**
 * Carries out the newest of many wishes, one at a time: while one is under way, the next ones replace each
 * other. A slider that is dragged then never leaves a queue behind.
 */
export function latestOnly<Wish>(carryOut: (wish: Wish) => Promise<void>): (wish: Wish) => void {
  let waiting: { wish: Wish } | null = null;
  let busy = false;

  async function work(): Promise<void> {
    busy = true;
    while (waiting) {
      const { wish } = waiting;
      waiting = null;
      await carryOut(wish);
    }
    busy = false;
  }

  return (wish) => {
    waiting = { wish };
    if (!busy) void work();
  };
}
