import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RobotError } from '../protocol/answers';
import { askForRoom, hostOf, type Room } from '../protocol/room';
import { Looking } from './room.svelte';

const PIP = { label: 'tjbot-1a2b', name: 'Pip', url: 'https://tjbot-1a2b.local:8443/', address_urls: ['https://10.0.0.1:8443/'], version: '1', this: true };
const ROOM: Room = { listening: true, label: 'tjbot-1a2b', robots: [PIP], more: false, trouble: '', hint: '' };
const AWAY = { message: 'The robot does not answer.', hint: 'Wait.' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('of an address the computer is shown', () => {
  expect(hostOf('https://192.168.1.5:8443/')).toBe('192.168.1.5');
  expect(hostOf('http://[fd00::5]:8765/')).toBe('[fd00::5]');
});

test('it looks again only after the last look has been answered, and no more when nobody watches', async () => {
  let answer: (room: Room) => void = () => undefined;
  const ask = vi.fn(() => new Promise<Room>((resolve) => (answer = resolve)));
  const looking = new Looking(ask);
  const stop = looking.watch();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
  answer(ROOM);
  await vi.advanceTimersByTimeAsync(5000);
  expect(looking.room).toBe(ROOM);
  expect(ask).toHaveBeenCalledTimes(2);
  stop();
  answer(ROOM);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('who was found stays in sight while the robot is away, and its trouble is told', async () => {
  const answers: (() => Room)[] = [
    () => ROOM,
    () => {
      throw new RobotError(AWAY.message, AWAY.hint);
    },
    () => ({ ...ROOM, trouble: 'The robot is in no network.', hint: 'Plug in a cable.' }),
  ];
  const looking = new Looking(async () => await Promise.resolve((answers.shift() ?? (() => ROOM))()));
  const stop = looking.watch();
  await vi.advanceTimersByTimeAsync(5000);
  expect(looking.room?.robots).toEqual([PIP]);
  expect(looking.trouble).toEqual(AWAY);
  await vi.advanceTimersByTimeAsync(5000);
  expect(looking.trouble).toEqual({ message: 'The robot is in no network.', hint: 'Plug in a cable.' });
  stop();
});

test('a link that would run a script is none', async () => {
  const mallory = { ...PIP, label: 'mallory', url: 'javascript:alert(1)' };
  const numbers = { ...PIP, address_urls: ['javascript:alert(1)', 'https://10.0.0.1:8443/'] };
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ...ROOM, robots: [mallory, numbers] })));
  expect((await askForRoom(AWAY)).robots).toEqual([PIP]);
});
