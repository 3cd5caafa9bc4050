import { expect, test } from 'vitest';
import { AudioClock } from './audio_clock';

test('a piece has the time at which it was taken, however late the page hears of it', () => {
  const clock = new AudioClock();
  expect(clock.at(10, 5000)).toBe(5000);
  expect(clock.at(10.02, 5300)).toBeCloseTo(5020, 0);
  expect(clock.at(10.04, 5300)).toBeCloseTo(5040, 0);
  expect(clock.at(10.06, 5060)).toBeCloseTo(5060, 0);
});

test('a first message that was late is put right, and time never goes back', () => {
  const clock = new AudioClock();
  let before = clock.at(1, 1080);
  for (let piece = 1; piece < 20; piece++) {
    const time = clock.at(1 + piece * 0.02, 1000 + piece * 20);
    expect(time).toBeGreaterThanOrEqual(before);
    before = time;
  }
  expect(before).toBeCloseTo(1380, 0);
});

test('an audio clock that is slower than the page’s does not fall behind', () => {
  const clock = new AudioClock();
  let time = 0;
  for (let second = 0; second < 600; second++) time = clock.at(second, 9000 + second * 1000.2);
  expect(time).toBeCloseTo(9000 + 599 * 1000.2, -1);
});

test('after the computer slept the time goes on where the page is', () => {
  const clock = new AudioClock();
  clock.at(1, 1000);
  clock.at(1.02, 1020);
  expect(clock.at(1.04, 61_000)).toBe(61_000);
});
