import postcss from 'postcss';
import { describe, expect, it } from 'vitest';
import { scaleMediaQueries } from '../../scripts/text_sizes';

function scaled(css: string): string {
  return postcss([scaleMediaQueries()]).process(css, { from: undefined }).css.replaceAll(/\s+/g, ' ');
}

describe('media queries', () => {
  it('ask for a wider window where the text is larger, with the same specificity', () => {
    const css = scaled('@media (max-width: 699px) and (min-height: 320px) { .a, .b > c { color: red } }');
    expect(css).toContain('@media (max-width: 43.7488rem) and (min-height: 20rem) { :where(html:not([data-text-size])) .a, :where(html:not([data-text-size])) .b > c { color: red } }');
    expect(css).toContain("@media (max-width: 69.998rem) and (min-height: 32rem) { :where([data-text-size='beamer']) .a");
    expect(css.match(/@media/g)).toHaveLength(3);
  });

  it('leave no width between two of them without rules', () => {
    const css = scaled('@media (max-width: 699px) { a { b: c } } @media (min-width: 700px) { a { b: c } }');
    const limits = (end: string) => [...css.matchAll(new RegExp(`${end}-width: ([\\d.]+)rem`, 'g'))].map(([, rem]) => Number(rem) * 16);
    expect(limits('min').map((least, index) => least - (limits('max')[index] ?? 0))).toSatisfy((gaps: number[]) => gaps.every((gap) => gap > 0 && gap < 0.1));
  });

  it('that say something of the page itself still do', () => {
    expect(scaled('@media (max-width: 699px) { html:has(main) { a: b } }')).toContain("html:where([data-text-size='large']):has(main) { a: b }");
  });

  it('without a length, and keyframes, stay as they are', () => {
    expect(scaled('@media print { a { b: c } }')).toBe('@media print { a { b: c } }');
    expect(scaled('@media (min-width: 1px) { @keyframes k { to { a: b } } }')).toContain('@keyframes k { to { a: b } }');
  });
});
