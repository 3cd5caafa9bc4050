import { describe, expect, test } from 'vitest';
import type { Box, Crop, Palm, Point3 } from './geometry';
import type { Landmarks } from './track';
import { HandTracker, type Finder } from './tracker';

interface There {
  x: number;
  y: number;
  left?: number;
}

/** Networks that know where hands are, and count how often they are asked. */
class FakeFinder implements Finder {
  searches = 0;
  looks = 0;
  looksInMirror = 0;
  hidden: readonly Box[] = [];

  constructor(public hands: There[]) {}

  findPalms(hidden: readonly Box[]): Promise<Palm[]> {
    this.searches += 1;
    this.hidden = hidden;
    return Promise.resolve(
      this.hands.map(({ x, y }) => ({
        box: { left: x - 30, top: y - 30, right: x + 30, bottom: y + 30 },
        points: Array.from({ length: 7 }, (_, index) => (index === 0 ? { x, y: y + 30 } : { x, y: y - 30 })),
        confidence: 0.9,
      })),
    );
  }

  findLandmarks(crop: Crop, isMirroredToo: boolean): Promise<Landmarks> {
    this.looks += 1;
    if (isMirroredToo) this.looksInMirror += 1;
    const hand = this.hands.find(({ x, y }) => Math.hypot(x - crop.x, y - crop.y) < crop.size / 2);
    const { x, y, left = 0.9 } = hand ?? { x: crop.x, y: crop.y };
    // Wrist below the middle, all other landmarks in a grid above it.
    const points: Point3[] = Array.from({ length: 21 }, (_, index) => ({
      x: x + (index === 0 ? 0 : ((index - 1) >> 2) * 15 - 30),
      y: y + (index === 0 ? 40 : -((index - 1) & 3) * 15),
      z: 0,
    }));
    const refined = { points, glance: [] };
    const mirrored = isMirroredToo ? refined : undefined;
    const presence = hand === undefined ? 0.1 : 0.95;
    return Promise.resolve({ points, metricPoints: points, refined, mirrored, presence, left });
  }
}

