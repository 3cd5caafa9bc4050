import { expect, test } from 'vitest';
import { seenMessage, type Recognised } from './recognised';

const nowhere = { x: null, y: null, width: null, height: null, side: null };

test('an event travels in the daemon’s clock, in seconds, its steps in their order', () => {
  const seen: Recognised = {
    ...{ label: 'open hand', phase: 'started', model: 'hand', sense: 'see', confidence: 0.93, side: 'left' },
    ...{ x: 0.4, y: 0.6, width: 0.2, height: 0.3, speed: 0.1 },
    stamps: { frame: 1000, recognised: 1030 },
  };
  const message = seenMessage(seen, 'page-1-7', 1031, (seconds) => seconds + 100);
  expect(message).toEqual({
    ...seen,
    type: 'seen',
    trace: 'page-1-7',
    stamps: { frame: 101, recognised: 101.03, sent: 101.031 },
  });
});

test('what is heard is nowhere', () => {
  const heard: Recognised = {
    ...{ label: 'clap', phase: 'stopped', model: 'sound', sense: 'hear', confidence: 1, ...nowhere },
    stamps: { sound: 2000, recognised: 2000 },
  };
  const message = seenMessage(heard, 'page-1-8', 2001, (seconds) => seconds);
  expect(message).toMatchObject({ sense: 'hear', ...nowhere });
  expect(Object.keys(message.stamps ?? {})).toEqual(['sound', 'recognised', 'sent']);
});
