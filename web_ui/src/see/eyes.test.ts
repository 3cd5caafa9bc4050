import { afterEach, expect, test, vi } from 'vitest';
import type { Welcome } from '../protocol/messages';
import { eyesOf, firstChoice, robotLooks } from './eyes';

const welcome = (fault: string | null) => ({ parts: [{ name: 'eyes', fault }] }) as unknown as Welcome;
const robot = (eyes: Record<string, unknown>) => ({ parts: { eyes }, about: null });

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a robot with eyes has a kind of camera; one without, or with broken ones, has none', () => {
  expect(eyesOf({ welcome: welcome(null), robot: robot({ kind: 'simulated' }) })).toBe('simulated');
  expect(eyesOf({ welcome: welcome('broken'), robot: robot({ kind: 'simulated' }) })).toBeNull();
  expect(eyesOf({ welcome: null, robot: robot({}) })).toBeNull();
});

test('whether the robot looks is what its eyes say', () => {
  expect(robotLooks({ robot: robot({ on: true }) })).toBe(true);
  expect(robotLooks({ robot: robot({ on: false }) })).toBe(false);
  expect(robotLooks({ robot: robot({}) })).toBe(false);
});

test('where the browser gives no camera, the robot’s eyes come first', () => {
  vi.stubGlobal('navigator', { mediaDevices: {} });
  expect(firstChoice(true)).toBe('computer');
  vi.stubGlobal('navigator', {});
  expect(firstChoice(true)).toBe('robot');
  expect(firstChoice(false)).toBe('computer');
});
