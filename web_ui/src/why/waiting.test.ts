import { expect, test } from 'vitest';
import { standingOf, type Knowledge } from './waiting';

const NOTHING: Knowledge = { seen: [], beginnings: [], misses: [], labels: ['fist'], models: [], daemonTime: (time) => time / 1000 };
const standing = (known: Partial<Knowledge>) => standingOf('fist', { ...NOTHING, ...known });
const event = (time: number) => ({ type: 'seen' as const, label: 'fist', phase: 'started' as const, time });
const miss = { label: 'fist', time: 5000, confidence: 0.5, frames: 0, threshold: 0.7, framesToEnter: 3, gapSeconds: 0, curve: { points: [], threshold: 0.7, framesToEnter: 3 } };

test('there is always a sentence about what a recipe waits for', () => {
  expect(standing({ seen: [event(1)] })).toEqual({ kind: 'now' });
  expect(standing({})).toEqual({ kind: 'never' });
  expect(standing({ beginnings: [event(1)] })).toEqual({ kind: 'before' });
  expect(standing({ beginnings: [event(1)], misses: [miss] })).toEqual({ kind: 'missed', whyNot: { kind: 'tooLow', confidence: 0.5, threshold: 0.7 } });
  expect(standing({ beginnings: [event(9)], misses: [miss] })).toEqual({ kind: 'before' });
});

test('what nobody looks for is told with the model that would', () => {
  const model = { model: 'hand', title: 'Hands', labels: ['fist'] };
  expect(standing({ labels: [], models: [{ ...model, on: false }] })).toEqual({ kind: 'off', model: 'hand', title: 'Hands' });
  expect(standing({ labels: [], models: [{ ...model, on: true }] })).toEqual({ kind: 'nobody' });
  expect(standing({ labels: [] })).toEqual({ kind: 'nobody' });
});
