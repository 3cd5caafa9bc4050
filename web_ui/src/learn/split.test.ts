import { describe, expect, test } from 'vitest';
import type { Sample } from './project';
import { heldBack } from './split';

function samples(class_: string, count: number, burst: (index: number) => string): Sample[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: `${class_}${index}`, project: 'p', class: class_, burst: `${class_}-${burst(index)}`, made: index, picture: null },
    features: new Float32Array(),
  }));
}

const of = (held: ReadonlySet<string>, class_: string) => [...held].filter((id) => id.startsWith(class_));

describe('held back', () => {
  test('is a fifth of each class', () => {
    const held = heldBack([...samples('a', 50, String), ...samples('b', 10, String), ...samples('c', 4, String)]);
    expect(['a', 'b', 'c'].map((class_) => of(held, class_).length)).toEqual([10, 2, 0]);
  });

  test('are the same ones each time, whatever is added elsewhere', () => {
    const before = heldBack(samples('a', 30, String));
    expect(heldBack([...samples('b', 20, String), ...samples('a', 30, String)])).toEqual(new Set([...before, ...of(heldBack(samples('b', 20, String)), 'b')]));
  });

  test('is a burst as a whole: nothing is learned from its neighbours', () => {
    const all = samples('a', 40, (index) => String(Math.floor(index / 4)));
    const held = heldBack(all);
    expect(held.size).toBe(8);
    for (const burst of new Set(all.map((sample) => sample.burst))) {
      const inside = all.filter((sample) => sample.burst === burst).map(({ id }) => held.has(id));
      expect(new Set(inside).size).toBe(1);
    }
  });

  test('is a part of the only burst, where there is but one', () => {
    expect(heldBack(samples('a', 20, () => 'all')).size).toBe(4);
  });
});
