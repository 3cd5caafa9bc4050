import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { ring, type Dot } from './dots';
import { HiddenLayer } from './hidden_layer';
import { computeOnProcessor } from './tensors';

const DOTS = ring(30);

async function taught(units: number, rounds: number): Promise<{ right: number; losses: number[] }> {
  const network = await HiddenLayer.make(units, DOTS, 1);
  const losses: number[] = [];
  for (let round = 0; round < rounds; round++) losses.push(await network.learn());
  const answers = network.answers(Float32Array.from(DOTS.flatMap(({ x, y }) => [x, y])));
  expect(network.neurons()).toHaveLength(units);
  network.dispose();
  return { right: DOTS.filter(({ kind }: Dot, index) => (answers[index] ?? 0) > 0.5 === (kind === 1)).length / DOTS.length, losses };
}

describe('a hidden layer', () => {
  test('of four neurons parts a ring from its middle, which one neuron can not', async () => {
    const [one, four] = [await taught(1, 90), await taught(4, 90)];
    expect(one.right).toBeLessThan(0.8);
    expect(four.right).toBeGreaterThan(0.97);
    expect(four.losses.at(-1)).toBeLessThan(four.losses[0] ?? 0);
  });

  test('leaves nothing behind', async () => {
    await computeOnProcessor();
    await taught(2, 2);
    const before = memory().numTensors;
    await taught(3, 3);
    expect(memory().numTensors).toBe(before);
  });
});
