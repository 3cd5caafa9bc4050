import { expect, test } from 'vitest';
import type { PartOffer } from '../protocol/messages';
import { actionOf, argumentsFor, boundsOf, fieldsOf, firstValue, keyOf, newFields } from './arguments';

const color = { name: 'color', unit: 'color', required: true };
const seconds = { name: 'seconds', unit: 'seconds', default: 1, minimum: 0.1, maximum: 60 };
const angle = { name: 'angle', unit: 'degrees', required: true, minimum: 0, maximum: 144 };
const light: PartOffer = {
  name: 'light',
  summary: '',
  actions: [
    { name: 'shine', summary: '', arguments: [color] },
    { name: 'pulse', summary: '', arguments: [color, seconds] },
    { name: 'off', summary: '' },
  ],
};

test('two actions that take the same thing share one field', () => {
  expect(fieldsOf(light)).toEqual([color, seconds]);
});

test('a field stands before the first action that takes it', () => {
  expect([0, 1, 2].map((index) => newFields(light, index))).toEqual([[color], [seconds], []]);
});

test('an action is sent with its own arguments only', () => {
  const values = { [keyOf(color)]: 'red', [keyOf(seconds)]: 2 };
  expect(light.actions?.map((action) => argumentsFor(action, values))).toEqual([
    { color: 'red' },
    { color: 'red', seconds: 2 },
    {},
  ]);
});

test('a field that is moved starts the action that needs nothing else', () => {
  expect(actionOf(color, light)?.name).toBe('shine');
  expect(actionOf(seconds, light)).toBeUndefined();
});

test('limits come from the body, else from the unit', () => {
  expect(boundsOf(angle)).toEqual({ minimum: 0, maximum: 144, step: 1 });
  expect(boundsOf({ name: 'volume', unit: 'fraction' })).toEqual({ minimum: 0, maximum: 1, step: 0.01 });
});

test('every unit begins with something that can be sent', () => {
  expect(firstValue(seconds, 'Hello!')).toBe(1);
  expect(firstValue(angle, 'Hello!')).toBe(72);
  expect(firstValue({ name: 'text', unit: 'text' }, 'Hello!')).toBe('Hello!');
  expect(firstValue({ name: 'on', unit: 'switch' }, '')).toBe(false);
  expect(firstValue({ name: 'which', unit: 'choice', choices: ['left', 'right'] }, '')).toBe('left');
  expect(firstValue(color, '')).toBe('green');
});
