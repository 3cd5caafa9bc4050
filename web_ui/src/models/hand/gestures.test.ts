import { expect, test } from 'vitest';
import hands from './gestures.fixture.json';
import type { Point3 } from './geometry';
import { GESTURES, gesturesOf } from './gestures';

const fixture = hands.map(({ points, ...hand }) => ({
  ...hand,
  points: points.map(([x = 0, y = 0, z = 0]): Point3 => ({ x, y, z })),
}));

function turn(x: number, y: number, angle: number): [number, number] {
  return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
}

function likeliest(points: readonly Point3[]): string | null {
  const sure = gesturesOf(points);
  const best = GESTURES.reduce((one, other) => (sure[other] > sure[one] ? other : one));
  return sure[best] >= 0.6 ? best : null;
}

test.each(fixture)('$pose ($side) is $label', ({ points, label }) => {
  expect(likeliest(points)).toBe(label);
});

test.each(fixture)('$pose ($side) is the same however the hand is turned and however large it is', ({ points }) => {
  const sure = gesturesOf(points);
  for (const angle of [0.7, 2, -1.3]) {
    const turned = points.map(({ x, y, z }) => {
      const [right, down] = turn(x, y, angle);
      const [lower, nearer] = turn(down, z, 1);
      return { x: 3 * right, y: 3 * lower, z: 3 * nearer };
    });
    const again = gesturesOf(turned);
    for (const gesture of GESTURES) expect(again[gesture]).toBeCloseTo(sure[gesture], 6);
  }
});

test('a hand between two poses is less sure than either', () => {
  const points = (pose: string) => fixture.find((hand) => hand.pose === pose && hand.side === 'left')?.points ?? [];
  const [open, fist] = [points('open hand'), points('fist')];
  let before = Infinity;
  for (let step = 0; step <= 10; step++) {
    const mixed = open.map((from, index) => {
      const to = fist[index] as Point3;
      const mix = (a: number, b: number) => a + ((b - a) * step) / 10;
      return { x: mix(from.x, to.x), y: mix(from.y, to.y), z: mix(from.z, to.z) };
    });
    const sure = gesturesOf(mixed)['open hand'];
    expect(sure).toBeLessThanOrEqual(before + 1e-9);
    before = sure;
  }
  expect(before).toBe(0);
});

test.each(fixture.filter(({ pose }) => pose.startsWith('pinch')))(
  '$pose ($side) that parts is never a fist on the way, and less and less a pinch',
  ({ points }) => {
    const [thumb, index] = [points[4] as Point3, points[8] as Point3];
    let before = Infinity;
    for (let apart = 0; apart <= 1; apart += 0.05) {
      const away = (from: number, to: number) => from + (from - to) * 8 * apart;
      const tip = { x: away(thumb.x, index.x), y: away(thumb.y, index.y), z: away(thumb.z, index.z) };
      const sure = gesturesOf(points.map((point, landmark) => (landmark === 4 ? tip : point)));
      expect(sure.fist).toBeLessThan(0.5);
      expect(sure.pinch).toBeLessThanOrEqual(before);
      before = sure.pinch;
    }
    expect(before).toBe(0);
  },
);

test('confidences are within 0…1 for any points, even for one point twenty-one times', () => {
  let state = 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  for (let run = 0; run < 500; run++) {
    const points = Array.from({ length: 21 }, () => ({ x: random(), y: random(), z: random() }));
    for (const value of Object.values(gesturesOf(points))) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  }
  const nowhere = Array.from({ length: 21 }, () => ({ x: 0, y: 0, z: 0 }));
  for (const value of Object.values(gesturesOf(nowhere))) expect(value).not.toBeNaN();
});
