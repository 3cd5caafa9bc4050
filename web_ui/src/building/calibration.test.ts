import { expect, test } from 'vitest';
import { calibrationOf, changesFor, inverted, placed, same, stepped } from './calibration';

const VALUES = { pin: 18, side: 'right', down_pulse_us: 2300, up_pulse_us: 1400, back_pulse_us: 700 };
const ARM = { side: 'right', pulses: { down: 2300, up: 1400, back: 700 } } as const;

test('is read from the settings of an arm, and of nothing else', () => {
  expect(calibrationOf(VALUES)).toEqual(ARM);
  expect(calibrationOf({ ...VALUES, up_pulse_us: null })).toBeNull();
  expect(calibrationOf({ pin: 4 })).toBeNull();
  expect(calibrationOf(undefined)).toBeNull();
});

test('is mirrored for the other hand, and twice mirrored it is as before', () => {
  expect(inverted(ARM)).toEqual({ side: 'left', pulses: { down: 700, up: 1600, back: 2300 } });
  expect(inverted(inverted(ARM))).toEqual(ARM);
});

test('is written as the keys of the settings', () => {
  expect(changesFor(placed(ARM, 'up', 1450))).toEqual({
    side: 'right',
    down_pulse_us: 2300,
    up_pulse_us: 1450,
    back_pulse_us: 700,
  });
});

test('is the same only if side and all pulses are', () => {
  expect(same(ARM, { ...ARM })).toBe(true);
  expect(same(ARM, placed(ARM, 'back', 701))).toBe(false);
  expect(same(ARM, { ...ARM, side: 'left' })).toBe(false);
});

test('goes in steps that end where the servo does', () => {
  expect(stepped(1500, 1)).toBe(1510);
  expect(stepped(1500, -1)).toBe(1490);
  expect(stepped(2495, 1)).toBe(2500);
  expect(stepped(503, -1)).toBe(500);
});
