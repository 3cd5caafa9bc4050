import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fitting, kindOf, notToBeSeen, pictureFile } from './file';
import type { Trouble } from './source';

const drawn = vi.fn();
const canvas = { width: 0, height: 0, getContext: () => ({ drawImage: drawn, clearRect: vi.fn() }) } as unknown as HTMLCanvasElement;
let bitmaps: { width: number; height: number; close: () => void; closed: boolean }[] = [];

function bitmap(width: number, height: number) {
  const made = { width, height, closed: false, close: () => (made.closed = true) };
  bitmaps.push(made);
  return made;
}

beforeEach(() => {
  vi.useFakeTimers();
  bitmaps = [];
  vi.stubGlobal('createImageBitmap', (from: { width?: number; height?: number }) =>
    Promise.resolve(bitmap(from.width ?? 4000, from.height ?? 3000)),
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a file is a picture, a film, or neither', () => {
  expect(kindOf({ type: 'image/jpeg' })).toBe('picture');
  expect(kindOf({ type: 'video/webm' })).toBe('film');
  expect(kindOf({ type: 'text/plain' })).toBeNull();
  expect(kindOf({ type: '' })).toBeNull();
  expect(notToBeSeen('homework.odt').message).toBe('“homework.odt” is neither a picture nor a film.');
});

test('a large picture is made smaller, in its own shape, whichever way it stands', () => {
  expect(fitting(3840, 2160)).toEqual({ width: 1280, height: 720 });
  expect(fitting(2160, 3840)).toEqual({ width: 720, height: 1280 });
  expect(fitting(640, 480)).toEqual({ width: 640, height: 480 });
  expect(fitting(100_000, 3)).toEqual({ width: 1280, height: 1 });
});

test('a picture is given again and again, ten times a second, and nobody holds it when it is over', async () => {
  const source = pictureFile(new File([], 'cat.jpg', { type: 'image/jpeg' }), canvas);
  source.start(() => undefined);
  const first = source.next();
  await vi.advanceTimersByTimeAsync(1);
  expect(await first).toMatchObject({ width: 1280, height: 960 });
  let second = false;
  void source.next().then(() => (second = true));
  await vi.advanceTimersByTimeAsync(90);
  expect(second).toBe(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(second).toBe(true);
  const last = source.next();
  source.stop();
  expect(await last).toBeNull();
  expect(await source.next()).toBeNull();
  // The whole one and the small one; those that were given belong to who got them.
  expect(bitmaps.slice(0, 2).every(({ closed }) => closed)).toBe(true);
});

test('a picture that the browser can not read is told', async () => {
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('InvalidStateError')));
  const told: (Trouble | null)[] = [];
  const source = pictureFile(new File([], 'cat.jpg', { type: 'image/jpeg' }), canvas);
  source.start((trouble) => told.push(trouble));
  await vi.advanceTimersByTimeAsync(1);
  expect(told.map((trouble) => trouble?.message)).toEqual(['The browser can not show “cat.jpg”.']);
  source.stop();
});
