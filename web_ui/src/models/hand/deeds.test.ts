import { describe, expect, test } from 'vitest';
import { Deeds, type Deed } from './deeds';

const FRAME_MILLISECONDS = 33;
/** In pixels. */
const PALM = 80;
const POINTS = Array.from({ length: 21 }, (_, index) => ({ x: 0, y: index === 9 ? PALM : 0, z: 0 }));

interface Shown {
  'open hand'?: number;
  fist?: number;
  pinch?: number;
  point?: number;
  /** Where it points, in palms. */
  x?: number;
}

/** A hand that shows this for so many frames each, one after the other: the names of what it does in each frame. */
function done(...script: (readonly [Shown, number])[]): string[] {
  const deeds = new Deeds();
  return script
    .flatMap(([shown, frames]) => Array<Shown>(frames).fill(shown))
    .map(({ x = 0, ...shown }, frame) => {
      const gestures = { 'open hand': 0, fist: 0, pinch: 0, point: 0, ...shown };
      const sure = deeds.update({ gestures, pointer: { x: x * PALM, y: 0 }, points: POINTS }, frame * FRAME_MILLISECONDS);
      return (Object.keys(sure) as Deed[]).filter((deed) => sure[deed] >= 0.6).join(' and ');
    });
}

const OPEN = { 'open hand': 0.9 };
const FIST = { fist: 0.9 };
const PINCH = { pinch: 0.9 };
const POINT = { point: 0.9 };

describe('grab', () => {
  test('begins when an open hand closes, lasts while it is closed, ends when it opens', () => {
    expect(done([OPEN, 2], [{}, 3], [FIST, 3], [OPEN, 2])).toEqual([
      ...['', '', '', '', ''],
      ...['grab', 'grab', 'grab'],
      ...['', ''],
    ]);
  });

  test('is none where a fist comes into the picture, or long after the hand was open', () => {
    expect(new Set(done([FIST, 20]))).toEqual(new Set(['']));
    expect(new Set(done([OPEN, 5], [{}, 40], [FIST, 20]))).toEqual(new Set(['']));
  });

  test('does not flicker where the fist is doubtful', () => {
    const doubtful = Array.from({ length: 20 }, (_, frame) => [{ fist: frame % 2 === 0 ? 0.4 : 0.7 }, 1] as const);
    const all = done([OPEN, 3], [FIST, 1], ...doubtful).slice(3);
    expect(new Set(all)).toEqual(new Set(['grab']));
  });
});

describe('select', () => {
  test('begins when a pinch closes, lasts while it is closed, ends when it parts', () => {
    expect(done([OPEN, 2], [{ pinch: 0.4 }, 2], [PINCH, 3], [{ pinch: 0.2 }, 2])).toEqual([
      ...['', '', '', ''],
      ...['select', 'select', 'select'],
      ...['', ''],
    ]);
  });

  test('is none where a pinch comes into the picture', () => {
    expect(new Set(done([PINCH, 20]))).toEqual(new Set(['']));
  });
});

describe('touch', () => {
  const moving = (from: number, step: number, frames: number) =>
    Array.from({ length: frames }, (_, frame) => [{ ...POINT, x: from + step * frame }, 1] as const);

  test('begins when a finger stays for half a second, and ends when it moves on', () => {
    const all = done(...moving(0, 0.1, 10), [{ ...POINT, x: 1 }, 20], ...moving(1.05, 0.1, 10));
    const first = all.indexOf('touch');
    expect((first - 9) * FRAME_MILLISECONDS).toBeGreaterThanOrEqual(500 - 2 * FRAME_MILLISECONDS);
    expect(all.lastIndexOf('touch')).toBeLessThan(all.length - 3);
    expect(new Set(all.slice(first, 30))).toEqual(new Set(['touch']));
  });

  test('bears a finger that trembles', () => {
    const trembling = Array.from({ length: 60 }, (_, frame) => [{ ...POINT, x: 0.1 * (frame % 2) }, 1] as const);
    expect(done(...trembling).slice(20)).toEqual(Array(40).fill('touch'));
  });

  test('is none of a finger that moves, or of a hand that does not point', () => {
    expect(new Set(done(...moving(0, 0.05, 60)))).toEqual(new Set(['']));
    expect(new Set(done([OPEN, 60]))).toEqual(new Set(['']));
  });
});

test('random hands: every deed is 0, or at least as sure as what it begins with, up to 1', () => {
  let state = 9;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  for (let run = 0; run < 50; run++) {
    const deeds = new Deeds();
    for (let time = 0; time < 3000; time += 100 * random()) {
      const gestures = { 'open hand': random(), fist: random(), pinch: random(), point: random() };
      const pointer = { x: PALM * random(), y: PALM * random() };
      for (const sure of Object.values(deeds.update({ gestures, pointer, points: POINTS }, time))) {
        expect(sure === 0 || (sure >= 0.6 && sure <= 1)).toBe(true);
      }
    }
  }
});
