import { describe, expect, test } from 'vitest';
import { POINTS } from './body';
import { Jumps } from './jumps';

const SEEN_AT_LEAST = 0.6;

/** Where a body is in one picture: how far it and its feet are above the ground and how far it went, in trunks. */
interface Place {
  body: number;
  left?: number;
  right?: number;
  x?: number;
  nearer?: number;
}

/** A body of a trunk of 100 pixels. */
function bodyAt({ body, left = 0, right = 0, x = 0, nearer = 1 }: Place, feetSeen: boolean) {
  const heights: Record<string, number> = { shoulder: 2.8 + body, hip: 1.8 + body, 'left ankle': 0.1 + left, 'right ankle': 0.1 + right };
  const points = POINTS.map((name) => {
    const height = heights[name] ?? heights[name.split(' ')[1] ?? ''] ?? 3.2 + body;
    return { x: 320 + 100 * nearer * x, y: 400 - 100 * nearer * height, z: 0 };
  });
  return { points, visible: POINTS.map((name) => (feetSeen || !/knee|ankle/.test(name) ? 0.95 : 0.05)) };
}

/** How often and when a film of so many seconds makes it a jump. */
function jumpsIn(film: (seconds: number) => Place, { seconds = 6, frames = 12, feetSeen = true } = {}) {
  const jumps = new Jumps();
  const told: number[] = [];
  let jumping = false;
  for (let frame = 0; frame < seconds * frames; frame++) {
    const time = frame / frames;
    const sure = jumps.update(bodyAt(film(time), feetSeen), 1000 * time) >= SEEN_AT_LEAST;
    if (sure && !jumping) told.push(time);
    jumping = sure;
  }
  return told;
}

/** A leap at 3 s: 2 trunks a second off the ground, half a second in the air, after a crouch. */
function leap(time: number): Place {
  const since = time - 3;
  if (since < -0.4 || since > 0.8) return { body: 0 };
  if (since < 0) return { body: -0.35 * Math.sin((Math.PI * (since + 0.4)) / 0.4) };
  const rise = Math.max(0, 4 * since * (0.5 - since) * 2);
  return { body: rise, left: rise, right: rise };
}

const smoothly = (time: number, from: number, to: number) => {
  const way = Math.min(1, Math.max(0, (time - from) / (to - from)));
  return way * way * (3 - 2 * way);
};

describe.each([8, 12, 15, 30])('at %i pictures a second', (frames) => {
  test.each([true, false])('a leap is one jump (feet in the picture: %s)', (feetSeen) => {
    const told = jumpsIn(leap, { frames, feetSeen });
    expect(told).toHaveLength(1);
    expect(told[0]).toBeGreaterThan(2.9);
    expect(told[0]).toBeLessThan(feetSeen ? 3.5 : 3.9);
  });

  test.each([true, false])('who stands up, squats, walks by, comes nearer or marches does not jump (feet: %s)', (feetSeen) => {
    const everything = (moved: number, x = 0) => ({ body: moved, left: moved, right: moved, x });
    const films: Record<string, (time: number) => Place> = {
      'stands still': () => ({ body: 0 }),
      'stands up': (time) => ({ body: -1 + smoothly(time, 3, 3.8) }),
      'sits down': (time) => ({ body: -smoothly(time, 3, 3.8) }),
      'squats for a while': (time) => ({ body: -0.9 * (smoothly(time, 2, 2.6) - smoothly(time, 4, 4.6)) }),
      'walks by': (time) => ({ body: 0.04 * Math.abs(Math.sin(6 * time)), x: 0.7 * (time - 3) }),
      'comes nearer': (time) => ({ body: 0, nearer: 1 + 0.25 * time }),
      // The whole picture moves, and the body and its feet with it.
      'is filmed by a camera that is tilted': (time) => everything(smoothly(time, 3, 3.8)),
      'is filmed by a camera that is carried': (time) => everything(0.5 * Math.sin(3 * time), 1.5 * Math.sin(3 * time)),
      marches: (time) => ({ body: 0.03, left: Math.max(0, 0.4 * Math.sin(6 * time)), right: Math.max(0, -0.4 * Math.sin(6 * time)) }),
    };
    for (const [name, film] of Object.entries(films)) expect([name, jumpsIn(film, { frames, feetSeen })]).toEqual([name, []]);
  });
});

test('who hops jumps all the time', () => {
  const hop = (time: number) => {
    const since = time - 2 - 0.6 * Math.max(0, Math.min(4, Math.floor((time - 2) / 0.6)));
    const rise = since < 0 ? 0 : Math.max(0, 8 * since * (0.45 - since));
    return { body: rise, left: rise, right: rise };
  };
  expect(jumpsIn(hop, { frames: 15 })).toHaveLength(1);
});

test('the same leap twice as far away or as near is the same jump', () => {
  for (const nearer of [0.5, 2]) expect(jumpsIn((time) => ({ ...leap(time), nearer }))).toHaveLength(1);
});

test('somebody who has just come is no jump, nor is a body without a length', () => {
  const jumps = new Jumps();
  expect(jumps.update(bodyAt({ body: 0 }, true), 0)).toBe(0);
  expect(jumps.update(bodyAt({ body: 1, left: 1, right: 1 }, true), 100)).toBe(0);
  const flat = { points: POINTS.map(() => ({ x: 0, y: 0, z: 0 })), visible: POINTS.map(() => 1) };
  for (let time = 200; time < 2000; time += 100) expect(jumps.update(flat, time)).toBe(0);
});
