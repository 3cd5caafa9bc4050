import type { GraphModel } from '@tensorflow/tfjs-converter';
import { expect, test, vi } from 'vitest';
import type { Frame } from '../define';
import type { Crop, Palm } from './geometry';
import { Hands } from './hands';
import type { Landmarks } from './track';
import type { FrameFinder } from './tracker';

/** Finds no hand; knows which frames it was shown, and fails on those that show nothing. */
class Finder implements FrameFinder {
  frame: Frame | undefined;
  refiner: GraphModel | undefined;
  readonly shown: (Frame | undefined)[] = [];
  readonly dispose = vi.fn();

  async findPalms(): Promise<Palm[]> {
    this.shown.push(this.frame);
    await Promise.resolve();
    if (this.frame?.width === 0) throw new Error('no picture');
    this.shown.push(this.frame);
    return [];
  }

  findLandmarks(_crop: Crop): Promise<Landmarks> {
    return Promise.reject(new Error('there is no palm to ask about'));
  }
}

const [ONE, OTHER] = [{}, {}] as [GraphModel, GraphModel];

function frame(time: number, width = 640): Frame {
  return { image: {} as OffscreenCanvas, width, height: 480, time };
}

test('whoever asks for the same frame gets the same hands, found once', async () => {
  const finder = new Finder();
  const hands = new Hands(finder);
  const one = frame(0);
  const asked = [hands.find(one), hands.find(one)];
  const answers = await Promise.all([...asked, hands.find(frame(30)), hands.find(one)]);
  expect(answers[1]).toBe(answers[0]);
  expect(answers[3]).toBe(answers[0]);
  expect(answers[2]).not.toBe(answers[0]);
  expect(finder.shown).toHaveLength(4);
});

test('frames are looked at one after the other', async () => {
  const finder = new Finder();
  const hands = new Hands(finder);
  const frames = [frame(0), frame(30), frame(60)];
  await Promise.all(frames.map((each) => hands.find(each)));
  expect(finder.shown).toEqual(frames.flatMap((each) => [each, each]));
  expect(finder.frame).toBeUndefined();
});

test('a frame that fails tells so to all who asked, and holds up no other', async () => {
  const hands = new Hands(new Finder());
  const broken = frame(0, 0);
  const asked = [hands.find(broken), hands.find(broken)];
  const next = hands.find(frame(30));
  for (const answer of asked) await expect(answer).rejects.toThrow('no picture');
  expect(await next).toEqual([]);
});

test('in a still a hand is looked for once and then looked at where it was found, and nobody who is followed is disturbed', async () => {
  const finder = new Finder();
  const points = Array.from({ length: 21 }, (_, index) => ({ x: 300 + 9 * (index % 5), y: 200 - 5 * index, z: 0 }));
  const crops: Crop[] = [];
  finder.findPalms = vi.fn(() =>
    Promise.resolve([{ box: { left: 270, top: 170, right: 330, bottom: 230 }, points: [...points], confidence: 0.9 }]),
  );
  finder.findLandmarks = (crop: Crop) => {
    crops.push(crop);
    return Promise.resolve({ points, metricPoints: points, presence: 0.9, left: 0 });
  };
  const hands = new Hands(finder);
  const [still] = await hands.findInStill(frame(0));
  expect(still?.points[0]?.x).toBeCloseTo(300);
  expect(finder.findPalms).toHaveBeenCalledOnce();
  expect(crops).toHaveLength(2);
  expect((await hands.find(frame(30)))[0]?.id).toBe(1);
  expect(finder.findPalms).toHaveBeenCalledTimes(2);
});

test('a refiner is used until it is taken back', () => {
  const finder = new Finder();
  const takeBack = new Hands(finder).refineWith(ONE);
  expect(finder.refiner).toBe(ONE);
  takeBack();
  expect(finder.refiner).toBeUndefined();
});

test.each([
  { what: 'the first', first: 0, left: OTHER },
  { what: 'the last', first: 1, left: ONE },
])('of two who handed in a refiner $what takes it back first: that of the other is used', ({ first, left }) => {
  const finder = new Finder();
  const hands = new Hands(finder);
  const takeBack = [ONE, OTHER].map((refiner) => hands.refineWith(refiner));
  expect(finder.refiner).toBe(OTHER);
  // To take it back twice does no harm.
  for (const which of [first, first]) takeBack[which]?.();
  expect(finder.refiner).toBe(left);
  takeBack[1 - first]?.();
  expect(finder.refiner).toBeUndefined();
});

test('two who hand in the same refiner do not take it from each other', () => {
  const finder = new Finder();
  const hands = new Hands(finder);
  const [takeBack, takeBackToo] = [hands.refineWith(ONE), hands.refineWith(ONE)];
  takeBack();
  expect(finder.refiner).toBe(ONE);
  takeBackToo();
  expect(finder.refiner).toBeUndefined();
});

test('to let go frees the networks', () => {
  const finder = new Finder();
  new Hands(finder).dispose();
  expect(finder.dispose).toHaveBeenCalledOnce();
});
