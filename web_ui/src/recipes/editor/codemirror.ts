/** The editor of recipes. It is a chunk of its own, loaded when a recipe is shown for the first time. */
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import {
  defaultKeymap,
  history,
  historyField,
  historyKeymap,
  indentLess,
  indentMore,
  insertNewlineAndIndent,
  redo,
  undo,
} from '@codemirror/commands';
import { pythonLanguage } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit, LanguageSupport } from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState, Prec, type Extension, type StateEffect } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers, type KeyBinding } from '@codemirror/view';
import type { Mark } from '../marks';
import { help, propose, type Vocabulary } from './complete';
import { card, ink } from './look';
import { markedLines } from './marked_lines';
import { pointAt, pointedLines } from './pointed_lines';
import { showLine, shownLine, type ShownLine } from './shown_line';

/** Esc is STOP; the usual keys would use it up where something is selected. */
const usualKeys = defaultKeymap.filter(({ key }) => key !== 'Escape');

const FIELDS = { history: historyField };

/** What the page gives to the editor, and is told by it. */
export interface Page {
  /** Its name for those who do not see it. */
  label: () => string;
  vocabulary: () => Vocabulary;
  changed: (source: string) => void;
  /** Where the caret is; null when nobody writes any more. */
  caret: (place: number | null) => void;
  run: () => void;
  save: () => void;
  /** The words of the button that mends a mark. */
  mend: (replacement: string) => string;
  /** A mark in words, for those who do not see it. */
  tell: (mark: Mark) => string;
}

/** One editor on the page. */
export class Editor {
  private readonly view: EditorView;
  private readonly naming = new Compartment();
  private readonly coloring = new Compartment();
  /** Tab indents only for someone who is writing; whoever tabs through the page passes. */
  private writing = false;
  private marks: readonly Mark[] = [];

  constructor(parent: HTMLElement, private readonly page: Page) {
    this.view = new EditorView({ parent, state: this.state('', null) });
  }

  /** Shows another recipe. `past` is what `past()` told of exactly this text, or null. */
  show(source: string, past: unknown): void {
    this.view.setState(this.state(source, past));
  }

  /** The text as it is now. */
  get source(): string {
    return this.view.state.doc.toString();
  }

  /** What Undo would take back, in a form that can be written down. */
  past(): unknown {
    return this.view.state.toJSON(FIELDS);
  }

  /** Puts another text in place of the one that is shown, as one step that Undo takes back. */
  replace(source: string): void {
    const before = this.source;
    let from = 0;
    while (from < before.length && before[from] === source[from]) from++;
    let tail = 0;
    const shorter = Math.min(before.length, source.length) - from;
    while (tail < shorter && before.at(-1 - tail) === source.at(-1 - tail)) tail++;
    this.view.dispatch({ changes: { from, to: before.length - tail, insert: source.slice(from, source.length - tail) } });
  }

  undo(): void {
    undo(this.view);
  }

  redo(): void {
    redo(this.view);
  }

  /** Tints the lines of a part of the text and brings them into sight; null takes the tint away. */
  point(span: { from: number; to: number } | null): void {
    const effects: StateEffect<unknown>[] = [pointAt.of(span)];
    if (span !== null) effects.push(EditorView.scrollIntoView(Math.min(span.from, this.view.state.doc.length), { y: 'nearest' }));
    this.view.dispatch({ effects });
  }

