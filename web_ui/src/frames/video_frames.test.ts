import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VideoFrames } from './video_frames';

type Callback = (now: number, about: { captureTime?: number }) => void;

let callbacks: Callback[] = [];
let made = 0;
let broken = false;
const video = {
  videoWidth: 640,
  videoHeight: 480,
  requestVideoFrameCallback: (callback: Callback) => callbacks.push(callback),
} as unknown as HTMLVideoElement;

/** The video shows its next frame, taken at this time. */
function shows(time: number): void {
  const now = callbacks;
  callbacks = [];
  for (const callback of now) callback(time + 5, { captureTime: time });
}

beforeEach(() => {
  callbacks = [];
  made = 0;
  broken = false;
  vi.stubGlobal('VideoFrame', function () {
    if (broken) throw new DOMException('gone', 'InvalidStateError');
    made += 1;
  });
});
afterEach(() => vi.unstubAllGlobals());

function begun(): VideoFrames {
  const frames = new VideoFrames(video);
  frames.begin();
  frames.show();
  return frames;
}

test('whoever asks late gets the newest frame alone, and the others are counted', async () => {
  const frames = begun();
  for (const time of [100, 133, 166]) shows(time);
  expect(made).toBe(0);
  expect(await frames.next()).toMatchObject({ width: 640, height: 480, time: 166 });
  expect(made).toBe(1);
  expect(frames.dropped).toBe(2);
});

test('whoever asks early waits for the next frame, and gets none twice', async () => {
  const frames = begun();
  const first = frames.next();
  shows(100);
  expect(await first).toMatchObject({ time: 100 });
  let second = false;
  const next = frames.next().then((picture) => {
    second = true;
    return picture;
  });
  await Promise.resolve();
  expect(second).toBe(false);
  shows(133);
  expect(await next).toMatchObject({ time: 133 });
  expect(frames.dropped).toBe(0);
});

test('a frame of what was shown before is not given any more', async () => {
  const frames = begun();
  shows(100);
  const late = callbacks;
  callbacks = [];
  frames.show();
  for (const callback of late) callback(140, { captureTime: 133 });
  const next = frames.next();
  shows(166);
  expect(await next).toMatchObject({ time: 166 });
});

test('what goes away in the very moment is passed over', async () => {
  const frames = begun();
  broken = true;
  const next = frames.next();
  shows(100);
  await Promise.resolve();
  broken = false;
  shows(133);
  expect(await next).toMatchObject({ time: 133 });
});

test('at the end whoever waits is told, and nobody waits any more', async () => {
  const frames = begun();
  const waiting = frames.next();
  frames.end();
  expect(await waiting).toBeNull();
  shows(100);
  expect(await frames.next()).toBeNull();
  expect(made).toBe(0);
});

test('without a time of its own a frame has that of its showing', async () => {
  const frames = begun();
  const next = frames.next();
  callbacks[0]?.(105, {});
  expect(await next).toMatchObject({ time: 105 });
});
