import { expect, test, vi } from 'vitest';
import { Glimpses } from './glimpses';
import type { FrameSource, Picture } from './source';

function pictureAt(time: number): Picture {
  const image = { clone: () => ({ copy: true }) } as unknown as VideoFrame;
  return { image, width: 4, height: 3, time };
}

function sourceOf(...pictures: (Picture | null)[]): FrameSource {
  return { dropped: 3, start: vi.fn(), stop: vi.fn(), next: () => Promise.resolve(pictures.shift() ?? null) };
}

test('whoever asks gets a copy of the next picture, and the watch gets its own', async () => {
  const glimpses = new Glimpses(sourceOf(pictureAt(1), pictureAt(2)));
  const asked = [glimpses.glimpse(), glimpses.glimpse()];
  const watched = await glimpses.next();
  expect(watched?.time).toBe(1);
  expect(await Promise.all(asked)).toEqual([1, 1].map((time) => ({ image: { copy: true }, width: 4, height: 3, time })));
  expect((await glimpses.next())?.time).toBe(2);
  expect(glimpses.dropped).toBe(3);
});

test('nobody waits for a source that has stopped', async () => {
  const over = new Glimpses(sourceOf(null));
  const one = over.glimpse();
  expect(await over.next()).toBeNull();
  expect(await one).toBeNull();
  const stopped = new Glimpses(sourceOf(pictureAt(1)));
  const other = stopped.glimpse();
  stopped.stop();
  expect(await other).toBeNull();
});
