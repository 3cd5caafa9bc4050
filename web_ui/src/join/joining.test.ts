import { expect, test } from 'vitest';
import { RobotError } from '../protocol/answers';
import type { Me } from '../protocol/classroom';
import { digitsOf, invitation, Joining, type Door } from './joining.svelte';

const NOBODY: Me = { kind: 'nobody', name: '', session: null, secure: true, network: true, address: '', class: { open: false, pupil: null, full: false } };
const PUPIL: Me = { ...NOBODY, kind: 'pupil', name: 'Ada', session: '7' };
const NEEDED = { code: 'the code', name: 'a name' };

class FakeDoor implements Door {
  readonly knocks: [string, string][] = [];
  answer: Me | RobotError = NOBODY;
  me = () => this.reply();
  say = async () => void (await this.reply());
  robotName = () => Promise.resolve('Pip');
  pair = (code: string, name: string) => {
    this.knocks.push([code, name]);
    return this.reply();
  };

  private reply(): Promise<Me> {
    return this.answer instanceof RobotError ? Promise.reject(this.answer) : Promise.resolve(this.answer);
  }
}

class FakeClass {
  readonly names: string[] = [];
  refusal: RobotError | null = null;
  comeIn = (name: string) => {
    this.names.push(name);
    return this.refusal ? Promise.reject(this.refusal) : Promise.resolve();
  };
}

class Kept {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
}

test('who is nobody stays outside until a code lets them in, and keeps its name for the next time', async () => {
  const door = new FakeDoor();
  const kept = new Kept();
  const joining = new Joining(door, new FakeClass(), kept);
  await joining.ask();
  expect([joining.outside, joining.inside, joining.robot]).toEqual([true, false, 'Pip']);

  door.answer = PUPIL;
  await joining.pair(' 123 456', ' Ada ', NEEDED);
  expect(door.knocks).toEqual([['123456', 'Ada']]);
  expect([joining.outside, joining.inside, joining.busy]).toEqual([false, true, null]);
  expect(new Joining(door, new FakeClass(), kept).nameBefore).toBe('Ada');
});

test('half a code or no name is told without knocking', async () => {
  const door = new FakeDoor();
  const joining = new Joining(door, new FakeClass(), null);
  await joining.pair('12345', 'Ada', NEEDED);
  expect(joining.trouble?.message).toBe('the code');
  await joining.pair('123456', '  ', NEEDED);
  expect(joining.trouble?.message).toBe('a name');
  expect(door.knocks).toEqual([]);
});

test('a wrong code is told in the robot’s words', async () => {
  const door = new FakeDoor();
  const joining = new Joining(door, new FakeClass(), null);
  door.answer = new RobotError('That is not the code.', 'Look again.', false, 403);
  await joining.pair('000000', 'Ada', NEEDED);
  expect(joining.trouble).toEqual({ message: 'That is not the code.', hint: 'Look again.' });
  expect(joining.inside).toBe(false);
});

test('an invitation is used once, whether it opens or not', async () => {
  const door = new FakeDoor();
  const joining = new Joining(door, new FakeClass(), null);
  joining.invited = 'abc-DEF_123';
  door.answer = new RobotError('Too late.', '', false, 403);
  await joining.pair('', 'Ada', NEEDED);
  expect(door.knocks).toEqual([['abc-DEF_123', 'Ada']]);
  expect(joining.invited).toBe(null);
});

test('who was inside and is sent out keeps the page; a robot that is away changes nothing', async () => {
  const door = new FakeDoor();
  const joining = new Joining(door, new FakeClass(), null);
  door.answer = PUPIL;
  await joining.ask();
  door.answer = new RobotError('Away.', '', false, 0);
  await joining.ask();
  expect([joining.outside, joining.inside]).toEqual([false, true]);
  door.answer = NOBODY;
  await joining.ask();
  expect([joining.outside, joining.inside]).toEqual([true, true]);
});