describe('the tracker', () => {
  test('searches until it finds a hand, then follows it without searching', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([]);
    for (const time of [0, 30, 60]) expect(await tracker.update(finder, time)).toHaveLength(0);
    expect(finder.searches).toBe(3);
    finder.hands = [{ x: 300, y: 200 }];
    for (let time = 90; time < 600; time += 30) {
      finder.hands = [{ x: 300 + time / 10, y: 200 }];
      expect(await tracker.update(finder, time)).toHaveLength(1);
    }
    expect(finder.searches).toBe(4);
  });

  test('looks at a hand in the mirror when it is found, and four times a second while it is followed', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([{ x: 300, y: 200 }]);
    for (let time = 0; time <= 1000; time += 50) await tracker.update(finder, time);
    expect(finder.looks).toBe(21);
    expect(finder.looksInMirror).toBe(5);
  });

  test('looks for a second hand now and then, covering the first, and never for a third', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([{ x: 100, y: 200 }]);
    await tracker.update(finder, 0);
    finder.hands = [...finder.hands, { x: 500, y: 200 }];
    expect(await tracker.update(finder, 100)).toHaveLength(1);
    expect(await tracker.update(finder, 700)).toHaveLength(2);
    expect(finder.hidden).toHaveLength(1);
    finder.hands = [...finder.hands, { x: 300, y: 400 }];
    expect(await tracker.update(finder, 1400)).toHaveLength(2);
    expect(finder.searches).toBe(2);
  });

  test('a hand keeps its number while it is followed, and no other gets it', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([{ x: 100, y: 200 }]);
    const ids = async (time: number) => (await tracker.update(finder, time)).map(({ id }) => id);
    const [first] = await ids(0);
    finder.hands = [{ x: 110, y: 200 }, { x: 500, y: 200 }];
    const [same, second] = await ids(700);
    expect(same).toBe(first);
    expect(second).not.toBe(first);
    finder.hands = [{ x: 500, y: 200 }];
    expect(await ids(730)).toEqual([second]);
    finder.hands = [{ x: 500, y: 200 }, { x: 110, y: 200 }];
    expect((await ids(1400)).filter((id) => id === first)).toEqual([]);
  });

  test('a hand that goes away is lost at once and found again where it comes back', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([{ x: 100, y: 200 }]);
    await tracker.update(finder, 0);
    finder.hands = [];
    expect(await tracker.update(finder, 30)).toHaveLength(0);
    finder.hands = [{ x: 500, y: 300 }];
    expect(await tracker.update(finder, 60)).toHaveLength(1);
  });

  test('two tracks of one hand become one', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([{ x: 100, y: 200 }, { x: 500, y: 200 }]);
    expect(await tracker.update(finder, 0)).toHaveLength(2);
    // The hands meet, and the networks take both crops for the same hand.
    finder.hands = [{ x: 100, y: 200 }];
    expect(await tracker.update(finder, 30)).toHaveLength(1);
  });

  test('a hand that is lost beside another is searched for at once, then often for a while, then seldom', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([{ x: 100, y: 200 }, { x: 500, y: 200 }]);
    await tracker.update(finder, 0);
    finder.hands = [{ x: 100, y: 200 }];
    const searched: number[] = [];
    for (let time = 50; time <= 3500; time += 50) {
      const before = finder.searches;
      await tracker.update(finder, time);
      if (finder.searches > before) searched.push(time);
    }
    expect(searched).toEqual([50, 200, 350, 500, 650, 800, 950, 1100, 1250, 1400, 1550, 2150, 2750, 3350]);
  });

  test('a hand that is found again at once and near goes on; later, or far away, it is another', async () => {
    const idAfter = async (milliseconds: number, x: number) => {
      const tracker = new HandTracker();
      const finder = new FakeFinder([{ x: 100, y: 200 }]);
      const [before] = await tracker.update(finder, 0);
      finder.hands = [];
      expect(await tracker.update(finder, 30)).toHaveLength(0);
      finder.hands = [{ x, y: 200 }];
      const [after] = await tracker.update(finder, milliseconds);
      expect(after).toBeDefined();
      return after?.id === before?.id;
    };
    expect(await idAfter(90, 130)).toBe(true);
    expect(await idAfter(490, 130)).toBe(true);
    expect(await idAfter(550, 130)).toBe(false);
    expect(await idAfter(90, 500)).toBe(false);
  });

  test('a hand that leaps out of its crop is found again in the same picture', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([{ x: 100, y: 200 }]);
    await tracker.update(finder, 0);
    finder.hands = [{ x: 560, y: 380 }];
    const [hand] = await tracker.update(finder, 30);
    expect(hand?.points[0]?.x).toBeCloseTo(560);
  });

  test('of two that seem to be one, the one that was there stays', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([{ x: 300, y: 200 }, { x: 380, y: 200 }]);
    const [, second] = await tracker.update(finder, 0);
    expect(second?.points[0]?.x).toBeCloseTo(380);
    finder.hands = [{ x: 370, y: 200 }];
    const hands = await tracker.update(finder, 30);
    expect(hands.map(({ id }) => id)).toEqual([second?.id]);
  });

  test('random hands that come, go and cross: at most two, never one twice, each number one hand in a row', async () => {
    let state = 4;
    const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
    for (let run = 0; run < 20; run++) {
      const tracker = new HandTracker();
      const finder = new FakeFinder([]);
      const retired = new Set<number>();
      const lastSeen = new Map<number, number>();
      for (let time = 0; time < 4000; time += 33) {
        if (random() < 0.05) finder.hands = Array.from({ length: Math.floor(4 * random()) }, () => ({ x: 0, y: 0 }));
        finder.hands = finder.hands.map(({ x, y }) =>
          x === 0 ? { x: 640 * random(), y: 480 * random() } : { x: x + 20 * random() - 10, y: y + 20 * random() - 10 },
        );
        const hands = await tracker.update(finder, time);
        expect(hands.length).toBeLessThanOrEqual(2);
        const [one, other] = hands.map(({ points }) => points[0] as Point3);
        if (one && other) expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(5);
        expect(new Set(hands.map(({ id }) => id)).size).toBe(hands.length);
        for (const [id, seen] of lastSeen) if (time - seen > 500) retired.add(id);
        for (const { id } of hands) {
          expect(retired.has(id)).toBe(false);
          lastSeen.set(id, time);
        }
      }
    }
  });

  test('one doubtful frame does not change the side', async () => {
    const tracker = new HandTracker();
    const finder = new FakeFinder([{ x: 300, y: 200, left: 1 }]);
    await tracker.update(finder, 0);
    finder.hands = [{ x: 300, y: 200, left: 0 }];
    expect((await tracker.update(finder, 30))[0]?.left).toBeGreaterThan(0.5);
    for (let time = 60; time < 300; time += 30) await tracker.update(finder, time);
    expect((await tracker.update(finder, 300))[0]?.left).toBeLessThan(0.5);
  });
});
