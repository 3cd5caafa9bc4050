import { expect, test } from 'vitest';
import type { ActionOffer, PartOffer } from '../protocol/messages';
import * as fields from './arguments';

const color = { name: 'color', unit: 'color', required: true };
const seconds = { name: 'seconds', unit: 'seconds', default: 1, minimum: 0.1, maximum: 60 };
const angle = { name: 'angle', unit: 'degrees', required: true, minimum: 0, maximum: 144 };
const shine: ActionOffer = { name: 'shine', summary: '', arguments: [color] };
const pulse: ActionOffer = { name: 'pulse', summary: '', arguments: [color, seconds] };
const off: ActionOffer = { name: 'off', summary: '' };
const light: PartOffer = { name: 'light', summary: '', actions: [shine, pulse, off] };

test('a field stands before the first action that needs it, and nowhere else', () => {
  expect([0, 1, 2].map((index) => fields.newFields([shine, pulse, off], index))).toEqual([[color], [], []]);
});

test('what no action needs is kept apart, once', () => {
  const blink: ActionOffer = { name: 'blink', summary: '', arguments: [color, { ...seconds, default: 3 }] };
  expect(fields.extraFields({ ...light, actions: [shine, pulse, blink] }).map(fields.keyOf)).toEqual(['seconds seconds']);
  expect(fields.extraFields({ ...light, actions: [shine, off] })).toEqual([]);
});

test('an action with a slider or a text comes after those without', () => {
  const point: ActionOffer = { name: 'point', summary: '', arguments: [angle] };
  const arm = { name: 'arm', summary: '', actions: [point, off, shine] };
  expect(fields.orderedActions(arm).map(({ name }) => name)).toEqual(['off', 'shine', 'point']);
});

test('an action is told what it takes, and nothing that nobody touched', () => {
  const values = { ...fields.firstValues(light, ''), [fields.keyOf(color)]: 'red' };
  const told = (): unknown[] => [shine, pulse, off].map((action) => fields.argumentsFor(action, values));
  expect(told()).toEqual([{ color: 'red' }, { color: 'red' }, {}]);
  Object.assign(values, { [fields.keyOf(seconds)]: 2 });
  expect(told()).toEqual([{ color: 'red' }, { color: 'red', seconds: 2 }, {}]);
});

test('a field that is moved starts the action that needs nothing else', () => {
  expect(fields.actionOf(color, light)?.name).toBe('shine');
  expect(fields.actionOf(seconds, light)).toBeUndefined();
});

test('limits come from the body, else from the unit', () => {
  expect(fields.boundsOf(angle)).toEqual({ minimum: 0, maximum: 144, step: 1 });
  expect(fields.boundsOf({ name: 'volume', unit: 'fraction' })).toEqual({ minimum: 0, maximum: 1, step: 0.01 });
});

test('everything needed begins with something that can be sent', () => {
  const needed = [
    color,
    angle,
    { name: 'text', unit: 'text', required: true },
    { name: 'on', unit: 'switch', required: true },
    { name: 'which', unit: 'choice', choices: ['left', 'right'], required: true },
  ];
  const part = { name: 'part', summary: '', actions: [{ name: 'act', summary: '', arguments: needed }] };
  expect(Object.values(fields.firstValues(part, 'Hello!'))).toEqual(['green', 72, 'Hello!', false, 'left']);
});
