import { expect, test, vi } from 'vitest';
import type { Frame } from '../define';
import { Hands } from './hands';
import type { FrameFinder } from './tracker';

/** Finds no hand; knows which frames it was shown, and fails on those that show nothing. */
class Finder implements FrameFinder {
  frame: Frame | undefined;
  readonly shown: (Frame | undefined)[] = [];
  readonly dispose = vi.fn();

  async findPalms() {
    this.shown.push(this.frame);
    await Promise.resolve();
    if (this.frame?.width === 0) throw new Error('no picture');
    this.shown.push(this.frame);
    return [];
  }

  findLandmarks(): Promise<never> {
    return Promise.reject(new Error('there is no palm to ask about'));
  }
}

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

test('to let go frees the networks', () => {
  const finder = new Finder();
  new Hands(finder).dispose();
  expect(finder.dispose).toHaveBeenCalledOnce();
});
