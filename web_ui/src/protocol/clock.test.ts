import { expect, test } from 'vitest';
import { DaemonClock } from './clock';

test('a clock that learned nothing shows the page’s own time', () => {
  expect(new DaemonClock().at(5)).toBe(5);
});

test('the answer that came back fastest is trusted', () => {
  const clock = new DaemonClock();
  clock.learn(10, 10.4, 110.9);
  clock.learn(11, 11.002, 111.001);
  clock.learn(12, 13, 112.9);
  expect(clock.at(20)).toBeCloseTo(120, 6);
});

test('old answers are forgotten, for clocks drift', () => {
  const clock = new DaemonClock();
  clock.learn(0, 0, 1000);
  for (let second = 1; second <= 8; second++) clock.learn(second, second + 0.01, 100 + second);
  expect(clock.at(10)).toBeCloseTo(110, 1);
});

test('another daemon has another clock', () => {
  const clock = new DaemonClock();
  clock.learn(0, 0, 1000);
  clock.forget();
  expect(clock.at(3)).toBe(3);
});

test('no time is before the daemon’s beginning', () => {
  const clock = new DaemonClock();
  clock.learn(100, 100, 1);
  expect(clock.at(50)).toBe(0);
});
