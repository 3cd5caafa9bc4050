import { describe, expect, test } from 'vitest';
import { FRAME_BUDGET_MILLISECONDS, MOST_CREDIT_MILLISECONDS, Turns } from './turns';

interface Watched {
  /** Milliseconds that each model looked. */
  used: Record<string, number>;
  frames: Record<string, number>;
  /** Milliseconds of the frames that each model looked at, with the others' part of them. */
  present: Record<string, number>;
  /** The longest time that each model waited for its turn, in milliseconds. */
  longestWait: Record<string, number>;
  count: number;
}

/** Lets models look at frames for so long; `needs` says how many milliseconds each takes at a time. */
function watch(turns: Turns, needs: Record<string, (time: number) => number>, milliseconds: number): Watched {
  const zero = () => Object.fromEntries(Object.keys(needs).map((model) => [model, 0]));
  const watched: Watched = { used: zero(), frames: zero(), present: zero(), longestWait: zero(), count: 0 };
  const last = zero();
  let time = 0;
  while (time < milliseconds) {
    const picked = turns.pick();
    watched.count += 1;
    if (picked.length === 0) throw new Error('nobody looks');
    const looked: { model: string; milliseconds: number }[] = [];
    for (const model of picked) {
      const took = needs[model]?.(time) ?? 0;
      watched.longestWait[model] = Math.max(watched.longestWait[model] ?? 0, time - (last[model] ?? 0));
      time += took;
      last[model] = time;
      watched.used[model] = (watched.used[model] ?? 0) + took;
      watched.frames[model] = (watched.frames[model] ?? 0) + 1;
      looked.push({ model, milliseconds: took });
    }
    turns.spent(looked);
    const whole = looked.reduce((sum, { milliseconds: took }) => sum + took, 0);
    for (const model of picked) watched.present[model] = (watched.present[model] ?? 0) + whole;
  }
  return watched;
}

function turnsOf(...models: string[]): Turns {
  const turns = new Turns();
  for (const model of models) turns.join(model);
  return turns;
}

const always = (milliseconds: number) => () => milliseconds;

describe('models that take turns', () => {
  test('alone, one looks at every frame, however long it takes', () => {
    const { frames, count } = watch(turnsOf('slow'), { slow: always(250) }, 10_000);
    expect(frames['slow']).toBe(count);
  });

  test('quick ones share every frame', () => {
    const { frames, count } = watch(turnsOf('hand', 'gesture', 'face'), { hand: always(15), gesture: always(2), face: always(8) }, 5000);
    for (const model of ['hand', 'gesture', 'face']) expect(frames[model]).toBeGreaterThanOrEqual(count - 3);
  });

  test('a slow one holds the hand up for its own share, and not at each frame', () => {
    const { used, frames, longestWait } = watch(turnsOf('hand', 'slow'), { hand: always(15), slow: always(250) }, 60_000);
    expect(used['hand']).toBeGreaterThan(28_000);
    expect(frames['hand']).toBeGreaterThan(10 * (frames['slow'] ?? 0));
    expect(longestWait['hand']).toBeLessThanOrEqual(250);
  });

  test('those that do not fit together alternate beside the quick one', () => {
    const { frames, count } = watch(turnsOf('hand', 'image', 'pose'), { hand: always(12), image: always(26), pose: always(27) }, 30_000);
    expect((frames['image'] ?? 0) + (frames['pose'] ?? 0)).toBeGreaterThan(0.9 * count);
    expect(frames['hand']).toBeGreaterThan(0.9 * count);
    expect(Math.abs((frames['image'] ?? 0) - (frames['pose'] ?? 0))).toBeLessThan(0.15 * count);
  });

  test('who comes later gets no more than its share, and who has gone gets nothing', () => {
    const turns = turnsOf('hand');
    watch(turns, { hand: always(60) }, 60_000);
    turns.join('image');
    const { used } = watch(turns, { hand: always(60), image: always(60) }, 6000);
    expect(Math.abs((used['hand'] ?? 0) - (used['image'] ?? 0))).toBeLessThanOrEqual(600);
    turns.leave('image');
    expect(turns.pick()).toEqual(['hand']);
  });

  test('who becomes slow after a long quick time does not starve the others', () => {
    const turns = turnsOf('hand', 'image');
    watch(turns, { hand: always(5), image: always(30) }, 60_000);
    const { longestWait } = watch(turns, { hand: always(100), image: always(30) }, 5000);
    expect(longestWait['image']).toBeLessThanOrEqual(800);
  });

  test('a model that left while it looked is forgotten', () => {
    const turns = turnsOf('hand');
    turns.leave('hand');
    turns.spent([{ model: 'hand', milliseconds: 20 }]);
    expect(turns.pick()).toEqual([]);
  });
});

test('random models: each gets its share of the time, and nobody waits for ever', () => {
  let state = 11;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  for (let run = 0; run < 200; run++) {
    const models = Array.from({ length: 1 + Math.floor(random() * 7) }, (_, index) => `model${index}`);
    const means = models.map(() => 2 * 150 ** random());
    const needs = Object.fromEntries(models.map((model, index) => [model, () => (means[index] ?? 0) * (0.8 + 0.4 * random())]));
    const turns = turnsOf(...models);
    const slowest = 1.2 * Math.max(...means);
    const total = 40 * models.length * Math.max(slowest, 2 * FRAME_BUDGET_MILLISECONDS);
    const { present, longestWait } = watch(turns, needs, total);
    for (const model of models) {
      const share = ((present[model] ?? 0) / total) * models.length;
      expect(share, `${model} of ${means.map(Math.round).join(', ')}`).toBeGreaterThan(0.8);
      expect(longestWait[model]).toBeLessThanOrEqual(models.length * (MOST_CREDIT_MILLISECONDS + 2 * slowest));
    }
  }
});

test('models that share what is computed for a frame look at the same frames, however long it takes', () => {
  const turns = new Turns();
  turns.join('hand', 'hands');
  turns.join('gesture', 'hands');
  turns.join('image');
  for (let frame = 0; frame < 60; frame++) {
    const picked = turns.pick();
    expect(picked.includes('hand')).toBe(picked.includes('gesture'));
    turns.spent(picked.map((model) => ({ model, milliseconds: model === 'gesture' ? 1 : FRAME_BUDGET_MILLISECONDS })));
  }
});
