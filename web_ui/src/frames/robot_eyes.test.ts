import { readFileSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import { readPicture, robotEyes } from './robot_eyes';
import type { Trouble } from './source';

const GOLDEN = new URL('../../../tests/fixtures/wire/pictures/picture.bin', import.meta.url);

/** A socket whose other end is the test. */
class Socket {
  static readonly OPEN = 1;
  static opened: Socket[] = [];
  readyState = 0;
  binaryType = '';
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(readonly address: string) {
    Socket.opened.push(this);
  }

  send(data: string): void {
    this.sent.push(data);
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  close(): void {
    this.readyState = 3;
  }
}

const bitmaps: { width: number; height: number; close: () => void }[] = [];
const drawn = vi.fn();
const canvas = {
  width: 0,
  height: 0,
  getContext: () => ({ drawImage: drawn, clearRect: () => undefined }),
} as unknown as HTMLCanvasElement;
const troubles: (Trouble | null)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  Socket.opened = [];
  bitmaps.length = troubles.length = 0;
  drawn.mockClear();
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('createImageBitmap', () => {
    const bitmap = { width: 640, height: 480, close: vi.fn() };
    bitmaps.push(bitmap);
    return Promise.resolve(bitmap);
  });
});

function picture(time: number): ArrayBuffer {
  const data = new ArrayBuffer(18);
  const view = new DataView(data);
  view.setUint8(0, 1);
  view.setUint16(2, 640);
  view.setUint16(4, 480);
  view.setFloat64(8, time);
  return data;
}

async function send(data: unknown): Promise<void> {
  newest().onmessage?.({ data });
  await vi.advanceTimersByTimeAsync(0);
}

function newest(): Socket {
  const socket = Socket.opened.at(-1);
  if (!socket) throw new Error('nothing was opened');
  return socket;
}

function open() {
  const source = robotEyes(canvas, 'ws://here/eyes', (seconds) => (seconds + 1) * 1000);
  source.start((trouble) => troubles.push(trouble));
  newest().accept();
  return source;
}

test('the golden picture is read', () => {
  const bytes = readFileSync(GOLDEN);
  const read = readPicture(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  expect(read).toMatchObject({ time: 1234.5, width: 640, height: 480 });
  expect([...(read?.jpeg ?? [])]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
});

test('what is no picture is not read', () => {
  expect(readPicture(new ArrayBuffer(3))).toBeNull();
  expect(readPicture(new ArrayBuffer(30))).toBeNull();
});

test('one picture is asked for at a time, and comes in the page’s time', async () => {
  const source = open();
  expect(newest().sent).toEqual(['next']);
  const next = source.next();
  await send(picture(4));
  expect(await next).toMatchObject({ width: 640, height: 480, time: 5000 });
  expect(newest().sent).toEqual(['next', 'next']);
  expect(drawn).toHaveBeenCalledTimes(1);
});

test('who is slow gets the newest picture; the others are let go', async () => {
  const source = open();
  for (const time of [1, 2, 3]) await send(picture(time));
  expect(source.dropped).toBe(2);
  expect((await source.next())?.time).toBe(4000);
  expect(bitmaps.map(({ close }) => vi.mocked(close).mock.calls.length)).toEqual([1, 1, 0]);
});

test('a refusal is told in the robot’s words, and asked again later', async () => {
  open();
  await send(JSON.stringify({ type: 'failed', message: 'The webcam is gone.', hint: 'Plug it in again.' }));
  expect(troubles).toEqual([{ message: 'The webcam is gone.', hint: 'Plug it in again.' }]);
  expect(newest().sent).toEqual(['next']);
  await vi.advanceTimersByTimeAsync(2000);
  expect(newest().sent).toEqual(['next', 'next']);
  await send(picture(1));
  expect(troubles.at(-1)).toBeNull();
});

test('a lost connection is told and made again', async () => {
  open();
  newest().onclose?.();
  expect(troubles.at(-1)?.message).toContain('do not answer');
  await vi.advanceTimersByTimeAsync(2000);
  expect(Socket.opened).toHaveLength(2);
  newest().accept();
  await send(picture(1));
  expect(troubles.at(-1)).toBeNull();
});

test('after stop nobody waits, nothing is asked and nothing opens again', async () => {
  const source = open();
  const next = source.next();
  source.stop();
  expect(await next).toBeNull();
  expect(await source.next()).toBeNull();
  expect(newest().readyState).toBe(3);
  newest().onclose?.();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(Socket.opened).toHaveLength(1);
});
