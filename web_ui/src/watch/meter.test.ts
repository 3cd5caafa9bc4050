import { expect, test } from 'vitest';
import { FrameMeter } from './meter';

test('once a second: the median, the rate, and what was dropped since', () => {
  const meter = new FrameMeter();
  expect(meter.status(5000, 0)).toBeNull();
  meter.begin('wasm', 2, 5000);
  for (const milliseconds of [30, 20, 90, 25, 26]) meter.add(milliseconds);
  expect(meter.status(5900, 4)).toBeNull();
  expect(meter.status(6000, 4)).toEqual({
    backend: 'wasm',
    threads: 2,
    millisecondsPerFrame: 26,
    framesPerSecond: 5,
    dropped: 4,
  });
  expect(meter.status(7000, 6)).toMatchObject({ millisecondsPerFrame: 0, framesPerSecond: 0, dropped: 2 });
});
