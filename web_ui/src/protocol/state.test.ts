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

test('cards of recipes stay where they are not told again, and other things about the robot do not', () => {
  const recipes = [{ file: 'a.py', title: 'A' }];
  const asked = { number: 1, prompt: '?', recipe: 'a.py' };
  const before = merge(UNKNOWN, { type: 'state', time: 1, about: { name: 'Pip', body: 'main', recipes, question: asked } });
  const after = merge(before, { type: 'state', time: 2, about: { name: 'Pip', body: 'main', driver: 'page-1' } });
  expect(after.about).toEqual({ name: 'Pip', body: 'main', driver: 'page-1', recipes });
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
