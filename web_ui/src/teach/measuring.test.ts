import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Trainer } from '../learn/trainer';
import type { TaughtModel } from '../models/taught/taught';
import type { Session } from '../protocol/session.svelte';
import { Measuring } from './measuring.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const near = {
  id: 'near',
  title: 'Near and far',
  labels: ['near', 'far', 'nothing'],
  input: { kind: 'numbers', shape: [1], columns: ['distance'] },
} as unknown as TaughtModel;

test('a robot is told what a model of numbers knows, also while its sensors tell nothing', () => {
  const offer = vi.fn();
  const session = { robot: { parts: {} }, socket: { offer }, tell: vi.fn() } as unknown as Session;
  const measuring = new Measuring(session, {} as Trainer);
  expect(measuring.cards).toEqual([]);
  measuring.setTaught([near]);
  vi.advanceTimersByTime(1000);
  expect(offer).not.toHaveBeenCalled();
  expect(measuring.cards).toEqual([{ model: 'near', title: 'Near and far', sense: 'see', labels: ['near', 'far'], on: true }]);
  measuring.setTaught([]);
  expect(measuring.cards).toEqual([]);
});
