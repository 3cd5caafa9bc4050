import { MediaQuery } from 'svelte/reactivity';
import sizes from './sizes.json';

/** How large everything is that has letters: as it is meant, for tired eyes, or for the last row of a class. */
export type Size = keyof typeof sizes;

export const SIZES = Object.keys(sizes) as readonly Size[];

const KEY = 'tjbot text size';
const PIXELS_A_REM = 16;

/** Whether a word is the name of a size. */
function isSize(word: string | null): word is Size {
  return word !== null && Object.hasOwn(sizes, word);
}

/** The size of the page's text, kept in this browser where it keeps anything. */
class TextSize {
  #size = $state.raw<Size>(kept());

  get size(): Size {
    return this.#size;
  }

  set size(size: Size) {
    this.#size = size;
    this.apply();
    try {
      localStorage.setItem(KEY, size);
    } catch {
      // Then it holds until the page is closed.
    }
  }

  /** How much larger than usual. */
  get factor(): number {
    return sizes[this.#size];
  }

  /** Tells the style sheets: all lengths are in rem, and media queries look for the attribute (scripts/text_sizes.ts). */
  apply(): void {
    const { style, dataset } = document.documentElement;
    style.fontSize = `${this.factor * 100}%`;
    if (this.factor === 1) delete dataset['textSize'];
    else dataset['textSize'] = this.#size;
  }
}

function kept(): Size {
  try {
    const word = localStorage.getItem(KEY);
    return isSize(word) ? word : 'normal';
  } catch {
    return 'normal';
  }
}

export const textSize = new TextSize();

/**
 * Whether the window has no room for more than so much, as the media queries of the style sheets see it.
 *
 * @param pixels where the text is as large as usual; larger text needs a wider window
 */
export function upTo(pixels: number): { readonly current: boolean } {
  const queries = Object.fromEntries(
    SIZES.map((size) => [size, new MediaQuery(`(max-width: ${(((pixels + 0.98) * sizes[size]) / PIXELS_A_REM).toFixed(4)}rem)`)]),
  );
  return {
    get current() {
      return queries[textSize.size]?.current ?? false;
    },
  };
}
