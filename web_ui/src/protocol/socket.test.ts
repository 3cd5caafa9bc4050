import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onSent } from '../network/network';
import { FakeWebSocket, newest } from './fake-socket';
import type { Report } from './messages';
import { RobotSocket } from './socket';

function types(socket: FakeWebSocket): unknown[] {
  return socket.sent.map(({ type }) => type);
}

let heard: { connected: boolean[]; reports: Report[]; pictures: Uint8Array[] };
let socket: RobotSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeWebSocket);
  FakeWebSocket.opened = [];
  heard = { connected: [], reports: [], pictures: [] };
  socket = new RobotSocket(
    'ws://here/socket',
    {
      connected: (up) => heard.connected.push(up),
      reported: (report) => heard.reports.push(report),
      enclosed: (report, picture) => {
        heard.reports.push(report);
        heard.pictures.push(picture);
      },
    },
    { message: 'The robot is gone.', hint: 'Wait.' },
  );
  socket.open();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the first word is hello', () => {
  newest().accept();
  expect(newest().sent).toEqual([
    { type: 'hello', protocol: 1, role: 'page', name: 'page', language: 'en', wants: ['seen', 'state', 'output', 'traced', 'why'] },
  ]);
});

test('what else it wants is said whenever that comes up: before, within and after the greeting', () => {
  const wants = (): unknown[] => newest().sent.filter(({ type }) => type === 'hello' || type === 'want').map((each) => each['wants']);
  const usual = ['seen', 'state', 'output', 'traced', 'why'];
  const all = [...usual, 'class'];
  newest().accept();
  socket.want(['class']);
  expect(wants()).toEqual([usual]);
  newest().greet();
  expect(wants()).toEqual([usual, all]);
  socket.want([]);
  expect(wants().at(-1)).toEqual(usual);
  socket.want(['class']);
  newest().lose();
  vi.advanceTimersByTime(1000);
  newest().welcome();
  expect(wants()).toEqual([all]);
});

test('all that leaves is counted', () => {
  let before: number | undefined;
  let now = 0;
  onSent(({ messages }) => {
    before ??= messages;
    now = messages;
  });
  newest().welcome();
  expect(now - (before ?? 0)).toBe(newest().sent.length);
});

test('nobody is connected before the robot has said welcome', async () => {
  newest().accept();
  expect(heard.connected).toEqual([]);
  await expect(socket.ask({ type: 'halt' })).rejects.toThrow('The robot is gone.');
});

test('a picture comes with its question, and what is none of ours is nothing', () => {
  newest().welcome();
  const text = new TextEncoder().encode('{"type":"asked","question":1,"what":"faces","asker":"a.py"}');
  newest().onmessage?.({ data: new Uint8Array([0, 0, 0, text.length, ...text, 7, 8]).buffer });
  newest().onmessage?.({ data: new Uint8Array([9]).buffer });
  expect(heard.reports.at(-1)).toMatchObject({ type: 'asked', what: 'faces' });
  expect(heard.pictures.map((picture) => [...picture])).toEqual([[7, 8]]);
});

test('what the page answers is told again to a robot that comes back', () => {
  socket.willing(['picture'], false);
  newest().welcome();
  expect(newest().sent.at(-2)).toEqual({ type: 'willing', what: ['picture'], sees: false });
  socket.willing(['picture'], true);
  expect(newest().sent.at(-1)).toEqual({ type: 'willing', what: ['picture'], sees: true });
});

test('which models the page has is told again to a robot that comes back', () => {
  const models = [{ model: 'image', title: 'Things', labels: ['cup'], on: false }];
  socket.have(models);
  newest().welcome();
  expect(newest().sent).toContainEqual({ type: 'have', models });
  socket.have([]);
  expect(newest().sent.at(-1)).toEqual({ type: 'have', models: [] });
});

test('a command gets its answer', async () => {
  newest().welcome();
  const answer = socket.ask({ type: 'do', action: 'wave' });
  const { id, ...sent } = newest().sent.at(-1) ?? {};
  expect(sent).toEqual({ type: 'do', action: 'wave' });
  newest().report({ type: 'done', id: id as number, note: 'It is at its limit.' });
  expect((await answer).note).toBe('It is at its limit.');
  expect(heard.reports.map(({ type }) => type)).toEqual(['welcome']);
});

test('a failure that answers no command is reported', () => {
  newest().welcome();
  newest().report({ type: 'failed', message: 'That was no JSON.' });
  expect(heard.reports.at(-1)?.type).toBe('failed');
});

test('a lost connection ends every command with a sentence and comes back within two seconds', async () => {
  newest().welcome();
  const answer = socket.ask({ type: 'do', action: 'wave' });
  newest().lose();
  await expect(answer).rejects.toThrow('The robot is gone.');
  for (let attempt = 0; attempt < 10; attempt++) {
    const before = FakeWebSocket.opened.length;
    vi.advanceTimersByTime(2000);
    expect(FakeWebSocket.opened.length).toBeGreaterThan(before);
    newest().lose();
  }
  vi.advanceTimersByTime(2000);
  newest().welcome();
  expect(heard.connected.at(-1)).toBe(true);
});

test('a connection that does not come about is given up for a new one', () => {
  const first = newest();
  vi.advanceTimersByTime(4000);
  vi.advanceTimersByTime(1000);
  expect(newest()).not.toBe(first);
  newest().welcome();
  const second = newest();
  vi.advanceTimersByTime(4500);
  expect(newest()).toBe(second);
  expect(heard.connected.at(-1)).toBe(true);
});

test('the labels are offered again to a robot that comes back', () => {
  newest().welcome();
  socket.offer('hand', ['open hand', 'fist']);
  newest().lose();
  vi.advanceTimersByTime(2000);
  newest().welcome();
  expect(newest().sent).toContainEqual({ type: 'offer', model: 'hand', labels: ['open hand', 'fist'], sense: 'see' });
});

test('what is seen while nobody is there is old news', () => {
  socket.see({ type: 'seen', label: 'fist', phase: 'started' });
  newest().welcome();
  expect(types(newest())).not.toContain('seen');
});

test('stamps are in the daemon’s clock once its answers came', () => {
  vi.setSystemTime(0);
  newest().welcome(500);
  const asked = newest().sent.at(-1);
  expect(asked?.['type']).toBe('ping');
  newest().report({ type: 'pong', id: asked?.['id'] as number, time: 500 });
  expect(socket.daemonTime(performance.now() / 1000 + 2)).toBeCloseTo(502, 3);
});

test('a robot that leaves a ping unanswered is lost, whatever the network says', () => {
  newest().welcome();
  const dead = newest();
  vi.advanceTimersByTime(5000);
  expect(heard.connected.at(-1)).toBe(false);
  vi.advanceTimersByTime(2000);
  expect(newest()).not.toBe(dead);
});

test('hurry does not wait for its turn', () => {
  newest().welcome();
  newest().lose();
  const before = FakeWebSocket.opened.length;
  socket.hurry();
  expect(FakeWebSocket.opened.length).toBe(before + 1);
  socket.hurry();
  expect(FakeWebSocket.opened.length).toBe(before + 1);
});
