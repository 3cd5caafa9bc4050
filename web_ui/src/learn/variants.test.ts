import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { filmOf, type Path } from '../models/movement/drawn.fixture';
import { MOVED, movementFeatures, NUMBERS, STEPS } from '../models/movement/features';
import { seeded } from './chance';
import { METHODS } from './methods';
import { train, type Rows } from './train';
import { variantOf, withVariants } from './variants';

const LENGTH = STEPS * NUMBERS;

/** A zigzag, a circle and whatever else a hand does: each of another size, tempo and slant. */
function shown(count: number, seed: number): Rows {
  const random = seeded(seed);
  const by = (most: number) => most * (2 * random() - 1);
  const all = Array.from({ length: 3 * count }, (_, row) => {
    const [size, seconds, angle, phase] = [Math.exp(by(0.35)), Math.exp(by(0.3)), by(0.25), by(0.4)];
    const [widths, swings] = [[by(1.5), by(1.5)], [1 + 2 * random(), 1 + 2 * random()]] as const;
    const part = (now: number) => now / seconds;
    const paths: Path[] = [
      (now) => ({ x: 3 * part(now) - 1.5, y: Math.abs(((4 * part(now) + 0.1 * phase) % 2) - 1) * 2 }),
      (now) => ({ x: Math.sin(2 * Math.PI * part(now) + phase), y: Math.cos(2 * Math.PI * part(now) + phase) }),
      (now) => ({ x: widths[0] * Math.sin(swings[0] * part(now)), y: widths[1] * Math.sin(swings[1] * part(now) + phase) }),
    ];
    const path: Path = (now) => {
      const { x = 0, y = 0 } = paths[row % 3]?.(now) ?? {};
      return { x: size * (x * Math.cos(angle) - y * Math.sin(angle)), y: size * (x * Math.sin(angle) + y * Math.cos(angle)) };
    };
    return movementFeatures(filmOf(path, seconds, 12 + Math.floor(15 * random())));
  });
  const inputs = new Float32Array(all.length * LENGTH);
  all.forEach((one, row) => inputs.set(one, row * LENGTH));
  return { inputs, classes: Int32Array.from(all, (_, row) => row % 3) };
}

test('a variant is the same movement, and no two are the same', () => {
  const random = seeded(3);
  const { inputs } = shown(1, 5);
  for (const row of [0, 1, 2]) {
    const own = inputs.subarray(row * LENGTH, (row + 1) * LENGTH);
    const [one, other] = [variantOf(own, random), variantOf(own, random)];
    expect(one).not.toEqual(other);
    const way = (features: Float32Array, column: number) => Array.from({ length: STEPS }, (_, step) => features[step * NUMBERS + column] ?? NaN);
    for (const column of [0, 1]) {
      expect(way(one, column).reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 3);
      // It goes the same way: what it has in common with the original is far more than what differs.
      const product = way(one, column).reduce((sum, value, step) => sum + value * (way(own, column)[step] ?? 0), 0);
      const length = (values: number[]) => Math.hypot(...values);
      if (length(way(own, column)) > 2) expect(product / length(way(one, column)) / length(way(own, column))).toBeGreaterThan(0.8);
    }
  }
});

test('the rows themselves come first, and of few there are many', () => {
  const rows = shown(2, 8);
  const varied = withVariants(rows);
  expect(varied.inputs.subarray(0, rows.inputs.length)).toEqual(rows.inputs);
  expect(varied.classes.length).toBe(6 * 13);
  expect([...varied.classes.subarray(6, 12)]).toEqual([...rows.classes]);
  expect(withVariants({ inputs: new Float32Array(2000 * LENGTH), classes: new Int32Array(2000) }).classes.length).toBe(2000);
});

test('five movements of each are enough to know them from others', async () => {
  await setBackend('cpu');
  const held = shown(20, 99);
  const lesson = { length: LENGTH, shape: MOVED.shape, classes: 3, learn: withVariants(shown(5, 7)), heldBack: held, method: METHODS.movements };
  const { likely } = await train(lesson, () => undefined, () => false);
  const right = [...held.classes].filter((class_, row) => {
    const own = [...likely.subarray(3 * row, 3 * row + 3)];
    return own.indexOf(Math.max(...own)) === class_;
  });
  expect(right.length / held.classes.length).toBeGreaterThan(0.85);
}, 60_000);
