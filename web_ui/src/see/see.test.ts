import { expect, test } from 'vitest';
import type { FrameInfo, SeenEvent } from '../watch/types';
import { covering } from './covering';
import { gazeAt } from './gaze';
import { seenMessage } from './message';
import { howSure } from './sure';

const event: SeenEvent = {
  ...{ label: 'open hand', phase: 'started', model: 'hand', confidence: 0.93, side: 'left' },
  ...{ x: 0.4, y: 0.6, width: 0.2, height: 0.3 },
  stamps: { frame: 1000, recognised: 1030 },
};
const frame: FrameInfo = {
  ...{ width: 640, height: 480 },
  stamps: { frame: 0, recognised: 0 },
  confidences: { 'open hand': 0.4 },
};

test('an event travels in the daemon’s clock, in seconds', () => {
  const message = seenMessage(event, 'page-1-7', 1031, (seconds) => seconds + 100);
  expect(message).toEqual({
    ...event,
    type: 'seen',
    trace: 'page-1-7',
    stamps: { frame: 101, recognised: 101.03, sent: 101.031 },
  });
});

test('a wide picture is cut at its sides', () => {
  const placement = covering({ width: 1280, height: 720 }, { width: 400, height: 300 });
  expect(placement.height).toBe(300);
  expect(placement.left).toBeCloseTo(-66.67, 1);
  expect(placement.left * 2 + placement.width).toBeCloseTo(400, 6);
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
