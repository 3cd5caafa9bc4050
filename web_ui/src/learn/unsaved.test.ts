import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { newProject } from './project';
import { Store } from './store';
import { Unsaved } from './unsaved';

/** What a browser keeps, and what of it is there. */
function storage(): { map: Map<string, string>; getItem: (key: string) => string | null; setItem: (key: string, value: string) => void; removeItem: (key: string) => void } {
  const map = new Map<string, string>();
  return { map, getItem: (key) => map.get(key) ?? null, setItem: (key, value) => map.set(key, value), removeItem: (key) => map.delete(key) };
}

const project = () => newProject('pictures', 'Fruit', ['banana', 'apple'], 1);

test('what was changed and not written is there for the next page', async () => {
  const kept = storage();
  const fruit = project();
  const first = new Store(new Unsaved(kept), 'unsaved');
  await first.save(fruit);
  expect(kept.map.size).toBe(0);
  // The page goes while the database writes.
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new Error('aborted');
  });
  await expect(first.save({ ...fruit, name: 'Pets', changed: 2 })).rejects.toThrow();
  put.mockRestore();
  const [found] = await new Store(new Unsaved(kept), 'unsaved').projects();
  expect(found?.name).toBe('Pets');
});

test('what was written lets go of nothing that came later', () => {
  const unsaved = new Unsaved(storage());
  const fruit = project();
  const { written } = unsaved.note(fruit);
  unsaved.note({ ...fruit, name: 'Pets' });
  written();
  expect(unsaved.latest(fruit).name).toBe('Pets');
  unsaved.note({ ...fruit, name: 'Toys' }).written();
  expect(unsaved.latest(fruit).name).toBe('Fruit');
});

test('the database is believed where it knows later, and where nothing can be kept', () => {
  const unsaved = new Unsaved(storage());
  const fruit = project();
  unsaved.note({ ...fruit, name: 'Pets' });
  expect(unsaved.latest({ ...fruit, changed: 9 }).name).toBe('Fruit');
  const full = { ...storage(), setItem: () => { throw new Error('full'); } };
  expect(() => new Unsaved(full).note(fruit).written()).not.toThrow();
  expect(new Unsaved({ ...storage(), getItem: () => 'no JSON' }).latest(fruit)).toBe(fruit);
});
