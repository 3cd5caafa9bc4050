import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect, count, LESSON_TYPE, MODEL_TYPE, NOTHING_SENT, onSent, PROJECT_TYPE, request, type Sent } from './network';

let sent: Sent[] = [];
const wire: unknown[] = [];

class Socket {
  send(data: unknown): void {
    wire.push(data);
  }
}

beforeEach(() => {
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('fetch', (address: string) => Promise.resolve(new Response(address)));
  onSent((now) => sent.push(now));
  sent = [];
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const grown = () => {
  const [first, last] = [sent[0], sent.at(-1)];
  return first && last && [last.messages, last.pictures];
};

test('text is a message; bytes are a picture, and so is a picture that is written as text', () => {
  const nothing = NOTHING_SENT;
  expect(count(nothing, '{"type":"seen"}')).toEqual({ ...nothing, messages: 1, pictures: 0 });
  expect(count(nothing, new ArrayBuffer(8))).toEqual({ ...nothing, messages: 0, pictures: 1 });
  expect(count(nothing, new Blob(['x']))).toEqual({ ...nothing, messages: 0, pictures: 1 });
  expect(count(nothing, new Blob(['x'], { type: MODEL_TYPE }))).toEqual({ ...nothing, models: 1 });
  expect(count(nothing, new Blob(['x'], { type: LESSON_TYPE }))).toEqual({ ...nothing, messages: 1, pictures: 0 });
  expect(count(nothing, '{"sample":"data:image/jpeg;base64,AAAA"}')).toEqual({ ...nothing, messages: 0, pictures: 1 });
});

test('of a project every picture and every sound counts', () => {
  const project = new Blob(['x'], { type: PROJECT_TYPE });
  const once = count(NOTHING_SENT, project, { pictures: 12, sounds: 0 });
  expect(once).toEqual({ ...NOTHING_SENT, projects: 1, pictures: 12 });
  expect(count(once, project, { pictures: 0, sounds: 3 })).toEqual({ ...NOTHING_SENT, projects: 2, pictures: 12, sounds: 3 });
  expect(() => count(once, project)).toThrow('has to say');
});

test('what a socket sends arrives and is counted', () => {
  const socket = connect('ws://robot/socket');
  socket.send('hello');
  socket.send(new Uint8Array(3));
  expect(wire).toEqual(['hello', new Uint8Array(3)]);
  expect(sent.length).toBe(2);
  expect(grown()).toEqual([sent[0]?.messages, (sent[0]?.pictures ?? 0) + 1]);
});

test('a request counts when it carries something', async () => {
  expect(await (await request('/models/card.json')).text()).toBe('/models/card.json');
  expect(sent).toEqual([]);
  await request('/api/settings/arm', { method: 'PUT', body: '{}' });
  expect(sent.length).toBe(1);
});

test('a worker sends nothing', async () => {
  vi.stubGlobal('WorkerGlobalScope', Object);
  await expect(request('/api/settings/arm', { method: 'PUT', body: '{}' })).rejects.toThrow('nobody would count');
});
