/** The workspace of blocks: a chunk of its own with Blockly in it, loaded when somebody opens blocks. */
import * as Blockly from 'blockly/core';
import type { Catalogue } from './catalogue';
import { defineBlocks } from './draw';
import { piece, within, type Piece, type Program } from './piece';
import { read } from './read';
import { printOf, redraw, renew } from './redraw';
import { isValue, kindOf, pieceOf, piecesOf, stacksOf, type BlockState } from './state';
import { supply } from './supply';
import { cardboard } from './theme';
import { toolboxOf } from './toolbox';
import { write, type Written } from './write';

/** Longer recipes stay text: so many blocks take seconds to draw. */
const MOST_LETTERS = 20_000;
const MOST_PIECES = 600;
const GAP = 28;
const MARGIN = 18;

/** What the page gives to the blocks, and is told by them. */
export interface BlocksPage {
  catalogue: () => Catalogue;
  /** The blocks say something else now. */
  changed: (source: string) => void;
  /** Where in the text the block stands that somebody chose; null where none is chosen. */
  chosen: (span: { from: number; to: number } | null) => void;
  /** Whether the page lies on its side, so that there is room beside the box. */
  wide: boolean;
  /** What to say of a block that hangs on nothing. */
  loose: string;
  /** What Blockly itself says, in the page's language. */
  messages: Record<string, string>;
}

/** How a text could be shown: *broken* leaves the blocks as they were, *text* shows what is broken as text. */
export type Shown = 'shown' | 'broken' | 'text' | 'long';

export class BlockEditor {
  private readonly workspace: Blockly.WorkspaceSvg;
  private program: Program = { pieces: [], tail: '', newline: '\n', broken: false };
  private written: Written = { text: '', spans: new Map() };
  private source: string | null = null;

  constructor(parent: HTMLElement, private readonly page: BlocksPage) {
    Blockly.setLocale(page.messages);
    defineBlocks({
      catalogue: page.catalogue,
      names: (kind) => this.names(kind),
      change: (block, make) => this.change(block, make),
    });
    this.workspace = Blockly.inject(parent, {
      toolbox: toolboxOf(page.catalogue()),
      theme: cardboard,
      renderer: 'zelos',
      media: new URL('blockly/', document.baseURI).href,
      sounds: false,
      trashcan: false,
      horizontalLayout: !page.wide,
      move: { scrollbars: true, drag: true, wheel: true },
      zoom: { controls: false, wheel: false, pinch: true, startScale: page.wide ? 0.8 : 0.72, minScale: 0.4, maxScale: 1.6 },
    });
    // The text remembers every step; two memories would contradict each other.
    this.workspace.MAX_UNDO = 0;
    this.workspace.addChangeListener((event) => this.noticed(event));
  }

  /** To be called before another recipe is shown, of which even a broken text shall be seen. */
  begin(): void {
    this.source = null;
  }

  /** Shows a text as blocks. */
  show(text: string): Shown {
    if (text === this.source) return 'shown';
    if (text.length > MOST_LETTERS) return this.forget();
    const program = read(text, this.page.catalogue());
    if (program.broken && this.source !== null) return 'broken';
    if (program.pieces.reduce((sum, one) => sum + [...within(one)].length, 0) > MOST_PIECES) return this.forget();
    this.render(program);
    if (this.written.text !== text) {
      // No block may ever change what nobody touched: better the whole as text.
      const line = { key: '', lead: '', indent: '', text, tail: '', place: 0 };
      this.render({ ...program, pieces: [piece('python', { word: text, kept: [line] })], tail: '' });
    }
    this.source = text;
    return program.broken ? 'text' : 'shown';
  }

  /** Takes over what the robot can do by now. */
  refresh(): void {
    this.workspace.updateToolbox(toolboxOf(this.page.catalogue()));
    const { source } = this;
    if (source === null) return;
    this.source = null;
    // Blocks that the robot did not know before look otherwise now.
    Blockly.Events.disable();
    this.workspace.clear();
    Blockly.Events.enable();
    this.show(source);
  }

  /** Marks the block that stands at a place of the text. */
  mark(place: number | null): void {
    let best: { id: string; length: number } | null = null;
    for (const [id, { from, to }] of this.written.spans) {
      if (place !== null && from <= place && place <= to && (best === null || to - from < best.length)) best = { id, length: to - from };
    }
    this.workspace.highlightBlock(best?.id ?? null);
  }

  resize(): void {
    Blockly.svgResize(this.workspace);
  }

  destroy(): void {
    this.workspace.dispose();
  }

  private forget(): Shown {
    this.render({ ...this.program, pieces: [], tail: '' });
    this.source = null;
    return 'long';
  }

  private names(kind: 'variable' | 'function'): string[] {
    const pieces = this.program.pieces.flatMap((one) => [...within(one)]);
    const names = pieces.flatMap((one) => {
      if (kind === 'function') return one.kind === 'define' || one.kind === 'hat' ? [one.word] : [];
      if (['set', 'change', 'count', 'each'].includes(one.kind)) return [one.word];
      return one.kind === 'define' ? one.names : (one.argument ?? []);
    });
    return [...new Set(names)].sort();
  }

