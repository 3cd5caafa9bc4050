import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { ModelError } from '../models/define';
import { newProject, type Sample } from './project';
import { Store } from './store';
import { Unsaved } from './unsaved';

let number = 0;
const nowhere = new Unsaved(null);
const freshStore = () => new Store(nowhere, `test-${(number += 1)}`);
const project = () => newProject('pictures', 'Fruit', ['banana', 'apple'], 1);

function sample(project: string, id: string, made = 1): Sample {
  return { id, project, class: 'b', burst: id, made, picture: new Blob(['x']), features: Float32Array.from([1, 2]) };
}

afterEach(() => vi.restoreAllMocks());

test('what is saved is there for the next page, the newest project first', async () => {
  const store = freshStore();
  const [fruit, pets] = [project(), { ...project(), name: 'Pets', changed: 9 }];
  await store.save(fruit);
  await store.save(pets);
  await store.add([sample(fruit.id, 's2', 2), sample(fruit.id, 's1', 1), sample(pets.id, 's3')]);
  const next = new Store(nowhere, `test-${number}`);
  expect((await next.projects()).map(({ name }) => name)).toEqual(['Pets', 'Fruit']);
  expect((await next.samples(fruit.id)).map(({ id }) => id)).toEqual(['s1', 's2']);
  expect([...((await next.samples(fruit.id))[0]?.features ?? [])]).toEqual([1, 2]);
});

test('a project goes with its samples, and no other', async () => {
  const store = freshStore();
  const [fruit, pets] = [project(), project()];
  await store.bring(fruit, [sample(fruit.id, 's1')]);
  await store.bring(pets, [sample(pets.id, 's2'), sample(pets.id, 's3')]);
  await store.forget(['s2']);
  await store.remove(fruit.id);
  expect(await store.samples(fruit.id)).toEqual([]);
  expect((await store.samples(pets.id)).map(({ id }) => id)).toEqual(['s3']);
  expect(await store.projects()).toHaveLength(1);
});

test('no room left, and a browser that keeps nothing: sentences, and the next try is a new one', async () => {
  const store = freshStore();
  const fruit = project();
  await store.save(fruit);
  const full = Object.assign(new Error('no'), { name: 'QuotaExceededError' });
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw full;
  });
  await expect(store.add([sample(fruit.id, 's1')])).rejects.toThrow('no room left');
  put.mockRestore();
  await store.add([sample(fruit.id, 's1')]);
  expect(await store.samples(fruit.id)).toHaveLength(1);

  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new Error('private');
  });
  await expect(freshStore().projects()).rejects.toThrow(ModelError);
  open.mockRestore();
});
