import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { io, memory, setBackend, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNetwork } from '../models/taught/network';
import type { Network, TaughtModel, WeightSpec } from '../models/taught/taught';
import { answersOf } from './dense';
import { fineTune, withClasses } from './fine_tune';
import { METHODS } from './methods';
import { tailOf } from './tail';

beforeAll(async () => {
  await setBackend('cpu');
});

async function saved(model: LayersModel): Promise<Network> {
  let kept: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler((artifacts) => {
      kept = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  return {
    ...{ format: 'layers-model', topology: kept?.modelTopology as object },
    ...{ weightSpecs: (kept?.weightSpecs ?? []) as WeightSpec[], weights: kept?.weightData as ArrayBuffer },
  };
}

/** As Teachable Machine builds them: a network that looks, and two dense layers behind it. */
async function teachable(): Promise<Network> {
  const looks = sequential({
    layers: [
      layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 3, strides: 2, activation: 'relu', kernelInitializer: 'glorotNormal' }),
      layers.flatten(),
    ],
  });
  const head = sequential({
    layers: [layers.dense({ inputShape: [36], units: 10, activation: 'relu' }), layers.dense({ units: 3, useBias: true, activation: 'softmax' })],
  });
  return await saved(sequential({ layers: [looks, head] }));
}

const about = (labels: string[], network: Network): TaughtModel => ({
  ...{ id: 'x', title: 'Mine', labels, network, output: 'probabilities', author: '', licence: '', accuracy: null },
  input: { kind: 'pixels', shape: [8, 8, 3], black: 0, white: 1 },
});

async function answer(network: Network, labels: string[], input: Tensor): Promise<number[]> {
  const opened = await openNetwork(about(labels, network));
  const likely = [...(await opened.answer(input))];
  opened.dispose();
  return likely;
}

const picture = (seed: number) => Float32Array.from({ length: 192 }, (_, index) => Math.abs(Math.sin(seed * 7.1 + index * (1 + seed % 3))));

describe('a layers model', () => {
  test.each([1, 2])('gives its last %i layers away, and is the same with them back in place', async (most) => {
    const network = await teachable();
    const before = memory().numTensors;
    const tail = await tailOf(network, most);
    expect(tail.dense.map(({ inputs, units }) => [inputs, units])).toEqual([[36, 10], [10, 3]].slice(2 - most));
    const input = tensor(picture(1), [1, 8, 8, 3]);
    const features = tail.features(input);
    const likely = [...answersOf(tail.dense, await features.data<'float32'>())];
    const whole = await answer(network, ['a', 'b', 'c'], input);
    whole.forEach((value, index) => expect(likely[index]).toBeCloseTo(value, 5));
    features.dispose();
    tail.dispose();
    expect(tail.with(tail.dense)).toEqual(network);
    expect(memory().numTensors).toBe(before);
  });

  test('takes a head with another number of classes', async () => {
    const network = await teachable();
    const tail = await tailOf(network, 1);
    const other = tail.with(withClasses(tail.dense, ['a', 'b', 'c'], ['c', 'new', 'a', 'b']));
    tail.dispose();
    const [one, two] = [picture(2), picture(2)].map((numbers) => tensor(numbers, [1, 8, 8, 3]));
    const before = await answer(network, ['a', 'b', 'c'], one as Tensor);
    const after = await answer(other, ['c', 'new', 'a', 'b'], two as Tensor);
    // What was known keeps its proportions beside the new one.
    expect((after[2] ?? 0) / (after[0] ?? 1)).toBeCloseTo((before[0] ?? 0) / (before[2] ?? 1), 4);
  });

  test('that does not end in a dense layer is refused in words', async () => {
    const network = await saved(sequential({ layers: [layers.flatten({ inputShape: [2, 2, 1] })] }));
    await expect(tailOf(network, 1)).rejects.toThrow('does not end in a dense layer');
  });
});

describe('a graph model', () => {
  const folder = new URL('../../public/models/gesture/', import.meta.url);
  const json = JSON.parse(readFileSync(new URL('classifier.json', folder), 'utf8')) as {
    modelTopology: object;
    signature: object;
    weightsManifest: { weights: WeightSpec[] }[];
  };
  const network: Network = {
    ...{ format: 'graph-model', topology: json.modelTopology, signature: json.signature },
    ...{ weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights), weights: Uint8Array.from(readFileSync(new URL('classifier.bin', folder))).buffer },
  };
  const inputs = (json.signature as { inputs: Record<string, { tensorShape: { dim: { size: string }[] } }> }).inputs;
  const length = Number(Object.values(inputs)[0]?.tensorShape.dim[1]?.size);
  const labels = Array.from({ length: 13 }, (_, index) => `g${index}`);
  const row = () => tensor(Float32Array.from({ length }, (_, index) => 0.5 + 0.3 * Math.sin(index)), [1, length]);

  test('gives its last layer away, and takes one with other classes', async () => {
    const tail = await tailOf(network, 3);
    const input = row();
    const features = tail.features(input);
    const likely = answersOf(tail.dense, await features.data<'float32'>());
    const whole = await answer(network, labels, input);
    whole.forEach((value, index) => expect(likely[index]).toBeCloseTo(value, 3));
    features.dispose();
    const two = tail.with(withClasses(tail.dense, labels, ['g3', 'mine']));
    tail.dispose();
    expect(await answer(two, ['g3', 'mine'], row())).toHaveLength(2);
  });
});

test('fine-tuning learns a new class, knows what was said before, and leaves no tensor behind', async () => {
  const network = await teachable();
  const base = { ...about(['a', 'b', 'c'], network), input: { kind: 'numbers' as const, shape: [8, 8, 3] } };
  const shown = [0, 1, 2].flatMap((kind) => Array.from({ length: 8 }, (_, index) => picture(kind).map((value) => value + 0.02 * Math.sin(index))));
  const classes = Int32Array.from(shown, (_, index) => Math.floor(index / 8));
  const tuning = { base, labels: ['a', 'b', 'kiwi'], learn: shown, classes, heldBack: shown.slice(0, 9), heldBackClasses: classes.slice(0, 9) };
  const parts: number[] = [];
  const before = memory().numTensors;
  const tuned = await fineTune({ ...tuning, layers: 2, method: { ...METHODS.pictures, epochs: 60, batch: 8, learningRate: 0.02 } }, (part) => parts.push(part), () => undefined, () => false);
  expect(memory().numTensors).toBe(before);
  expect(parts.at(-1)).toBe(1);
  expect(tuned.before).toHaveLength(9);
  expect([...tuned.before].every((one) => one >= -1 && one < 2)).toBe(true);
  for (const kind of [0, 1, 2]) {
    const likely = await answer(tuned.network, ['a', 'b', 'kiwi'], tensor(picture(kind), [1, 8, 8, 3]));
    expect(likely.indexOf(Math.max(...likely))).toBe(kind);
  }
});
