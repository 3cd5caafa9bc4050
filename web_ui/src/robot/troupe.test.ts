import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lookOf } from './small_actor';
import { Troupe, type Actor } from './troupe';

let frames: ((now: number) => void)[] = [];

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: (now: number) => void) => frames.push(frame));
});
afterEach(() => vi.unstubAllGlobals());

function pass(now: number): void {
  for (const frame of frames.splice(0)) frame(now);
}

class Walker implements Actor {
  steps = 0;
  constructor(private readonly long: number) {}
  step(): boolean {
    this.steps += 1;
    return this.steps < this.long;
  }
}

test('robots are painted together while they move, at most every 30 milliseconds, and then nothing is asked of the browser', () => {
  const troupe = new Troupe();
  const [short, long] = [new Walker(1), new Walker(3)];
  const start = performance.now();
  troupe.wake(short);
  troupe.wake(long);
  expect(frames).toHaveLength(1);
  for (const milliseconds of [16, 40, 56, 80, 120]) pass(start + milliseconds);
  expect([short.steps, long.steps]).toEqual([1, 3]);
  expect(frames).toHaveLength(0);
  troupe.wake(long);
  expect(frames).toHaveLength(1);
});

test('a robot looks like what its parts read, and like one at rest where they read nothing', () => {
  expect(lookOf({ arm: { angle: 80 }, light: { color: '#ff0000' }, voice: { saying: 'Hello' } }, true)).toEqual({
    angle: 80,
    glow: { color: 'rgb(255, 0, 0)', strength: 1 },
    awake: true,
    mouth: 0.6,
  });
  expect(lookOf({ arm: { angle: 'broken' } }, false)).toMatchObject({ angle: 0, awake: false, mouth: 0 });
});
