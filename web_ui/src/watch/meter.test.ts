import { expect, test } from 'vitest';
import { FrameMeter } from './meter';

test('once a second: the median, the rate, and what was dropped since', () => {
  const meter = new FrameMeter();
  const none = () => ({ count: 0, longest: 0 });
  expect(meter.status(5000, 0, none)).toBeNull();
  meter.begin('wasm', 2, 5000);
  for (const milliseconds of [30, 20, 90, 25, 26]) meter.add(milliseconds, [{ model: 'hand', milliseconds }]);
  expect(meter.status(5900, 4, none)).toBeNull();
  expect(meter.status(6000, 4, () => ({ count: 2, longest: 80 }))).toEqual({
    backend: 'wasm',
    threads: 2,
    millisecondsPerFrame: 26,
    framesPerSecond: 5,
    dropped: 4,
    models: [{ model: 'hand', framesPerSecond: 5, milliseconds: 26 }],
    longTasks: { count: 2, longest: 80 },
  });
  expect(meter.status(7000, 6, none)).toMatchObject({ framesPerSecond: 0, dropped: 2, models: [] });
  expect(meter.status(8000, 1, none)).toMatchObject({ dropped: 0 });
});
