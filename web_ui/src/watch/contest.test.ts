import { describe, expect, test } from 'vitest';
import { choose, type Contender } from './contest';
import type { Candidate, Measured, Wish } from './types';

const wasm = (threads: number): Candidate => ({ backend: 'wasm', threads });

/** A computer on which each number of threads takes so many milliseconds; null does not work, an error takes its worker
 * down. */
class Computer {
  readonly open: Worker[] = [];
  opened = 0;

  constructor(readonly takes: Readonly<Record<number, number | null | Error>>) {}

  worker(): Worker {
    const worker = new Worker(this);
    this.open.push(worker);
    this.opened += 1;
    return worker;
  }
}

class Worker implements Contender {
  started: Candidate[] = [];

  constructor(private readonly computer: Computer) {}

  candidates(): Promise<Candidate[]> {
    return Promise.resolve(Object.keys(this.computer.takes).map((threads) => wasm(Number(threads))));
  }

  start(candidate: Candidate): Promise<Measured | null> {
    this.started.push(candidate);
    const milliseconds = this.computer.takes[candidate.threads] ?? null;
    if (milliseconds instanceof Error) return Promise.reject(milliseconds);
    return Promise.resolve(milliseconds === null ? null : { ...candidate, milliseconds });
  }

  close(): void {
    const index = this.computer.open.indexOf(this);
    if (index >= 0) this.computer.open.splice(index, 1);
  }
}

function contest(takes: Computer['takes'], wish: Wish = {}) {
  const computer = new Computer(takes);
  return { computer, chosen: choose(wish, () => computer.worker()) };
}

describe('of all that was measured', () => {
  test.each([{ 1: 30, 2: 18, 4: 40 }, { 1: 18, 2: 30, 4: 40 }, { 1: 60, 2: 40, 4: 18 }])(
    'only the worker of the best stays, and it started nothing else',
    async (takes) => {
      const { computer, chosen } = contest(takes);
      const [winner, { threads, reason, compared }] = await chosen;
      expect(takes[threads as 1 | 2 | 4]).toBe(18);
      expect(computer.open).toEqual([winner]);
      expect(winner.started).toEqual([wasm(threads)]);
      expect(reason).toBe('measured');
      expect(compared.map(({ milliseconds }) => milliseconds)).toEqual([18, ...Object.values(takes).filter((t) => t !== 18).sort()]);
    },
  );

  test('what does not work or takes its worker down is left out', async () => {
    const { computer, chosen } = contest({ 1: null, 2: 20, 4: new Error('out of memory') });
    const [winner, { threads, compared }] = await chosen;
    expect([threads, compared.length]).toEqual([2, 1]);
    expect(computer.open).toEqual([winner]);
  });

  test('where nothing works no worker stays, and it is told why', async () => {
    const dead = contest({ 1: new Error('out of memory'), 2: null });
    await expect(dead.chosen).rejects.toThrow('out of memory');
    expect(dead.computer.open).toEqual([]);
    const none = contest({ 1: null }, { backend: 'webgpu' });
    await expect(none.chosen).rejects.toThrow('can not compute on "webgpu"');
    const nothing = contest({});
    await expect(nothing.chosen).rejects.toThrow('neither WebAssembly nor a graphics card');
    expect(nothing.computer.open).toEqual([]);
  });
});

describe('what was best on another day', () => {
  const recalled: Measured = { ...wasm(2), milliseconds: 20 };

  test('is taken without comparing while it is as fast as it was', async () => {
    const { computer, chosen } = contest({ 1: 10, 2: 22 }, { recalled });
    const [winner, { threads, reason }] = await chosen;
    expect([threads, reason]).toEqual([2, 'remembered']);
    expect([computer.opened, computer.open]).toEqual([1, [winner]]);
  });

  test('is measured with the others where it is not', async () => {
    const { computer, chosen } = contest({ 1: 30, 2: 90 }, { recalled });
    const [winner, { threads, reason }] = await chosen;
    expect([threads, reason]).toEqual([1, 'measured']);
    expect(computer.open).toEqual([winner]);
  });

  test('is not taken where it was lost, or something else is wanted', async () => {
    for (const wish of [{ shunned: 'wasm', recalled }, { backend: 'wasm', recalled }] as const) {
      const [, { reason }] = await contest({ 1: 20, 2: 20 }, wish).chosen;
      expect(reason).not.toBe('remembered');
    }
  });
});
