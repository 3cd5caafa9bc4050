/** Tints the lines about which there is something to say, and their numbers. */
import { setDiagnosticsEffect, type Diagnostic } from '@codemirror/lint';
import { RangeSet, StateField, type Text } from '@codemirror/state';
import { Decoration, EditorView, GutterMarker, gutterLineClass, type DecorationSet } from '@codemirror/view';

class NumberTint extends GutterMarker {
  constructor(override readonly elementClass: string) {
    super();
  }
}

const TINTS = ['warning', 'error'] as const;
const LINES = { warning: Decoration.line({ class: 'cm-line-warning' }), error: Decoration.line({ class: 'cm-line-error' }) };
const NUMBERS = { warning: new NumberTint('cm-number-warning'), error: new NumberTint('cm-number-error') };

interface Tinted {
  lines: DecorationSet;
  numbers: RangeSet<GutterMarker>;
}

function tinted(text: Text, diagnostics: readonly Diagnostic[]): Tinted {
  const worst = new Map<number, (typeof TINTS)[number]>();
  for (const tint of TINTS) {
    for (const { from, severity } of diagnostics) if (severity === tint) worst.set(text.lineAt(from).from, tint);
  }
  const places = [...worst].sort(([one], [other]) => one - other);
  return {
    lines: Decoration.set(places.map(([from, tint]) => LINES[tint].range(from))),
    numbers: RangeSet.of(places.map(([from, tint]) => NUMBERS[tint].range(from))),
  };
}

export const markedLines = StateField.define<Tinted>({
  create: () => ({ lines: Decoration.none, numbers: RangeSet.empty }),
  update(before, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setDiagnosticsEffect)) return tinted(transaction.newDoc, effect.value);
    }
    const { changes } = transaction;
    return changes.empty ? before : { lines: before.lines.map(changes), numbers: before.numbers.map(changes) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ lines }) => lines),
    gutterLineClass.from(field, ({ numbers }) => numbers),
  ],
});
