import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Progress } from './worker';
import { Switches, type Loader } from './switches';
import type { ModelStatus, Trouble } from './types';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const DAMAGED: Trouble = { message: 'The model file is damaged.', hint: 'Reload.' };

/** A loader whose loading ends when the test says so. */
class SlowLoader implements Loader {
  readonly loads: { model: string; tell: (progress: Progress) => void; end: (trouble: Trouble | null) => void }[] = [];
  readonly unloaded: string[] = [];

  load(model: string, tell: (progress: Progress) => void): Promise<Trouble | null> {
    return new Promise((end) => this.loads.push({ model, tell, end }));
  }

  unload(model: string): Promise<void> {
    this.unloaded.push(model);
    return Promise.resolve();
  }

  async end(index: number, trouble: Trouble | null = null): Promise<void> {
    this.loads[index]?.end(trouble);
    await vi.advanceTimersByTimeAsync(0);
  }
}

function begin(...models: string[]): { switches: Switches; loader: SlowLoader; told: ModelStatus[][] } {
  const told: ModelStatus[][] = [];
  const switches = new Switches(models, () => told.push(switches.all()));
  const loader = new SlowLoader();
  switches.use(loader);
  return { switches, loader, told };
}

test('a model is loaded when it is switched on, tells how far it is, and is let go of when it is switched off', async () => {
  const { switches, loader, told } = begin('hand');
  expect(loader.loads.map(({ model }) => model)).toEqual(['hand']);
  await loader.end(0);
  switches.set(['hand', 'pose']);
  loader.loads[1]?.tell({ expected: 200, arrived: 50 });
  expect(told.at(-1)).toEqual([
    { model: 'hand', state: 'on', progress: 1, trouble: null },
    { model: 'pose', state: 'loading', progress: 0.25, trouble: null },
  ]);
  await loader.end(1);
  expect(switches.on()).toEqual(['hand', 'pose']);
  switches.set(['pose']);
  expect(switches.on()).toEqual(['pose']);
  expect(loader.unloaded).toEqual(['hand']);
});

test('one that is switched off while it is loaded stays off', async () => {
  const { switches, loader } = begin('hand');
  switches.set([]);
  await loader.end(0);
  expect(switches.all()).toEqual([]);
  expect(loader.unloaded).toEqual(['hand']);
});

test('one that fails says why and is tried again; the others go on', async () => {
  const { switches, loader } = begin('hand', 'pose');
  await loader.end(0);
  await loader.end(1, DAMAGED);
  expect(switches.on()).toEqual(['hand']);
  expect(switches.all()[1]).toMatchObject({ state: 'failed', trouble: DAMAGED });
  expect(switches.trouble).toBeNull();
  loader.loads[1]?.tell({ expected: 200, arrived: 100 });
  expect(switches.all()[1]?.state, 'another of its files, that came too late').toBe('failed');
  await vi.advanceTimersByTimeAsync(5000);
  await loader.end(2);
  expect(switches.on()).toEqual(['hand', 'pose']);
});

test('where all fail, that is said; a model that is switched off is not tried again', async () => {
  const { switches, loader } = begin('hand');
  await loader.end(0, DAMAGED);
  expect(switches.trouble).toEqual(DAMAGED);
  switches.set([]);
  expect(switches.trouble).toBeNull();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(loader.loads.length).toBe(1);
});

test('a new worker loads all anew, and what the old one says does not count', async () => {
  const { switches, loader } = begin('hand');
  const next = new SlowLoader();
  switches.use(next);
  await loader.end(0, DAMAGED);
  expect(switches.all()[0]?.state).toBe('loading');
  await next.end(0);
  expect(switches.on()).toEqual(['hand']);
});
