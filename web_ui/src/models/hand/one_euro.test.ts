import { describe, expect, test } from 'vitest';
import type { Point3 } from './geometry';
import { OneEuro } from './one_euro';
import { STEADINESS as SMOOTHNESS } from './track';

/** Numbers 0…1 that are the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/** What becomes of a point that moves along x, told every so many milliseconds. */
function followed(place: (seconds: number) => number, milliseconds: number, duration: number, unit = 1): Map<number, number> {
  const filter = new OneEuro(SMOOTHNESS);
  const smooth = new Map<number, number>();
  for (let time = 0; time <= duration; time += milliseconds) {
    const [point] = filter.smooth([{ x: unit * place(time / 1000), y: 0, z: 0 }], unit, time);
    smooth.set(time, (point as Point3).x);
  }
  return smooth;
}

/** By how much it lags behind an even motion in the end. */
function behind(speed: number, milliseconds: number): number {
  return speed * 3 - (followed((seconds) => speed * seconds, milliseconds, 3000).get(3000) as number);
}

describe('the one-euro filter', () => {
  test('leaves alone what does not move', () => {
    const filter = new OneEuro(SMOOTHNESS);
    const points = [{ x: 0.1, y: -3, z: 7e5 }, { x: 0, y: 1 / 3, z: -0.7 }];
    for (let time = 0; time < 2000; time += 17) expect(filter.smooth(points, 0.2, time)).toEqual(points);
  });

  test('never leaves the range of what it was given', () => {
    const next = random(11);
    for (let run = 0; run < 100; run++) {
      const filter = new OneEuro({ atRest: 3 * next(), perSpeed: 10 * next(), ofSpeed: 5 * next() });
      let [least, most, time] = [Infinity, -Infinity, 0];
      for (let step = 0; step < 100; step++) {
        const x = (next() - 0.5) * 10 ** (4 * next());
        [least, most, time] = [Math.min(least, x), Math.max(most, x), time + next() * 80];
        const [point] = filter.smooth([{ x, y: -x, z: 0 }], next(), time) as [Point3];
        const slack = 1e-9 * Math.max(1, most - least);
        expect(point.x).toBeGreaterThanOrEqual(least - slack);
        expect(point.x).toBeLessThanOrEqual(most + slack);
        expect(point.y).toBeGreaterThanOrEqual(-most - slack);
        expect(point.y).toBeLessThanOrEqual(-least + slack);
        expect(point.z).toBe(0);
      }
    }
  });

  test('makes a trembling point tremble at least three times less', () => {
    const next = random(5);
    const place = new Map<number, number>();
    const noise = (seconds: number) => {
      place.set(Math.round(seconds * 1000), 0.01 * (next() + next() + next() - 1.5));
      return place.get(Math.round(seconds * 1000)) as number;
    };
    const smooth = followed(noise, 33, 9900);
    const steps = (values: Map<number, number>) => {
      const all = [...values.values()];
      return Math.sqrt(all.slice(1).reduce((sum, value, index) => sum + (value - (all[index] as number)) ** 2, 0));
    };
    expect(steps(smooth)).toBeLessThan(steps(place) / 3);
  });

  test('lags a shorter time the faster a point moves, and never further than its bound', () => {
    let before = Infinity;
    for (const speed of [0.05, 0.2, 1, 4, 16, 64]) {
      const distance = behind(speed, 20);
      expect(distance).toBeGreaterThanOrEqual(0);
      expect(distance).toBeLessThan(1 / (2 * Math.PI * SMOOTHNESS.perSpeed));
      expect(distance / speed).toBeLessThan(before);
      before = distance / speed;
    }
  });

  test('does not depend on how often it is told', () => {
    const swing = (seconds: number) => Math.sin(2 * Math.PI * 0.7 * seconds);
    const [often, seldom] = [followed(swing, 20, 3000), followed(swing, 40, 3000)];
    for (const [time, place] of seldom) expect(Math.abs(place - (often.get(time) as number))).toBeLessThan(0.03);
    const rest = (milliseconds: number) => {
      const filter = new OneEuro({ ...SMOOTHNESS, perSpeed: 0 });
      filter.smooth([{ x: 0, y: 0, z: 0 }], 1, 0);
      let last = 0;
      for (let time = milliseconds; time <= 300; time += milliseconds) {
        last = (filter.smooth([{ x: 1, y: 0, z: 0 }], 1, time)[0] as Point3).x;
      }
      return last;
    };
    expect(rest(10)).toBeCloseTo(rest(100), 10);
  });

  test('treats near and far alike', () => {
    const swing = (seconds: number) => Math.sin(5 * seconds);
    const [near, far] = [followed(swing, 33, 990, 200), followed(swing, 33, 990, 0.01)];
    for (const [time, place] of near) expect((far.get(time) as number) / 0.01).toBeCloseTo(place / 200, 8);
  });

  test('begins anew after a gap, and where time goes back', () => {
    const filter = new OneEuro(SMOOTHNESS);
    filter.smooth([{ x: 0, y: 0, z: 0 }], 1, 0);
    for (const [x, time] of [[5, 600], [9, 500]] as const) {
      expect(filter.smooth([{ x, y: 0, z: 0 }], 1, time)).toEqual([{ x, y: 0, z: 0 }]);
    }
  });

  test('a picture that comes twice changes nothing', () => {
    const filter = new OneEuro(SMOOTHNESS);
    filter.smooth([{ x: 0, y: 0, z: 0 }], 1, 0);
    const once = filter.smooth([{ x: 1, y: 0, z: 0 }], 1, 30);
    expect(filter.smooth([{ x: 7, y: 0, z: 0 }], 1, 30)).toEqual(once);
  });
});
