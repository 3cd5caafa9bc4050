/** Tints the lines of the block that somebody chose. */
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

const LINE = Decoration.line({ class: 'cm-line-pointed' });

/** Which part of the text is pointed at; null for none. */
export const pointAt = StateEffect.define<{ from: number; to: number } | null>();

export const pointedLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects, newDoc }) {
    for (const effect of effects) {
      if (!effect.is(pointAt)) continue;
      if (effect.value === null) return Decoration.none;
      const [from, to] = [Math.min(effect.value.from, newDoc.length), Math.min(effect.value.to, newDoc.length)];
      const [first, last] = [newDoc.lineAt(from).number, newDoc.lineAt(to).number];
      return Decoration.set(Array.from({ length: last - first + 1 }, (_, row) => LINE.range(newDoc.line(first + row).from)));
    }
    return changes.empty ? before : before.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
