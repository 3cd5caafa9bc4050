import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Point3 } from '../hand/geometry';
import { Classifier } from './classifier';
import { FEATURES, featuresOf } from './features';
import { HELD_GESTURES } from './labels';

const CLASSES = HELD_GESTURES.length + 1;

/** A network that thinks this of the first, the second… hand; knows what it looked at. */
function network(...likely: number[][]) {
  const seen: number[][] = [];
  const execute = vi.fn((input: Tensor) => {
    const features = Array.from(input.dataSync());
    for (let start = 0; start < features.length; start += FEATURES) seen.push(features.slice(start, start + FEATURES));
    return tensor2d(likely, [likely.length, CLASSES]);
  });
  const dispose = vi.fn();
  return { seen, execute, dispose, graph: { execute, dispose } as unknown as GraphModel };
}

/** So likely are the first classes; all others are impossible. */
const classes = (...likely: number[]) => Array.from({ length: CLASSES }, (_, index) => likely[index] ?? 0);

/** Some hand or other. */
const pointsOf = (seed: number) =>
  Array.from({ length: 21 }, (_, index): Point3 => ({ x: Math.sin(seed * index), y: index / 9, z: Math.cos(seed + index) }));

const PLAIN = { points: pointsOf(1), metricPoints: pointsOf(2) };
/** At a glance all classes are equally likely. */
const REFINED = {
  points: pointsOf(3),
  metricPoints: pointsOf(4),
  refined: { points: pointsOf(5), glance: Array<number>(CLASSES).fill(1 / CLASSES) },
};

beforeAll(async () => {
  await setBackend('cpu');
});

test('what both networks think is multiplied, the first counts less; of a hand without refined points it thinks alone', async () => {
  const first = network(classes(0.9, 0.1), classes(0.6, 0.3, 0.1));
  const second = network(classes(0.2, 0.8));
  const before = memory().numTensors;
  const [plain, refined] = await new Classifier(first.graph, second.graph).classify([PLAIN, REFINED]);
  expect(memory().numTensors).toBe(before);
  classes(0.9, 0.1).forEach((likely, index) => {
    expect(plain?.[index]).toBeCloseTo(likely, 6);
  });
  const [one, other] = [0.6 ** 0.4 * 0.2, 0.3 ** 0.4 * 0.8];
  classes(one / (one + other), other / (one + other)).forEach((likely, index) => {
    expect(refined?.[index]).toBeCloseTo(likely, 6);
  });
});

test('a glance has a say in it, and rules nothing out', async () => {
  const classifier = (sure: number[]) => new Classifier(network(classes(0.5, 0.5)).graph, network(classes(...sure)).graph);
  const seen = async (sure: number[], glance: number[]) =>
    (await classifier(sure).classify([{ ...REFINED, refined: { ...REFINED.refined, glance } }]))[0]?.[0];
  expect(await seen([0.5, 0.5], classes(0.8, 0.2))).toBeCloseTo(0.8 ** 0.3 / (0.8 ** 0.3 + 0.2 ** 0.3), 6);
  const [likely, unlikely] = [0.9999 * 0.001 ** 0.3, 0.0001];
  expect(await seen([0.9999, 0.0001], classes(0, 1))).toBeCloseTo(likely / (likely + unlikely), 6);
});

test('each network looks once at all hands that are its own', async () => {
  const first = network(classes(1), classes(1), classes(1));
  const second = network(classes(1), classes(1));
  const other = { ...REFINED, refined: { ...REFINED.refined, points: pointsOf(6) } };
  await new Classifier(first.graph, second.graph).classify([REFINED, PLAIN, other]);
  const found = [REFINED, PLAIN, other].map(({ points, metricPoints }) => featuresOf(points, metricPoints));
  const anew = [REFINED, other].map(({ refined }) => featuresOf(refined.points, refined.points));
  expect(first.seen).toEqual(found.map((features) => [...Float32Array.from(features)]));
  expect(second.seen).toEqual(anew.map((features) => [...Float32Array.from(features)]));
  for (const { execute } of [first, second]) expect(execute).toHaveBeenCalledOnce();
});

test('where the networks rule out everything together, the first decides', async () => {
  const classifier = new Classifier(network(classes(1)).graph, network(classes(0, 1)).graph);
  expect(await classifier.classify([REFINED])).toEqual([classes(1)]);
});

test('without hands neither network is asked, without refined points only the first', async () => {
  const [first, second] = [network(classes(1)), network()];
  const classifier = new Classifier(first.graph, second.graph);
  expect(await classifier.classify([])).toEqual([]);
  expect(first.execute).not.toHaveBeenCalled();
  await classifier.classify([PLAIN]);
  expect(second.execute).not.toHaveBeenCalled();
});

test('to let go frees both networks', () => {
  const [first, second] = [network(), network()];
  new Classifier(first.graph, second.graph).dispose();
  for (const { dispose } of [first, second]) expect(dispose).toHaveBeenCalledOnce();
});
