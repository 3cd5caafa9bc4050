import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView, Decoration, MatchDecorator, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import type { Word } from '../words';

const RULE = '1.625rem';

/** A ruled index card with a violet margin. */
export const card = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'transparent', color: 'var(--ink)', fontSize: '1rem' },
  '&:focus-within': { outline: '3px solid var(--recipe)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--code)', lineHeight: RULE, overflow: 'auto' },
  '.cm-content': {
    padding: '4px 0 3rem',
    caretColor: 'var(--recipe)',
    background: `repeating-linear-gradient(transparent 0 calc(${RULE} - 1.5px), #dccfb4 calc(${RULE} - 1.5px) calc(${RULE} - 0.5px), transparent calc(${RULE} - 0.5px) ${RULE}) 0 4px`,
  },
  '.cm-line': { padding: '0 0.6rem 0 0.55rem' },
  '.cm-gutters': { border: '0', borderRight: '2px solid #b79be0', backgroundColor: 'transparent', color: '#6b4f86' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '1.5rem', padding: '0 4px 0 2px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'rgb(91 42 157 / 7%)' },
  '.cm-cursor': { borderLeft: '2px solid var(--recipe)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': { backgroundColor: '#d8c4f2 !important' },
  '.cm-matchingBracket': { backgroundColor: '#e2d6f4 !important', outline: '1px solid #b79be0' },
  '.cm-robot-event': { color: 'var(--see)', fontWeight: '700' },
  '.cm-robot-verb': { color: '#94430a', fontWeight: '700' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--alarm) 2px', backgroundColor: '#b3141214' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy #a85a00 2px' },
  '.cm-line-next': { backgroundColor: '#ffe08a', boxShadow: 'inset 5px 0 0 var(--recipe)' },
  '.cm-line-shown': { backgroundColor: '#e2d6f4', boxShadow: 'inset 5px 0 0 var(--see)' },
  '.cm-line-error': { backgroundColor: '#b3141212' },
  '.cm-line-warning': { backgroundColor: '#a85a0014' },
  '.cm-line-pointed': { backgroundColor: '#e2d6f4', boxShadow: 'inset 4px 0 0 var(--recipe)' },
  '.cm-number-error': { backgroundColor: 'var(--alarm)', color: '#fff', fontWeight: '700' },
  '.cm-number-warning': { backgroundColor: '#ffc966', color: 'var(--ink)', fontWeight: '700' },
  '.cm-tooltip': {
    maxWidth: 'min(24rem, 88vw)',
    border: '0',
    borderRadius: '4px 7px 5px 6px',
    backgroundColor: '#fff8e8',
    color: 'var(--ink)',
    boxShadow: '0 2px 0 #d7c49d, 0 8px 16px -3px rgb(60 35 10 / 60%)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxHeight: '13rem', fontFamily: 'var(--code)', fontSize: '1rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.7rem', lineHeight: '1.45' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--recipe)', color: '#fff' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-tooltip.cm-completionInfo': { padding: '0.4rem 0.7rem' },
  '.cm-word-help': { padding: '0.3rem 0.2rem', fontFamily: 'var(--body)', fontSize: '1rem', lineHeight: '1.35' },
  '.cm-word-help code': { display: 'block', color: 'var(--recipe)', fontFamily: 'var(--code)', overflowWrap: 'anywhere' },
  '.cm-tooltip-hover .cm-word-help': { padding: '0.5rem 0.8rem' },
  '.cm-diagnostic': { padding: '0.35rem 0.7rem', fontFamily: 'var(--body)', fontSize: '1rem', whiteSpace: 'pre-wrap' },
  '.cm-diagnosticAction': {
    padding: '0.1rem 0.7rem',
    borderRadius: '8px',
    backgroundColor: 'var(--recipe)',
    font: '600 1rem / 1.5 var(--display)',
  },
  '.cm-snippetField': { backgroundColor: '#e2d6f4' },
});

const INK = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], color: '#5b2a9d', fontWeight: '700' },
  { tag: [tags.string, tags.special(tags.string)], color: '#7a2e3d' },
  { tag: [tags.number, tags.bool, tags.null], color: '#2f5a1e' },
  { tag: [tags.comment], color: '#6b4f35', fontStyle: 'italic' },
  { tag: tags.definition(tags.function(tags.variableName)), color: '#3d1670', fontWeight: '700' },
]);

/** Colors for Python, and for what the robot notices (as its sense) and does. */
export function ink(words: readonly Word[]): Extension {
  const hats = new Set(words.filter((word) => word.hat || word.sense !== undefined).map((word) => word.name));
  const verbs = new Set(words.filter((word) => word.part !== undefined).map((word) => word.name));
  const matcher = new MatchDecorator({
    regexp: /(?<=\brobot\.)\w+/g,
    decoration: ([name]) => {
      if (hats.has(name)) return Decoration.mark({ class: 'cm-robot-event' });
      return verbs.has(name) ? Decoration.mark({ class: 'cm-robot-verb' }) : null;
    },
  });
  const plugin = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = matcher.createDeco(view);
      }
      update(update: ViewUpdate): void {
        this.decorations = matcher.updateDeco(update, this.decorations);
      }
    },
    { decorations: (value) => value.decorations },
  );
  return [plugin, syntaxHighlighting(INK)];
}
