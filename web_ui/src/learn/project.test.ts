import { describe, expect, test } from 'vitest';
import { concernsOf, forbids, LONGEST_NAME, nameFault, newProject, tidied, type Class, type Sample } from './project';

const FRUIT: Class[] = [
  { id: 'b', name: 'banana' },
  { id: 'a', name: 'apple' },
];

let made = 0;
function samples(class_: string, count: number, features?: number[]): Sample[] {
  return Array.from({ length: count }, () => {
    made += 1;
    return { id: `s${made}`, project: 'p', class: class_, burst: `${made}`, made, picture: null, features: Float32Array.from(features ?? [made, 1]) };
  });
}

test('a new project has two classes and knows nothing yet', () => {
  const project = newProject('pictures', 'Fruit', ['one', 'two'], 7);
  expect(project.classes.map(({ name }) => name)).toEqual(['one', 'two']);
  expect(new Set([project.id, ...project.classes.map(({ id }) => id)]).size).toBe(3);
  expect([project.taught, project.outcome, project.changed]).toEqual([null, null, 7]);
});

test('a name becomes one that can be a label', () => {
  expect(tidied('  my \n\t banana\u0000 ')).toBe('my banana');
  expect(Array.from(tidied('🍌'.repeat(200)))).toHaveLength(LONGEST_NAME);
  expect(tidied(`${'a'.repeat(LONGEST_NAME - 1)} b`)).toBe('a'.repeat(LONGEST_NAME - 1));
});

test('a name is wanted, and each only once', () => {
  expect(nameFault(' ', FRUIT)).toBe('empty');
  expect(nameFault('Banana ', FRUIT)).toBe('taken');
  expect(nameFault('pear', FRUIT)).toBeNull();
});

describe('what keeps it from learning, or from learning well', () => {
  const concerns = (...given: Sample[][]) => concernsOf(FRUIT, given.flat());

  test('one class only', () => {
    expect(concernsOf(FRUIT.slice(0, 1), samples('b', 9))).toEqual([{ what: 'one class' }]);
  });

  test('no sample, one sample, the same again and again: it can not begin', () => {
    expect(concerns(samples('b', 9))).toEqual([{ what: 'empty', name: 'apple' }]);
    expect(concerns(samples('b', 9), samples('a', 1))).toEqual([{ what: 'one sample', name: 'apple' }]);
    const same = concerns(samples('b', 9), samples('a', 6, [3, 3]));
    expect(same).toEqual([{ what: 'alike', name: 'apple' }]);
    expect(same.every(forbids)).toBe(true);
  });

  test('few, and far more of the other: it can, and says so', () => {
    const some = concerns(samples('b', 80), samples('a', 3));
    expect(some).toEqual([
      { what: 'few', name: 'apple', count: 3 },
      { what: 'unbalanced', few: 'apple', fewCount: 3, many: 'banana', manyCount: 80 },
    ]);
    expect(some.some(forbids)).toBe(false);
  });

  test('movements without a class for all others: it can, and says so', () => {
    const all = [samples('b', 12), samples('a', 9)].flat();
    const some = concernsOf(FRUIT, all, 'movements');
    expect(some).toEqual([{ what: 'no nothing' }]);
    expect(some.some(forbids)).toBe(false);
    expect(concernsOf(FRUIT.map((one, index) => (index === 0 ? { ...one, name: 'nothing' } : one)), all, 'movements')).toEqual([]);
  });

  test('nothing where there is enough of each', () => {
    expect(concerns(samples('b', 12), samples('a', 9))).toEqual([]);
  });
});