  /** Underlines what there is something to say about. */
  mark(marks: readonly Mark[]): void {
    this.marks = marks;
    const length = this.view.state.doc.length;
    const diagnostics = marks.map((mark): Diagnostic => {
      const [from, to] = [Math.min(mark.from, length), Math.min(mark.to, length)];
      const mend = mark.mend;
      const actions = mend === undefined ? [] : [{ name: this.page.mend(mend), apply: () => this.mend(mark) }];
      return { from, to, severity: mark.severity, message: mark.message, actions };
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Writes what mends a mark in its place. */
  mend(mark: Mark): void {
    const insert = mark.mend ?? '';
    this.view.dispatch({ changes: { from: mark.from, to: mark.to, insert }, selection: { anchor: mark.from + insert.length } });
    this.view.focus();
  }

  /** Brings a place of the text into sight. */
  goTo(place: number): void {
    this.view.dispatch({ selection: { anchor: Math.min(place, this.view.state.doc.length) }, scrollIntoView: true });
    this.view.focus();
  }

  /** Marks a line and brings it into sight, or marks none; the caret stays where it is. */
  showLine(shown: ShownLine | null): void {
    const { doc } = this.view.state;
    const sight = shown !== null && shown.line <= doc.lines ? [EditorView.scrollIntoView(doc.line(shown.line).from, { y: 'center' })] : [];
    this.view.dispatch({ effects: [showLine.of(shown), ...sight] });
  }

  /** Goes on to the next place that is marked, and says what is there. */
  private toNextMark(): boolean {
    const { head } = this.view.state.selection.main;
    const mark = this.marks.find(({ from }) => from > head) ?? this.marks[0];
    if (mark === undefined) return false;
    this.goTo(mark.from);
    this.view.dispatch({ effects: EditorView.announce.of(this.page.tell(mark)) });
    return true;
  }

  /** Takes over new words and a new name. */
  refresh(): void {
    this.view.dispatch({
      effects: [this.naming.reconfigure(this.named()), this.coloring.reconfigure(ink(this.page.vocabulary().words))],
    });
  }

  destroy(): void {
    this.view.destroy();
  }

  private state(source: string, past: unknown): EditorState {
    const extensions = this.extensions();
    const known = past as { doc?: unknown } | null;
    if (known?.doc === source) {
      try {
        return EditorState.fromJSON(known, { extensions }, FIELDS);
      } catch {
        // Written by another version of the editor: then there is nothing to take back.
      }
    }
    return EditorState.create({ doc: source, extensions });
  }

  private extensions(): Extension {
    return [
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      indentUnit.of('    '),
      EditorState.tabSize.of(4),
      // Python's own completion knows nothing of the robot; ours stands in its place.
      new LanguageSupport(pythonLanguage),
      indentOnInput(),
      bracketMatching(),
      markedLines,
      pointedLines,
      shownLine,
      closeBrackets(),
      autocompletion({ override: [(context) => propose(this.page.vocabulary(), context)], icons: false }),
      hoverTooltip((view, place) => this.explain(view, place)),
      Prec.highest(keymap.of(this.first())),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...this.keys(), ...usualKeys]),
      EditorView.updateListener.of((update) => {
        this.updated(update.docChanged);
        if (update.focusChanged || (update.selectionSet && this.view.hasFocus)) this.tellCaret();
      }),
      EditorView.domEventHandlers({
        pointerdown: () => void (this.writing = true),
        blur: () => void (this.writing = false),
        input: () => void (this.writing = true),
      }),
      this.naming.of(this.named()),
      this.coloring.of(ink(this.page.vocabulary().words)),
      card,
    ];
  }

  private named(): Extension {
    return EditorView.contentAttributes.of({
      'aria-label': this.page.label(),
      'aria-describedby': 'recipe-keys',
      autocapitalize: 'off',
      spellcheck: 'false',
      // It can be reached by Tab without it, too; this tells tools that look the page over.
      tabindex: '0',
    });
  }

  private first(): KeyBinding[] {
    const run = (): boolean => {
      this.page.run();
      return true;
    };
    const save = (): boolean => {
      this.page.save();
      return true;
    };
    return [
      { key: 'Mod-Enter', run },
      { key: 'Ctrl-Enter', run },
      { key: 'Mod-s', run: save },
    ];
  }

  private keys(): KeyBinding[] {
    return [
      { key: 'Tab', run: acceptCompletion },
      { key: 'Tab', run: (view) => this.writing && indent(view), shift: (view) => this.writing && indentLess(view) },
      { key: 'F8', run: () => this.toNextMark() },
      // Not taken from the page, which stops the robot with it.
      { key: 'Escape', run: () => (this.writing = false) },
      { key: 'Ctrl-m', mac: 'Shift-Alt-m', run: () => this.rest() },
      { key: 'Enter', run: insertNewlineAndIndent },
    ];
  }

  /** Lets Tab pass. */
  private rest(): boolean {
    this.writing = false;
    return true;
  }

  private updated(docChanged: boolean): void {
    if (!docChanged) return;
    if (this.view.hasFocus) this.writing = true;
    this.page.changed(this.source);
  }

  private tellCaret(): void {
    this.page.caret(this.view.hasFocus ? this.view.state.selection.main.head : null);
  }

  private explain(view: EditorView, place: number): { pos: number; end: number; above: boolean; create: () => { dom: HTMLElement } } | null {
    const line = view.state.doc.lineAt(place);
    for (const match of line.text.matchAll(/\brobot\.(\w+)/g)) {
      const from = line.from + match.index;
      const to = from + match[0].length;
      const word = this.page.vocabulary().words.find((each) => each.name === match[1]);
      if (word !== undefined && place >= from && place <= to) return { pos: from, end: to, above: true, create: () => ({ dom: help(word) }) };
    }
    return null;
  }
}

/** The next stop where the caret is, or every marked line one step to the right. */
function indent(view: EditorView): boolean {
  const { main } = view.state.selection;
  if (!main.empty) return indentMore(view);
  const column = main.head - view.state.doc.lineAt(main.head).from;
  view.dispatch(view.state.replaceSelection(' '.repeat(4 - (column % 4))), { userEvent: 'input.indent' });
  return true;
}
