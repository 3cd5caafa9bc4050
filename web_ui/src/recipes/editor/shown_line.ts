/** Shows one line of the text: the one that runs next, or the one that somebody points at elsewhere. */
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

/** Which line, from 1, and why. */
export interface ShownLine {
  line: number;
  kind: 'next' | 'pointed';
}

export const showLine = StateEffect.define<ShownLine | null>();

const LINES = {
  next: Decoration.line({ class: 'cm-line-next' }),
  pointed: Decoration.line({ class: 'cm-line-shown' }),
};

export const shownLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(showLine)) continue;
      const [doc, shown] = [transaction.newDoc, effect.value];
      // The text may have become shorter since the recipe was started.
      if (shown === null || shown.line > doc.lines) return Decoration.none;
      return Decoration.set([LINES[shown.kind].range(doc.line(shown.line).from)]);
    }
    return before.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
