/** What several models build on, made once for all of them. */
import type { Disposable, LoadContext } from './define';

interface Shared {
  thing: Promise<Disposable>;
  shares: number;
}

/** A `LoadContext.share`: the first who asks by a name makes the thing, the last who lets go of it disposes of it.
 * Where making fails, the next who asks tries again. */
export function sharing(): LoadContext['share'] {
  const things = new Map<string, Shared>();

  function letGo(name: string, shared: Shared): void {
    shared.shares -= 1;
    if (shared.shares > 0) return;
    things.delete(name);
    void shared.thing.then((thing) => {
      thing.dispose();
    });
  }

  return async <Thing extends Disposable>(name: string, make: () => Promise<Thing>): Promise<Thing> => {
    const shared = things.get(name) ?? { thing: make(), shares: 0 };
    things.set(name, shared);
    shared.shares += 1;
    let thing: Thing;
    try {
      thing = (await shared.thing) as Thing;
    } catch (error) {
      if (things.get(name) === shared) things.delete(name);
      throw error;
    }
    let held = true;
    // Everybody gets a handle of their own on the same thing, so that nobody can let go twice.
    return new Proxy(thing, {
      get(target, key) {
        if (key === 'dispose') {
          return () => {
            if (held) letGo(name, shared);
            held = false;
          };
        }
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
}
