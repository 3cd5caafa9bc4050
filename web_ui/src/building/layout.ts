import type { HeaderPin, Wire, Wiring } from '../protocol/settings';

export type Side = HeaderPin['side'];
/** How a part is drawn. Whatever nobody drew yet is a `box`. */
export type Shape = 'servo' | 'led' | 'neopixel' | 'button' | 'echo' | 'box';

/** Where a pin of the header is drawn: its hole, and the tag with its name. */
export interface DrawnPin extends HeaderPin {
  x: number;
  y: number;
  /** From where a wire leaves the board. */
  end: number;
  /** The left end of its tag, and its name there. */
  tag: { x: number; text: number; anchor: 'start' | 'end' };
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
  kind: Wiring['board'];
  width: number;
  /** The middle of the board, from the left. */
  middle: number;
  height: number;
  /** The green board below the holes; a Pico's socket is above it, its chip and its button in the middle. */
  board: { x: number; y: number; width: number; height: number };
  tagWidth: number;
  pins: DrawnPin[];
  parts: DrawnPart[];
}

export const ROW = 25;

/** How a kind of board is drawn: where its rows begin, how far from its middle holes and edge are, and where wires leave. */
interface Outline {
  top: number;
  hole: number;
  edge: number;
  end: number;
  /** Where the tags with the names begin, and end: beside the board, or between its columns. */
  tag: readonly [number, number];
}

const OUTLINES: Record<Wiring['board'], Outline> = {
  pi: { top: 14, hole: 12.5, edge: 25, end: 83, tag: [25, 83] },
  pico: { top: 34, hole: 66, edge: 79, end: 79, tag: [12, 54] },
};
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
export function drawn({ board, pins, wires }: Wiring, available: number): Picture {
  const outline = OUTLINES[board];
  const { top, edge, end } = outline;
  const width = Math.min(WIDEST, Math.max(NARROWEST, available));
  const bottom = top + (pins.length / 2) * ROW;
  const blocks = blocksOf(wires, pins, top, bottom);
  const sides = [...new Set(blocks.map(({ side }) => side))];
  const beside = sides.length === 1 ? width - 2 * end - 8 : width / 2 - end;
  const partWidth = Math.min(150, Math.max(84, beside * 0.55));
  const away = end + Math.min(110, beside - partWidth);
  /** Where all parts are on one side, the board stands so that both together are in the middle. */
  const aside = sides.length === 1 ? (away + partWidth - end) / 2 : 0;
  const middle = width / 2 + (sides[0] === 'left' ? aside : -aside);
  const drawnPins = pins.map((pin) => drawnPin(pin, middle, outline, wires));
  const parts = blocks.map((block) => {
    const x = block.side === 'left' ? middle - away - partWidth : middle + away;
    return drawnPart(block, { x, width: partWidth, middle }, drawnPins);
  });
  const lowest = Math.max(...parts.map(({ y, height }) => y + height), bottom);
  return {
    kind: board,
    width,
    middle,
    height: lowest + 14,
    board: { x: middle - edge, y: top - 8, width: 2 * edge, height: (pins.length / 2) * ROW + 16 },
    tagWidth: outline.tag[1] - outline.tag[0],
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

function drawnPin(pin: HeaderPin, middle: number, outline: Outline, wires: readonly Wire[]): DrawnPin {
  const out = pin.side === 'left' ? -1 : 1;
  const ends = outline.tag.map((end) => middle + out * end);
  const [left, right] = [Math.min(...ends), Math.max(...ends)];
  const x = middle + out * outline.hole;
  /** The name stands at the end that is nearer to the hole. */
  const atLeft = Math.abs(left - x) < Math.abs(right - x);
  return {
    ...pin,
    x,
    y: heightOf(pin, outline.top),
    end: middle + out * outline.end,
    tag: { x: left, text: atLeft ? left + 5 : right - 5, anchor: atLeft ? 'start' : 'end' },
    colors: wires.filter((wire) => wire.pin === pin.number).map(({ color }) => color),
  };
}

function heightOf(pin: Pick<HeaderPin, 'row'>, top: number): number {
  return top + (pin.row + 0.5) * ROW;
}

/** The parts with their place: on the side where most of their wires end, near them, none over another. */
function blocksOf(wires: readonly Wire[], pins: readonly HeaderPin[], top: number, bottom: number): Block[] {
  const names = [...new Set(wires.map(({ part }) => part))];
  const blocks = names.map((name): Block => {
    const endOf = (wire: Wire): HeaderPin | undefined => pins.find(({ number }) => number === wire.pin);
    const rowOf = (wire: Wire): number => heightOf(endOf(wire) ?? { row: 0 }, top);
    const own = wires.filter(({ part }) => part === name).sort((one, other) => rowOf(one) - rowOf(other) || one.pin - other.pin);
    const left = own.filter((wire) => endOf(wire)?.side === 'left').length;
    const rows = own.map(rowOf);
    const height = Math.max(84, own.length * TERMINAL + 34);
    const center = rows.reduce((sum, row) => sum + row, 0) / rows.length;
    return { name, wires: own, side: left * 2 > own.length ? 'left' : 'right', height, y: center - height / 2 };
  });
  balance(blocks, bottom);
  for (const side of ['left', 'right'] as const) stack(blocks.filter((block) => block.side === side), top, bottom);
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
function stack(blocks: Block[], top: number, bottom: number): void {
  blocks.sort((one, other) => one.y + one.height / 2 - (other.y + other.height / 2));
  let free = top - 8;
  for (const block of blocks) {
    block.y = Math.max(free, block.y);
    free = block.y + block.height + GAP;
  }
  let limit = Math.max(bottom + 8, blocks.reduce((sum, { height }) => sum + height + GAP, 0) - GAP + top - 8);
  for (const block of [...blocks].reverse()) {
    block.y = Math.min(block.y, limit - block.height);
    limit = block.y - GAP;
  }
}

function drawnPart(
  block: Block,
  { x, width, middle }: { x: number; width: number; middle: number },
  pins: readonly DrawnPin[],
): DrawnPart {
  const { name, side, y, height } = block;
  const edge = side === 'left' ? x + width : x;
  const first = y + TITLE + (height - TITLE - 6 - block.wires.length * TERMINAL) / 2 + TERMINAL / 2;
  const wires = block.wires.flatMap((wire, index) => {
    const pin = pins.find(({ number }) => number === wire.pin);
    const terminal = { x: edge, y: first + index * TERMINAL };
    return pin ? [{ ...wire, terminal, path: pathOf(pin, middle, side, terminal) }] : [];
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

/** From the hole to the part; a pin of the far column leads its wire between two rows to the other side. */
function pathOf(pin: DrawnPin, middle: number, side: Side, to: { x: number; y: number }): string {
  if (pin.side === side) return `M${pin.x} ${pin.y}H${pin.end}${curve(pin.end, pin.y, to)}`;
  const end = 2 * middle - pin.end;
  const below = pin.y + ROW / 2;
  return `M${pin.x} ${pin.y}V${below}H${end}${curve(end, below, to)}`;
}

function curve(x: number, y: number, to: { x: number; y: number }): string {
  const bend = (to.x - x) * 0.6;
  return `C${x + bend} ${y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}
