import type { Plugin } from 'postcss';
import sizes from '../src/text_size/sizes.json';

const LENGTH = /(min|max)-(width|height):\s*([\d.]+)px/g;
const PIXELS_A_REM = 16;

/** A media query for text that is `factor` times as large: the window has room for so much less of it. */
function scaled(query: string, factor: number): string {
  return query.replace(LENGTH, (_, end: string, axis: string, pixels: string) => {
    // Between 699 and 700 there is nothing as long as nothing is scaled.
    const limit = Number(pixels) + (end === 'max' ? 0.98 : 0);
    return `${end}-${axis}: ${Number(((limit * factor) / PIXELS_A_REM).toFixed(4))}rem`;
  });
}

/** A selector that holds only on some condition of the page, with the same specificity as before. */
function onlyWhere(condition: string, selector: string): string {
  const root = /^(html|:root)(?![\w-])/.exec(selector)?.[0];
  return root === undefined ? `:where(${condition}) ${selector}` : `${root}:where(${condition})${selector.slice(root.length)}`;
}

/**
 * Lets media queries scale with the page's text. Lengths in a media query know nothing of the page's font size, so each
 * query is written once for every size.
 */
export function scaleMediaQueries(): Plugin {
  return {
    postcssPlugin: 'scale-media-queries',
    OnceExit(root) {
      root.walkAtRules('media', (rule) => {
        if (rule.params.match(LENGTH) === null) return;
        for (const [size, factor] of Object.entries(sizes)) {
          const copy = rule.clone({ params: scaled(rule.params, factor) });
          const condition = factor === 1 ? 'html:not([data-text-size])' : `[data-text-size='${size}']`;
          copy.walkRules((inner) => {
            // What is between two keyframes has no selector.
            if (inner.parent?.type === 'atrule' && inner.parent !== copy) return;
            inner.selectors = inner.selectors.map((selector) => onlyWhere(condition, selector));
          });
          rule.before(copy);
        }
        rule.remove();
      });
    },
  };
}