  /** Draws what changed; whatever stays the same keeps its blocks and its place. */
  private render(program: Program): void {
    Blockly.Events.disable();
    try {
      const there = this.stacks().map((block) => ({ block, pieces: piecesOf(saved(block)) }));
      const prints = there.map(({ pieces }) => printOf(pieces));
      const same = stacksOf(program.pieces).map((stack) => {
        const found = prints.indexOf(printOf(stack));
        // Of two that are alike each is used once.
        if (found >= 0) prints[found] = '';
        return { stack, found };
      });
      const spare = there.filter((_, place) => prints[place] !== '');
      const blocks = same.map(({ stack, found }) => this.stack(stack, found >= 0 ? there[found] : spare.shift()));
      for (const { block } of spare) block.dispose(false);
      Blockly.renderManagement.triggerQueuedRenders(this.workspace);
      this.layOut(blocks.filter((block) => block !== null));
      this.program = program;
      this.written = write(this.collected(), this.page.catalogue());
    } finally {
      Blockly.Events.enable();
    }
  }

  private stack(stack: readonly Piece[], old: { block: Blockly.BlockSvg; pieces: Piece[] } | undefined): Blockly.BlockSvg | null {
    const place = old?.block.getRelativeToSurfaceXY();
    const block = redraw(old?.block ?? null, old?.pieces ?? [], stack, this.workspace, this.page.catalogue());
    if (block !== null && block !== old?.block) block.moveTo(place ?? new Blockly.utils.Coordinate(MARGIN, 0));
    renew(block, stack);
    return block;
  }

  /** Above in the text is above among the blocks. */
  private layOut(blocks: readonly Blockly.BlockSvg[]): void {
    let bottom = MARGIN - GAP;
    for (const block of blocks) {
      const { x, y } = block.getRelativeToSurfaceXY();
      block.moveTo(new Blockly.utils.Coordinate(x, Math.max(y, bottom + GAP)));
      bottom = block.getRelativeToSurfaceXY().y + block.getHeightWidth().height;
    }
  }

  /** The stacks of the workspace from top to bottom, the head first. */
  private stacks(): Blockly.BlockSvg[] {
    const blocks = this.workspace.getTopBlocks(true).filter((block) => !isValue(kindOf(block)) && !block.isInsertionMarker());
    return blocks.sort((one, other) => Number(kindOf(other) === 'head') - Number(kindOf(one) === 'head'));
  }

  private collected(): Program {
    const pieces = this.stacks().flatMap((block) => piecesOf(saved(block)));
    return { ...this.program, pieces };
  }

  private noticed(event: Blockly.Events.Abstract): void {
    if (event.type === Blockly.Events.SELECTED) this.tellChosen((event as Blockly.Events.Selected).newElementId ?? null);
    if (event.isUiEvent || this.source === null || this.workspace.isDragging()) return;
    this.tellLoose();
    this.take(this.collected());
  }

  /** What the blocks say now becomes the text. */
  private take(program: Program): void {
    const complete = supply(program);
    const written = write(complete, this.page.catalogue());
    this.program = program;
    this.written = written;
    if (written.text === this.source) return;
    this.source = written.text;
    if (JSON.stringify(complete.pieces) !== JSON.stringify(program.pieces)) this.render(read(written.text, this.page.catalogue()));
    this.page.changed(written.text);
  }

  /** Changes a block in a way that no field can. */
  private change(id: string, make: (one: Piece) => Piece): void {
    const program = this.collected();
    const changed = (one: Piece): Piece => {
      const values = Object.fromEntries(Object.entries(one.values).map(([slot, value]) => [slot, changed(value)]));
      const inner = { ...one, values, bodies: one.bodies.map((body) => body.map(changed)) };
      return one.id === id ? make(inner) : inner;
    };
    const next = { ...program, pieces: program.pieces.map(changed) };
    this.render(next);
    this.take(this.collected());
  }

  private tellChosen(id: string | null): void {
    let block = id === null ? null : this.workspace.getBlockById(id);
    while (block !== null && !this.written.spans.has(block.id)) block = block.getParent();
    this.page.chosen(block === null ? null : (this.written.spans.get(block.id) ?? null));
  }

  /** A value that hangs on nothing is in no recipe. */
  private tellLoose(): void {
    for (const block of this.workspace.getTopBlocks(false)) {
      if (isValue(kindOf(block))) block.setWarningText(this.page.loose);
    }
    for (const block of this.workspace.getAllBlocks(false)) {
      if (block.getParent() !== null && isValue(kindOf(block)) && block.getIcon(Blockly.icons.IconType.WARNING)) {
        if (this.page.catalogue().verbs.has(pieceOf(saved(block)).word) || kindOf(block) !== 'ask') block.setWarningText(null);
      }
    }
  }
}

function saved(block: Blockly.Block): BlockState {
  return (Blockly.serialization.blocks.save(block) ?? { type: block.type }) as BlockState;
}
