import type { HeaderPin, Wire, Wiring } from '../protocol/settings';

export type Side = 'left' | 'right';
/** How a part is drawn. Whatever nobody drew yet is a `box`. */
export type Shape = 'servo' | 'led' | 'neopixel' | 'button' | 'echo' | 'box';

/** Where a pin of the header is drawn: its hole, and the outer end of the tag with its name. */
export interface DrawnPin extends HeaderPin {
  side: Side;
  x: number;
  y: number;
  /** The outer end of its tag. */
  end: number;
  /** The colours of the wires that end there. */
  colors: string[];
}

export interface DrawnWire extends Wire {
  /** An SVG path from the header to the part. */
  path: string;
  terminal: { x: number; y: number };
}

export interface DrawnPart {
  name: string;
  shape: Shape;
  side: Side;
  x: number;
  y: number;
  width: number;
  height: number;
  wires: DrawnWire[];
  /** Where its drawing lies, and how large it is. */
  drawing: { x: number; y: number; scale: number };
}

export interface Picture {
  width: number;
  height: number;
  /** The green board below the holes. */
  board: { x: number; y: number; width: number; height: number };
  tag: number;
  pins: DrawnPin[];
  parts: DrawnPart[];
}

export const ROW = 25;
const TOP = 14;
const HOLES = 25;
const TAG = 58;
const NARROWEST = 362;
const WIDEST = 780;
const TERMINAL = 19;
const GAP = 14;
const TITLE = 22;
const LETTER = 6.6;
/** The size of a drawing in its own units. */
const DRAWING = { width: 52, height: 46 };

interface Block {
  name: string;
  wires: Wire[];
  side: Side;
  height: number;
  y: number;
}

/** Draws a wiring for a place of this width in pixels. Every part is drawn, also one that nobody knows yet. */
export function drawn({ pins, wires }: Wiring, available: number): Picture {
  const width = Math.min(WIDEST, Math.max(NARROWEST, available));
  const middle = width / 2;
  const beside = middle - HOLES - TAG;
  const partWidth = Math.min(150, Math.max(84, beside * 0.55));
  const away = HOLES + TAG + Math.min(110, beside - partWidth);
  const drawnPins = pins.map((pin) => drawnPin(pin, middle, wires));
  const bottom = TOP + (pins.length / 2) * ROW;
  const parts = blocksOf(wires, bottom).map((block) => {
    const x = block.side === 'left' ? middle - away - partWidth : middle + away;
    return drawnPart(block, { x, width: partWidth }, drawnPins);
  });
  const lowest = Math.max(...parts.map(({ y, height }) => y + height), bottom);
  return {
    width,
    height: lowest + TOP,
    board: { x: middle - HOLES, y: TOP - 8, width: 2 * HOLES, height: (pins.length / 2) * ROW + 16 },
    tag: TAG,
    pins: drawnPins,
    parts,
  };
}

/** How to draw a part, told from its wires, so that a new part needs nothing here. */
export function shapeOf(wires: readonly Wire[]): Shape {
  const names = wires.map(({ name }) => name);
  if (['red', 'green', 'blue'].every((color) => names.includes(color))) return 'led';
  if (wires.some(({ use }) => use === 'spi')) return 'neopixel';
  if (names.includes('echo')) return 'echo';
  if (names.includes('signal') && wires.length === 3) return 'servo';
  const signals = wires.filter(({ use }) => use !== 'ground' && use !== 'supply');
  const powered = wires.some(({ use }) => use === 'supply');
  return !powered && signals.length > 0 && signals.every(({ use }) => use === 'input') ? 'button' : 'box';
}

function drawnPin(pin: HeaderPin, middle: number, wires: readonly Wire[]): DrawnPin {
  const side: Side = pin.number % 2 === 1 ? 'left' : 'right';
  const out = side === 'left' ? -1 : 1;
  return {
    ...pin,
    side,
    x: middle + (out * HOLES) / 2,
    y: TOP + (Math.ceil(pin.number / 2) - 0.5) * ROW,
    end: middle + out * (HOLES + TAG),
    colors: wires.filter((wire) => wire.pin === pin.number).map(({ color }) => color),
  };
}

