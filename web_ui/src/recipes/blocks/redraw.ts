/** Draws of a stack what changed: every other block stays, with the focus that it may have. */
import * as Blockly from 'blockly/core';
import type { Catalogue } from './catalogue';
import type { Piece } from './piece';
import { chained } from './state';

/** What tells one piece from another: everything but ids and where in the text it stands. */
export function printOf(of: unknown): string {
  return JSON.stringify(of, (key, value: unknown) => (key === 'id' || key === 'place' ? undefined : value));
}

/** Hangs statements that stay on their blocks, and draws the others.
 * @param first the stack's first block; null where there is none yet
 * @param before what its blocks say
 * @returns the first block of the stack as it is now */
export function redraw(
  first: Blockly.BlockSvg | null,
  before: readonly Piece[],
  after: readonly Piece[],
  workspace: Blockly.WorkspaceSvg,
  catalogue: Catalogue,
): Blockly.BlockSvg | null {
  const blocks = chainOf(first);
  const same = (one: Piece | undefined, other: Piece | undefined): boolean => one !== undefined && printOf(one) === printOf(other);
  let head = 0;
  while (head < before.length && head < after.length && same(before[head], after[head])) head++;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && same(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const [old, fresh] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const [only] = old;
  const [instead] = fresh;
  if (old.length === 1 && fresh.length === 1 && only && instead && blocks[head] && sameHeader(only, instead)) {
    blocks[head].data = dataOf(instead);
    only.bodies.forEach((body, row) => {
      const input = blocks[head]?.getInput(`b_${row}`);
      const inside = (input?.connection?.targetBlock() ?? null) as Blockly.BlockSvg | null;
      connect(input?.connection, redraw(inside, body, instead.bodies[row] ?? [], workspace, catalogue));
    });
    return first;
  }
  const rest = tail > 0 ? blocks[before.length - tail] : undefined;
  rest?.unplug(false);
  if (old.length > 0) blocks[head]?.dispose(false);
  const state = chained(fresh, catalogue);
  const made = state === undefined ? null : (Blockly.serialization.blocks.append(state as Blockly.serialization.blocks.State, workspace) as Blockly.BlockSvg);
  const above = head > 0 ? blocks[head - 1] : undefined;
  connect(above?.nextConnection, made ?? rest ?? null);
  if (made !== null) connect(chainOf(made).at(-1)?.nextConnection, rest ?? null);
  return head > 0 ? first : (made ?? rest ?? null);
}

/** Blocks that stay learn where in the text they stand now. */
export function renew(first: Blockly.Block | null, stack: readonly Piece[]): void {
  chainOf(first).forEach((block, place) => {
    const one = stack[place];
    if (one !== undefined) block.data = dataOf(one);
  });
}

function dataOf({ kept }: Piece): string | null {
  return kept === undefined ? null : JSON.stringify(kept);
}

/** Whether only what stands in it differs. */
function sameHeader(one: Piece, other: Piece): boolean {
  if (one.bodies.length === 0 || one.bodies.length !== other.bodies.length) return false;
  return printOf({ ...one, bodies: [] }) === printOf({ ...other, bodies: [] });
}

function connect(above: Blockly.Connection | null | undefined, below: Blockly.BlockSvg | null): void {
  if (above && below?.previousConnection && above.targetBlock() !== below) above.connect(below.previousConnection);
}

function chainOf<B extends Blockly.Block>(first: B | null): B[] {
  const blocks: B[] = [];
  for (let block = first; block !== null; block = block.getNextBlock() as B | null) blocks.push(block);
  return blocks;
}
