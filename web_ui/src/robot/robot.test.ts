import { describe, expect, test } from 'vitest';
import { arrived, follow, type Follower } from './follow';
import { glowOf, mouthGlow } from './glow';
import { stamped } from './stamped';
import { placed, VIEW } from './view';

describe('the light', () => {
  test('is dark when it is black, unknown or nonsense', () => {
    for (const color of ['#000000', null, undefined, 'green', '#12']) expect(glowOf(color).strength).toBe(0);
  });

  test('keeps its hue when it is weak', () => {
    expect(glowOf('#008000')).toEqual({ color: 'rgb(0, 255, 0)', strength: 128 / 255 });
    expect(glowOf('#FF8000')).toEqual({ color: 'rgb(255, 128, 0)', strength: 1 });
  });

  test('is as strong as the mouth is open, and warm white where it was dark', () => {
    expect(mouthGlow(glowOf('#ff0000'), 0.5)).toEqual({ color: 'rgb(255, 0, 0)', strength: 0.5 });
    expect(mouthGlow(glowOf('#000000'), 0.5)).toEqual({ color: 'rgb(255, 180, 107)', strength: 0.5 });
  });
});

describe('the arm on the screen', () => {
  function after(seconds: number, target: number): Follower[] {
    const frames = [{ value: 0, speed: 0 }];
    for (let frame = 0; frame < seconds * 60; frame++) frames.push(follow(frames[frame], target, 1 / 60));
    return frames;
  }

  test('arrives, and never beyond its target', () => {
    const frames = after(1, 81);
    expect(arrived(frames[60], 81)).toBe(true);
    expect(Math.max(...frames.map(({ value }) => value))).toBeLessThan(81.5);
  });

  test('never jumps', () => {
    const frames = after(1, 81);
    const steps = frames.slice(1).map(({ value }, index) => Math.abs(value - frames[index].value));
    expect(Math.max(...steps)).toBeLessThan(81 / 2);
  });

  test('has simply arrived after a long sleep', () => {
    expect(follow({ value: 0, speed: 3 }, 144, 60)).toEqual({ value: 144, speed: 0 });
  });
});

test('the robot stands on the floor of its stage, in the middle', () => {
  const { scale, lamp, cheek } = placed(VIEW.width * 2, VIEW.height);
  expect(scale).toBe(1);
  expect(lamp.x).toBe(VIEW.width / 2 + 214 - VIEW.left);
  expect(cheek.y).toBe(184 - VIEW.top);
});

test('a name too long for the chest is stamped as its initials', () => {
  expect(stamped('Pip')).toBe('Pip');
  expect(stamped('Professor Kartonius von Wellpappe')).toBe('PKvW');
  expect(stamped('Donaudampfschifffahrt')).toBe('Donaudampf');
  expect(stamped('')).toBe('');
});
