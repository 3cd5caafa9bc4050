import { expect, test } from 'vitest';
import { Lifetime } from './lifetime';

const END = new Error('It is over.');

test('work that is done in time comes to what it came to', async () => {
  const life = new Lifetime();
  expect(await life.within(Promise.resolve(3))).toBe(3);
  await expect(life.within(Promise.reject(new Error('Broken.')))).rejects.toThrow('Broken.');
});

test('whoever waits hears of the end, and so does whoever comes later', async () => {
  const life = new Lifetime();
  const waiting = [life.within(new Promise(() => undefined)), life.within(new Promise(() => undefined))];
  life.end(END);
  life.end(new Error('Only the first reason counts.'));
  for (const work of [...waiting, life.within(Promise.reject(new Error('Nobody asks any more.')))]) {
    await expect(work).rejects.toBe(END);
  }
});
