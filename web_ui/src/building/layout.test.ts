import { describe, expect, test } from 'vitest';
import type { HeaderPin, Wire } from '../protocol/settings';
import { drawn, shapeOf } from './layout';

const PINS: HeaderPin[] = Array.from({ length: 40 }, (_, index) => ({ number: index + 1, name: `pin ${index + 1}`, gpio: null }));

function wire(part: string, name: string, pin: number, use = 'output'): Wire {
  return { part, name, pin, use, color: 'red', gpio: pin, shared: false };
}

const ARM = [wire('arm', 'signal', 12, 'servo'), wire('arm', '5 V', 2, 'supply'), wire('arm', 'ground', 14, 'ground')];
const LED = [wire('light', 'red', 35), wire('light', 'green', 33), wire('light', 'blue', 32), wire('light', '3.3 V', 1, 'supply')];

describe('a part is drawn as what its wires tell', () => {
  test.each([
    ['servo', ARM],
    ['led', LED],
    ['neopixel', [wire('light', 'data', 19, 'spi'), wire('light', '3.3 V', 1, 'supply')]],
    ['button', [wire('button', 'button', 11, 'input'), wire('button', 'ground', 9, 'ground')]],
    ['echo', [wire('distance', 'trigger', 16), wire('distance', 'echo', 18, 'input')]],
    ['box', [wire('fan', 'plus', 15)]],
    ['box', [wire('brightness', 'light', 13, 'input'), wire('brightness', '3.3 V', 17, 'supply')]],
  ])('%s', (shape, wires) => expect(shapeOf(wires)).toBe(shape));
});

describe('the picture', () => {
  const many = Array.from({ length: 12 }, (_, part) => [wire(`part ${part}`, 'a', 2 * part + 1), wire(`part ${part}`, 'b', 2 * part + 3)]).flat();

  test.each([
    ['the kit on a phone', [...ARM, ...LED], 340],
    ['the kit on a desk', [...ARM, ...LED], 900],
    ['twelve parts on one side of the header', many, 500],
    ['no part at all', [], 500],
  ])('holds every pin, wire and part, none over another: %s', (_, wires, width) => {
    const picture = drawn({ pins: PINS, wires }, width);
    expect(picture.pins).toHaveLength(40);
    expect(picture.parts.flatMap((part) => part.wires)).toHaveLength(wires.length);
    for (const part of picture.parts) {
      expect(part.x).toBeGreaterThanOrEqual(0);
      expect(part.x + part.width).toBeLessThanOrEqual(picture.width);
      expect(part.y).toBeGreaterThanOrEqual(0);
      expect(part.y + part.height).toBeLessThanOrEqual(picture.height);
      for (const { terminal } of part.wires) {
        expect(terminal.y).toBeGreaterThan(part.y);
        expect(terminal.y).toBeLessThan(part.y + part.height);
      }
      const others = picture.parts.filter((other) => other !== part && other.side === part.side);
      for (const other of others) expect(part.y + part.height <= other.y || other.y + other.height <= part.y).toBe(true);
    }
  });

  test('puts a part on the side where most of its wires end', () => {
    const { parts } = drawn({ pins: PINS, wires: [...ARM, ...LED] }, 700);
    expect(parts.map(({ name, side }) => [name, side])).toEqual([['arm', 'right'], ['light', 'left']]);
  });

  test('knows which pins have a wire, and of which colour', () => {
    const { pins } = drawn({ pins: PINS, wires: ARM }, 700);
    expect(pins.filter(({ colors }) => colors.length > 0).map(({ number }) => number)).toEqual([2, 12, 14]);
  });
});
