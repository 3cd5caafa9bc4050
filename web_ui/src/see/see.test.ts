import { expect, test } from 'vitest';
import type { FrameInfo } from '../watch/types';
import { covering } from './covering';
import { gazeAt } from './gaze';
import { howSure } from './sure';

const frame: FrameInfo = {
  ...{ width: 640, height: 480 },
  stamps: { frame: 0, recognised: 0 },
  confidences: { 'open hand': 0.4 },
};

test('a wide picture is cut at its sides', () => {
  const placement = covering({ width: 1280, height: 720 }, { width: 400, height: 300 });
  expect(placement.height).toBe(300);
  expect(placement.left).toBeCloseTo(-66.67, 1);
  expect(placement.left * 2 + placement.width).toBeCloseTo(400, 6);
});

test('a film is seen whole', () => {
  const placement = covering({ width: 300, height: 600 }, { width: 400, height: 300 }, true);
  expect(placement).toEqual({ left: 125, top: 0, width: 150, height: 300 });
});

test('the surest one counts', () => {
  expect(howSure('open hand', frame, [])).toBe(0.4);
  expect(howSure('open hand', frame, [{ type: 'seen', label: 'open hand', phase: 'now', confidence: 0.8 }])).toBe(0.8);
  expect(howSure('fist', null, [{ type: 'seen', label: 'fist', phase: 'started' }])).toBe(1);
  expect(howSure('fist', null, [])).toBe(0);
});

test('the robot looks straight ahead while there is nothing to look at', () => {
  expect(gazeAt([])).toEqual({ x: 0, y: 0 });
});
