import { expect, test } from 'vitest';
import type { State } from './messages';
import { merge, UNKNOWN } from './state';

const first: State = {
  type: 'state',
  time: 1,
  arm: { angle: 0, moving: false },
  light: { color: '#000000' },
  about: { name: 'Pip', body: 'main' },
};

test('the first state holds everything, a part by its name', () => {
  const state = merge(UNKNOWN, first);
  expect(Object.keys(state.parts)).toEqual(['arm', 'light']);
  expect(state.about?.name).toBe('Pip');
});

test('what a later state does not carry stays as it was', () => {
  const state = merge(merge(UNKNOWN, first), { type: 'state', time: 2, arm: { angle: 81, moving: true } });
  expect(state.parts['arm']).toEqual({ angle: 81, moving: true });
  expect(state.parts['light']).toEqual({ color: '#000000' });
  expect(state.about?.name).toBe('Pip');
});

test('a part that works again has no fault any more', () => {
  const broken = merge(UNKNOWN, { type: 'state', time: 1, light: { fault: 'It cannot be opened.' } });
  const mended = merge(broken, { type: 'state', time: 2, light: { color: '#000000' } });
  expect(mended.parts['light']).toEqual({ color: '#000000' });
});

test('merging changes nothing that was handed out before', () => {
  const before = merge(UNKNOWN, first);
  merge(before, { type: 'state', time: 2, light: { color: '#ff0000' } });
  expect(before.parts['light']).toEqual({ color: '#000000' });
});
