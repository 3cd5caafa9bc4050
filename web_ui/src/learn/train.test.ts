import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ModelError } from '../models/define';
import { openNetwork } from '../models/taught/network';
import { methodFor, METHODS } from './methods';
import { fold, scaled, scaleOf } from './scale';
import { train, type Lesson, type Progress, type Rows } from './train';

beforeAll(async () => {
  await setBackend('cpu');
});

/** Rows around a middle of each class, far from zero and in very different units. */
function rows(count: number, seed: number, classes = 3): Rows {
  let state = seed;
  const chance = () => ((state = (state * 16807) % 2147483647) / 2147483647) - 0.5;
  const numbers = Array.from({ length: count }, (_, row) => {
    const class_ = row % classes;
    return [1000 + 40 * class_ + 10 * chance(), 0.002 * (class_ === 1 ? 1 : -1) + 0.001 * chance(), 5 + chance()];
  });
  return { inputs: Float32Array.from(numbers.flat()), classes: Int32Array.from(numbers, (_, row) => row % classes) };
}

const lesson = (changes: Partial<Lesson> = {}): Lesson => ({
  ...{ length: 3, shape: [3], classes: 3, learn: rows(60, 11), heldBack: rows(30, 12), method: { ...METHODS.numbers, epochs: 40 } },
  ...changes,
});

function accuracy(likely: Float32Array, { classes }: Rows): number {
  const right = [...classes].filter((class_, row) => {
    const own = [...likely.subarray(3 * row, 3 * row + 3)];
    return own.indexOf(Math.max(...own)) === class_;
  });
  return right.length / classes.length;
}

