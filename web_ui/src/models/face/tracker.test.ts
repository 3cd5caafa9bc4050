import { describe, expect, test } from 'vitest';
import type { Crop } from '../hand/geometry';
import { FaceTracker, type Face, type Finder } from './tracker';

/** Networks that know where faces are, and count how often they are asked. */
class FakeFinder implements Finder {
  searches = 0;

  constructor(public faces: { x: number; y: number }[]) {}

  findFaces(): Promise<Crop[]> {
    this.searches += 1;
    return Promise.resolve(this.faces.map(({ x, y }) => ({ x, y, size: 150, angle: 0 })));
  }

  findLandmarks(crop: Crop): Promise<Face> {
    const face = this.faces.find(({ x, y }) => Math.hypot(x - crop.x, y - crop.y) < crop.size / 2);
    const { x, y } = face ?? crop;
    // A circle of points, level: the right eye at the left of the picture.
    const points = Array.from({ length: 468 }, (_, index) => {
      const angle = index === 33 ? Math.PI : index === 263 ? 0 : index;
      return { x: x + 50 * Math.cos(angle), y: y + 50 * Math.sin(angle), z: 0 };
    });
    return Promise.resolve({ points, presence: face === undefined ? 0.1 : 0.95 });
  }
}

describe('faces', () => {
  test('are searched until one is found, then followed without searching', async () => {
    const tracker = new FaceTracker();
    const finder = new FakeFinder([]);
    for (const time of [0, 30, 60]) expect(await tracker.update(finder, time)).toEqual([]);
    for (let time = 90; time < 600; time += 30) {
      finder.faces = [{ x: 200 + time / 10, y: 200 }];
      expect(await tracker.update(finder, time)).toHaveLength(1);
    }
    expect(finder.searches).toBe(4);
  });

  test('are two at most; a second is noticed soon', async () => {
    const tracker = new FaceTracker();
    const finder = new FakeFinder([{ x: 100, y: 200 }]);
    await tracker.update(finder, 0);
    finder.faces = [{ x: 100, y: 200 }, { x: 400, y: 200 }, { x: 700, y: 200 }];
    expect(await tracker.update(finder, 100)).toHaveLength(1);
    expect(await tracker.update(finder, 700)).toHaveLength(2);
    expect(await tracker.update(finder, 1400)).toHaveLength(2);
  });

  test('that tremble are held still', async () => {
    const tracker = new FaceTracker();
    const finder = new FakeFinder([]);
    const places: number[] = [];
    for (let frame = 0; frame < 30; frame++) {
      finder.faces = [{ x: 200 + (frame % 2), y: 200 }];
      const [face] = await tracker.update(finder, frame * 33);
      places.push(face?.points[0]?.x ?? NaN);
    }
    expect(Math.abs((places[29] ?? NaN) - (places[28] ?? NaN))).toBeLessThan(0.3);
  });

  test('that go are forgotten', async () => {
    const tracker = new FaceTracker();
    const finder = new FakeFinder([{ x: 100, y: 200 }]);
    await tracker.update(finder, 0);
    finder.faces = [];
    expect(await tracker.update(finder, 30)).toEqual([]);
  });
});