test('a robot that is away from the start is waited for by the page itself', async () => {
  const door = new FakeDoor();
  door.answer = new RobotError('Away.', '', false, 0);
  const joining = new Joining(door, new FakeClass(), null);
  await joining.ask();
  expect([joining.outside, joining.inside]).toEqual([false, true]);
});

test('an invitation stands behind the #, and a code may be typed with spaces', () => {
  expect(invitation('#join=abc-DEF_123')).toBe('abc-DEF_123');
  expect([invitation('#teach'), invitation('#join='), invitation('#join=<b>')]).toEqual([null, null, null]);
  expect(digitsOf(' 12-34 56 78')).toBe('123456');
});

const OPEN = { open: true, pupil: null, full: false };
const ADA: Me = { ...PUPIL, class: { ...OPEN, pupil: { id: 'p1', name: 'Ada', body: 'pupil-p1' } } };

test('who comes in with a code while the class is open gets a robot under the same name', async () => {
  const door = new FakeDoor();
  const school = new FakeClass();
  const joining = new Joining(door, school, null);
  door.answer = { ...PUPIL, class: OPEN };
  const coming = joining.pair('123456', 'Ada', NEEDED);
  door.answer = ADA;
  await coming;
  expect(school.names).toEqual(['Ada']);
  expect([joining.nameless, joining.own]).toEqual([false, 'pupil-p1']);
});

test('who was let in before is asked for a name, and told why one is not to be had', async () => {
  const door = new FakeDoor();
  const school = new FakeClass();
  const kept = new Kept();
  const joining = new Joining(door, school, kept);
  door.answer = { ...PUPIL, class: OPEN };
  await joining.ask();
  expect([joining.nameless, joining.own, school.names]).toEqual([true, null, []]);
  await joining.beCalled('  ', 'a name');
  expect([joining.trouble?.message, school.names]).toEqual(['a name', []]);
  school.refusal = new RobotError('Somebody is called Ada already.', 'Add a letter.', false, 409);
  await joining.beCalled('Ada', 'a name');
  expect([joining.trouble?.message, joining.nameless, joining.busy]).toEqual(['Somebody is called Ada already.', true, null]);
  school.refusal = null;
  door.answer = ADA;
  await joining.beCalled(' Ada B. ', 'a name');
  expect([school.names.at(-1), joining.nameless, joining.trouble, kept.getItem('tjbot.name')]).toEqual(['Ada B.', false, null, 'Ada B.']);
});

test('a page that gets another robot begins anew; one that the robot was silent to, or that came as a pupil, does not', async () => {
  const door = new FakeDoor();
  const joining = new Joining(door, new FakeClass(), null);
  door.answer = new RobotError('gone', '');
  await joining.ask();
  door.answer = PUPIL;
  await joining.ask();
  expect([joining.shown, joining.anew]).toEqual([true, false]);
  door.answer = { ...PUPIL, class: OPEN };
  await joining.ask();
  expect([joining.shown, joining.nameless, joining.anew]).toEqual([true, true, false]);
  door.answer = ADA;
  await joining.ask();
  expect(joining.anew).toBe(true);

  const other = new Joining(door, new FakeClass(), null);
  door.answer = { ...PUPIL, class: OPEN };
  await other.ask();
  expect(other.shown).toBe(false);
  door.answer = ADA;
  await other.ask();
  expect([other.shown, other.anew]).toEqual([true, false]);
  door.answer = PUPIL;
  await other.ask();
  expect(other.anew).toBe(true);
});

test('nobody else is asked for a name, and a closed class has everybody at the real robot', async () => {
  const door = new FakeDoor();
  const joining = new Joining(door, new FakeClass(), null);
  door.answer = { ...PUPIL, kind: 'teacher', class: OPEN };
  await joining.ask();
  expect(joining.nameless).toBe(false);
  door.answer = { ...ADA, class: { ...ADA.class, open: false } };
  await joining.ask();
  expect([joining.nameless, joining.own]).toEqual([false, null]);
});
