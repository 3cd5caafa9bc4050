import { expect, test } from 'vitest';
import { latestOnly } from './latest';

test('while one wish is carried out, only the newest of the others waits', async () => {
  const done: number[] = [];
  const gates: (() => void)[] = [];
  const wish = latestOnly(async (value: number) => {
    await new Promise<void>((resolve) => gates.push(resolve));
    done.push(value);
  });
  for (const value of [1, 2, 3, 4]) wish(value);
  gates.shift()?.();
  await expect.poll(() => gates.length).toBe(1);
  gates.shift()?.();
  await expect.poll(() => done).toEqual([1, 4]);
  wish(5);
  gates.shift()?.();
  await expect.poll(() => done).toEqual([1, 4, 5]);
});
