import { describe, expect, test } from 'vitest';
import type { HeaderPin, Wire, Wiring } from '../protocol/settings';
import { drawn, ROW, shapeOf } from './layout';

const PINS = { pi: Array.from({ length: 40 }, (_, index) => piPin(index + 1)), pico: Array.from({ length: 40 }, (_, index) => picoPin(index + 1)) };

function piPin(number: number): HeaderPin {
  return { number, name: `pin ${number}`, side: number % 2 === 1 ? 'left' : 'right', row: Math.ceil(number / 2) - 1, gpio: null, gives: '' };
}

function picoPin(number: number): HeaderPin {
  const left = number <= 20;
  return { number, name: `pin ${number}`, side: left ? 'left' : 'right', row: left ? number - 1 : 40 - number, gpio: null, gives: '' };
}

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

  test.each<[string, Wiring['board'], Wire[], number]>([
    ['the kit on a phone', 'pi', [...ARM, ...LED], 340],
    ['the kit on a desk', 'pi', [...ARM, ...LED], 900],
    ['twelve parts on one side of the header', 'pi', many, 500],
    ['no part at all', 'pi', [], 500],
    ['a Pico on a phone', 'pico', [...ARM, ...LED], 340],
    ['a Pico on a desk', 'pico', [...ARM, ...LED], 900],
    ['twelve parts on a Pico', 'pico', many, 500],
  ])('holds every pin, wire and part, none over another: %s', (_, board, wires, width) => {
    const picture = drawn({ board, pins: PINS[board], wires }, width);
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
    const { parts } = drawn({ board: 'pi', pins: PINS.pi, wires: [...ARM, ...LED] }, 700);
    expect(parts.map(({ name, side }) => [name, side])).toEqual([['arm', 'right'], ['light', 'left']]);
  });

  test('has the parts of a Pico beside the edge where their wires end', () => {
    const light = [wire('light', 'red', 26), wire('light', 'green', 27), wire('light', 'ground', 28, 'ground')];
    const button = [wire('button', 'button', 7, 'input'), wire('button', 'ground', 8, 'ground')];
    const { parts, board } = drawn({ board: 'pico', pins: PINS.pico, wires: [...light, ...button] }, 700);
    expect(parts.map(({ name, side }) => [name, side])).toEqual([['light', 'right'], ['button', 'left']]);
    for (const { x, width } of parts) expect(x > board.x + board.width || x + width < board.x).toBe(true);
  });

  test('leads a wire from the hole, and from the far edge across the board between two rows', () => {
    const both = [wire('arm', 'signal', 24), wire('arm', '5 V', 40), wire('arm', 'far', 17)];
    const picture = drawn({ board: 'pico', pins: PINS.pico, wires: both }, 700);
    const far = picture.pins[16];
    const path = picture.parts[0]?.wires.find(({ name }) => name === 'far')?.path ?? '';
    expect(path.startsWith(`M${far?.x} ${far?.y}V${(far?.y ?? 0) + ROW / 2}H${picture.board.x + picture.board.width}C`)).toBe(true);
    const near = picture.parts[0]?.wires.find(({ name }) => name === 'signal')?.path ?? '';
    expect(near.startsWith(`M${picture.pins[23]?.x} ${picture.pins[23]?.y}H`)).toBe(true);
  });

  test('knows which pins have a wire, and of which colour', () => {
    const { pins } = drawn({ board: 'pi', pins: PINS.pi, wires: ARM }, 700);
    expect(pins.filter(({ colors }) => colors.length > 0).map(({ number }) => number)).toEqual([2, 12, 14]);
  });
});