/** The parts with their place: on the side where most of their wires end, near them, none over another. */
function blocksOf(wires: readonly Wire[], bottom: number): Block[] {
  const names = [...new Set(wires.map(({ part }) => part))];
  const blocks = names.map((name): Block => {
    const own = wires.filter(({ part }) => part === name).sort((one, other) => one.pin - other.pin);
    const odd = own.filter(({ pin }) => pin % 2 === 1).length;
    const rows = own.map(({ pin }) => TOP + (Math.ceil(pin / 2) - 0.5) * ROW);
    const height = Math.max(84, own.length * TERMINAL + 34);
    const center = rows.reduce((sum, row) => sum + row, 0) / rows.length;
    return { name, wires: own, side: odd * 2 > own.length ? 'left' : 'right', height, y: center - height / 2 };
  });
  balance(blocks, bottom);
  for (const side of ['left', 'right'] as const) stack(blocks.filter((block) => block.side === side), bottom);
  return blocks;
}

/** Moves parts across while one side is too long and the other is not. */
function balance(blocks: Block[], bottom: number): void {
  const length = (side: Side): number =>
    blocks.filter((block) => block.side === side).reduce((sum, { height }) => sum + height + GAP, 0);
  for (const [from, to] of [['left', 'right'], ['right', 'left']] as const) {
    for (const block of blocks) {
      if (length(from) > bottom && length(to) + block.height < length(from) && block.side === from) block.side = to;
    }
  }
}

/** Puts the parts of one side below each other, as near as may be to where they would like to be. */
function stack(blocks: Block[], bottom: number): void {
  blocks.sort((one, other) => one.y + one.height / 2 - (other.y + other.height / 2));
  let free = TOP - 8;
  for (const block of blocks) {
    block.y = Math.max(free, block.y);
    free = block.y + block.height + GAP;
  }
  let limit = Math.max(bottom + 8, blocks.reduce((sum, { height }) => sum + height + GAP, 0) - GAP + TOP - 8);
  for (const block of [...blocks].reverse()) {
    block.y = Math.min(block.y, limit - block.height);
    limit = block.y - GAP;
  }
}

function drawnPart(block: Block, { x, width }: { x: number; width: number }, pins: readonly DrawnPin[]): DrawnPart {
  const { name, side, y, height } = block;
  const edge = side === 'left' ? x + width : x;
  const first = y + TITLE + (height - TITLE - 6 - block.wires.length * TERMINAL) / 2 + TERMINAL / 2;
  const wires = block.wires.flatMap((wire, index) => {
    const pin = pins.find(({ number }) => number === wire.pin);
    const terminal = { x: edge, y: first + index * TERMINAL };
    return pin ? [{ ...wire, terminal, path: pathOf(pin, side, terminal) }] : [];
  });
  return { name, shape: shapeOf(block.wires), side, x, y, width, height, wires, drawing: drawingIn(block, x, width) };
}

/** The drawing fills what the names of the wires leave free. */
function drawingIn({ wires, side, y, height }: Block, x: number, width: number): DrawnPart['drawing'] {
  const names = Math.max(...wires.map(({ name }) => name.length)) * LETTER + 12;
  const free = { x: side === 'left' ? x + 5 : x + names, width: width - names - 5, height: height - TITLE - 8 };
  const scale = Math.max(0.42, Math.min(1.5, free.width / DRAWING.width, free.height / DRAWING.height));
  return {
    x: free.x + Math.max(0, free.width - DRAWING.width * scale) / 2,
    y: y + TITLE + (free.height - DRAWING.height * scale) / 2,
    scale,
  };
}

/** From the tag to the part; a pin of the far column leads its wire between two rows to the other side. */
function pathOf(pin: DrawnPin, side: Side, to: { x: number; y: number }): string {
  const out = side === 'left' ? -1 : 1;
  if (pin.side === side) return curve(pin.end, pin.y, to);
  const middle = pin.x + (out * HOLES) / 2;
  const end = middle + out * (HOLES + TAG);
  const below = pin.y + ROW / 2;
  return `M${pin.x} ${pin.y}V${below}H${end}${curve(end, below, to).replace(/^M[^C]*/, '')}`;
}

function curve(x: number, y: number, to: { x: number; y: number }): string {
  const bend = (to.x - x) * 0.6;
  return `M${x} ${y}C${x + bend} ${y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}
