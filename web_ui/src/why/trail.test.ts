import { expect, test } from 'vitest';
import type { Seen, Traced } from '../protocol/messages';
import { newestTrails, trailOf } from './trail';

const traced: Traced = {
  type: 'traced',
  time: 3,
  trace: 'page-1-7',
  action: 'wave',
  stamps: { frame: 1, recognised: 1.03, sent: 1.031, received: 1.0305, moved: 1.04 },
};
const event: Seen = { type: 'seen', label: 'open hand', phase: 'started', confidence: 0.93, trace: 'page-1-7' };

test('each step says how long it took, and none took less than no time', () => {
  const { steps, milliseconds } = trailOf(traced, []);
  expect(steps.map(({ name }) => name)).toEqual(['frame', 'recognised', 'sent', 'received', 'moved']);
  expect(steps.map(({ milliseconds: took }) => Math.round(took))).toEqual([0, 30, 1, 0, 9]);
  expect(milliseconds).toBeCloseTo(40, 6);
});

test('the cause is named where it is known', () => {
  expect(trailOf(traced, [event])).toMatchObject({ label: 'open hand', confidence: 0.93 });
  expect(trailOf(traced, [{ ...event, trace: 'page-2-7' }])).toMatchObject({ label: null, confidence: null });
});

test('a way with one step or none takes no time', () => {
  expect(trailOf({ ...traced, stamps: {} }, []).milliseconds).toBe(0);
  expect(trailOf({ ...traced, stamps: { moved: 5 } }, []).milliseconds).toBe(0);
});

test('what happens again and again is told once, with its newest figures', () => {
  const again = [1, 2, 3].map((time) => trailOf({ ...traced, trace: `page-1-${time}` }, []));
  const other = trailOf({ ...traced, action: 'shine' }, []);
  const told = newestTrails([...again, other, again[0]], 2);
  expect(told.map(({ action, trace }) => `${action} ${trace}`)).toEqual(['wave page-1-1', 'shine page-1-7']);
});
