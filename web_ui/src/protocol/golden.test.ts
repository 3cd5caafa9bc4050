// The golden messages in tests/fixtures/wire are read by Python and by this page alike.
import { expect, test, vi } from 'vitest';
import { FakeWebSocket, newest } from './fake-socket';
import type { Report } from './messages';
import schema from './schema.json';
import { Session } from './session.svelte';

type Message = Record<string, unknown> & { type: string };

interface Definition {
  properties?: Record<string, { enum?: string[] }>;
  required?: string[];
}

const commands = Object.entries(
  import.meta.glob<Message>('../../../tests/fixtures/wire/commands/*.json', { eager: true, import: 'default' }),
);
const reports = Object.entries(
  import.meta.glob<Message>('../../../tests/fixtures/wire/reports/*.json', { eager: true, import: 'default' }),
);
const definitions = Object.values(schema.$defs as Record<string, Definition>);

function meet(): Session {
  vi.stubGlobal('WebSocket', FakeWebSocket);
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => draw());
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  const session = new Session('ws://here/socket', { message: 'gone', hint: '' });
  session.socket.open();
  newest().welcome();
  return session;
}

test('there are golden messages for both directions', () => {
  expect(commands.length).toBeGreaterThan(0);
  expect(reports.length).toBeGreaterThan(0);
});

test.each([...commands, ...reports])('%s has a type here, with every field that it needs', (_, message) => {
  const definition = definitions.find(({ properties }) => properties?.['type']?.enum?.includes(message.type));
  expect(definition).toBeDefined();
  for (const field of definition?.required ?? []) expect(message).toHaveProperty(field);
});

test.each(reports)('%s is understood', (_, message) => {
  const session = meet();
  newest().report(message as unknown as Report);
  expect(session.connected).toBe(true);
});

test('the robot’s state comes out of its golden message', () => {
  const session = meet();
  const [, state] = reports.find(([file]) => file.endsWith('/state.json')) ?? [];
  newest().report(state as unknown as Report);
  expect(session.robot.parts['arm']).toEqual({ angle: 81, moving: false });
  expect(session.running).toBe('wave_back.py');
});