describe('training', () => {
  test('learns what can be told apart, and shows how far it is', async () => {
    const told: Progress[] = [];
    const before = memory().numTensors;
    const trained = await train(lesson(), (progress) => told.push(progress), () => false);
    expect(memory().numTensors).toBe(before);
    expect(accuracy(trained.likely, lesson().heldBack)).toBeGreaterThan(0.95);
    expect(told.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(told.at(-1)?.loss).toBeLessThan(told[0]?.loss ?? 0);
    expect(told.at(-1)?.heldBackAccuracy).toBeGreaterThan(0.95);
  });

  test('gives a network that takes the numbers as they were measured', async () => {
    const trained = await train(lesson(), () => undefined, () => false);
    const { heldBack } = lesson();
    const network = await openNetwork({ title: 'Numbers', labels: ['a', 'b', 'c'], network: trained.network, output: 'probabilities' });
    const answer = await network.answerTo(heldBack.inputs.slice(0, 3), [3]);
    for (const class_ of [0, 1, 2]) expect(answer[class_]).toBeCloseTo(trained.likely[class_] ?? 0, 3);
    network.dispose();
  });

  test('what is the same in all samples has no say where numbers and classes are joined directly', async () => {
    const learn = rows(60, 11);
    for (let row = 0; row < 60; row++) learn.inputs[3 * row + 2] = 5;
    const trained = await train(lesson({ learn, method: { ...METHODS.pictures, sameUnit: false } }), () => undefined, () => false);
    const kernel = trained.dense[0]?.kernel ?? new Float32Array();
    expect([...kernel.subarray(6)]).toEqual([0, 0, 0]);
    expect(kernel.subarray(0, 6).every((weight) => weight !== 0)).toBe(true);
  });

  test('stops when it shall, with what it knows by then', async () => {
    const told: Progress[] = [];
    const trained = await train(lesson(), (progress) => told.push(progress), () => told.length >= 3);
    expect(told).toHaveLength(3);
    expect(trained.likely).toHaveLength(90);
  });

  test('from scratch finds patterns in pixels, and gives a network that takes them as they are', async () => {
    const side = 8;
    const striped = (count: number, seed: number): Rows => {
      const pixel = (row: number, place: number) => ((row % 2 === 0 ? Math.floor(place / side) : place) + row * seed) % 2 === 0;
      const inputs = Array.from({ length: count }, (_, row) => Array.from({ length: side * side * 3 }, (_, index) => (pixel(row, Math.floor(index / 3)) ? 1 : -1))).flat();
      return { inputs: Float32Array.from(inputs), classes: Int32Array.from({ length: count }, (_, row) => row % 2) };
    };
    const pictures = { ...{ length: side * side * 3, shape: [side, side, 3], classes: 2, learn: striped(16, 1), heldBack: striped(4, 3) } };
    const before = memory().numTensors;
    const trained = await train({ ...pictures, method: { ...methodFor('pictures', 'scratch'), epochs: 12, convolutions: [4] } }, () => undefined, () => false);
    expect(memory().numTensors).toBe(before);
    expect([0, 1, 2, 3].filter((row) => (trained.likely[2 * row + (row % 2)] ?? 0) > 0.5)).toHaveLength(4);
    const network = await openNetwork({ title: 'Stripes', labels: ['lying', 'standing'], network: trained.network, output: 'probabilities' });
    const answer = await network.answerTo(pictures.heldBack.inputs.slice(0, pictures.length), [side, side, 3]);
    expect(answer[0]).toBeCloseTo(trained.likely[0] ?? 0, 3);
    network.dispose();
  });

  test('without held-back samples it claims nothing of them', async () => {
    const told: Progress[] = [];
    const none = { inputs: new Float32Array(), classes: new Int32Array() };
    const trained = await train(lesson({ heldBack: none, method: { ...METHODS.numbers, epochs: 2, hidden: 0 } }), (progress) => told.push(progress), () => false);
    expect(trained.likely).toHaveLength(0);
    expect(told.map(({ heldBackAccuracy }) => heldBackAccuracy)).toEqual([null, null]);
  });

  test('numbers that grow beyond all bounds are told in a sentence', async () => {
    const wild = rows(30, 3);
    wild.inputs[4] = Number.NaN;
    const before = memory().numTensors;
    await expect(train(lesson({ learn: wild }), () => undefined, () => false)).rejects.toThrow(ModelError);
    await expect(train(lesson({ learn: wild }), () => undefined, () => false)).rejects.toThrow('beyond all bounds');
    expect(memory().numTensors).toBe(before);
  });
});

test('folding the scale into the weights changes no answer', () => {
  const inputs = Float32Array.from([100, 2, 300, 8, 200, 5]);
  const scale = scaleOf(inputs, 2, false);
  const [kernel, bias] = [Float32Array.from([0.5, -1, 2, 0.25]), Float32Array.from([0.1, -0.2])];
  const dense = (x: ArrayLike<number>, w: Float32Array, b: Float32Array) => [...b].map((start, unit) => start + (x[0] ?? 0) * (w[unit] ?? 0) + (x[1] ?? 0) * (w[2 + unit] ?? 0));
  const folded = fold(kernel, bias, scale);
  const after = scaled(inputs, scale);
  for (const row of [0, 1, 2]) {
    const one = dense(after.subarray(2 * row, 2 * row + 2), kernel, bias);
    const other = dense(inputs.subarray(2 * row, 2 * row + 2), folded.kernel, folded.bias);
    other.forEach((value, unit) => expect(value).toBeCloseTo(one[unit] ?? 0, 4));
  }
});

test('a column that never changes does not divide by zero', () => {
  const scale = scaleOf(Float32Array.from([5, 1, 5, 2]), 2, false);
  expect([...scaled(Float32Array.from([5, 1, 5, 2]), scale)].every(Number.isFinite)).toBe(true);
});

describe('sounds', () => {
  /** Six moments of three numbers: at any of them something rises, falls, or stays. */
  function moments(count: number, seed: number): Rows {
    let state = seed;
    const chance = () => (state = (state * 16807) % 2147483647) / 2147483647;
    const all = Array.from({ length: count }, (_, row) => {
      const at = 3 * Math.floor(5 * chance());
      const places = [[at, at + 5], [at + 2, at + 3], [at + 1, at + 4]][row % 3];
      return Array.from({ length: 18 }, (_, index) => 0.3 * chance() + (places?.includes(index) ? 2 : 0));
    });
    return { inputs: Float32Array.from(all.flat()), classes: Int32Array.from(all, (_, row) => row % 3) };
  }

  test('are known by whether they rise or fall, at whichever moment, by a network that takes them as they are', async () => {
    const [learn, heldBack] = [moments(30, 5), moments(60, 8)];
    const method = { ...METHODS.sounds, moments: 2, hidden: 16, epochs: 80, learningRate: 0.01 };
    const trained = await train({ length: 18, shape: [6, 3, 1], classes: 3, learn, heldBack, method }, () => undefined, () => false);
    expect(accuracy(trained.likely, heldBack)).toBeGreaterThan(0.9);
    const network = await openNetwork({ title: 'Sounds', labels: ['a', 'b', 'c'], network: trained.network, output: 'probabilities' });
    const answer = await network.answerTo(heldBack.inputs.slice(0, 18), [6, 3, 1]);
    for (const class_ of [0, 1, 2]) expect(answer[class_]).toBeCloseTo(trained.likely[class_] ?? 0, 3);
    network.dispose();
  });
});

describe('a network that was brought', () => {
  const about = { title: 'Mine', labels: ['a', 'b'], output: 'probabilities' as const };

  test('with another number of answers than labels is refused in a sentence', async () => {
    const { network } = await train(lesson({ method: { ...METHODS.numbers, epochs: 1 } }), () => undefined, () => false);
    const opened = await openNetwork({ ...about, network });
    await expect(opened.answer(tensor([1, 2, 3], [1, 3]))).rejects.toThrow('“Mine” answers with 3 numbers, but has 2 labels.');
    opened.dispose();
  });

  test('with a layer that nobody knows is refused by the layer’s name', async () => {
    const topology = { class_name: 'Sequential', config: { layers: [{ class_name: 'MyLayer', config: { batch_input_shape: [null, 3] } }] } };
    const network = { format: 'layers-model' as const, topology, weightSpecs: [], weights: new ArrayBuffer(0) };
    await expect(openNetwork({ ...about, network })).rejects.toThrow('it has a layer “MyLayer” that this page does not know');
  });
});
