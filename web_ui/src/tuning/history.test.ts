import { expect, test } from 'vitest';
import type { FrameInfo, SeenEvent } from '../watch/types';
import { History, HISTORY_MILLISECONDS, whyOf } from './history';

function frame(recognised: number, confidences: Record<string, number>): FrameInfo {
  return { width: 640, height: 480, stamps: { frame: recognised, recognised }, confidences };
}

function event(label: string, phase: SeenEvent['phase'], recognised: number): SeenEvent {
  return { label, phase, stamps: { frame: recognised, recognised } } as SeenEvent;
}

test('the history holds the last seconds, and no more', () => {
  const history = new History();
  history.add(frame(0, { fist: 0.2 }));
  history.note(event('fist', 'started', 10));
  history.note(event('fist', 'now', 20));
  history.note(event('pinch', 'started', 20));
  history.add(frame(30, { pinch: 0.9 }));
  expect(history.of('fist')).toEqual([{ time: 0, sure: 0.2 }, { time: 30, sure: 0 }]);
  expect(history.edgesOf('fist')).toEqual([{ label: 'fist', phase: 'started', time: 10 }]);
  history.add(frame(HISTORY_MILLISECONDS + 25, { fist: 1 }));
  expect(history.of('fist').map(({ time }) => time)).toEqual([30, HISTORY_MILLISECONDS + 25]);
  expect(history.edgesOf('fist')).toEqual([]);
});

test('there is always a reason', () => {
  const now = (sure: number) => frame(0, { fist: sure });
  expect(whyOf('fist', null, false, false, 0.6)).toBe('off');
  expect(whyOf('fist', now(0.9), false, false, 0.6)).toBe('notLoaded');
  expect(whyOf('fist', now(0.01), true, false, 0.6)).toBe('nothing');
  expect(whyOf('fist', now(0.5), true, false, 0.6)).toBe('tooLow');
  expect(whyOf('fist', now(0.7), true, false, 0.6)).toBe('soon');
  expect(whyOf('fist', null, false, true, 0.6)).toBe('seen');
});
