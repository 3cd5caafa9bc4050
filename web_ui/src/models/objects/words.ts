/** The words that pupils know for what the detector tells apart. */

/** The word of each class, in the order of the network's scores; the first is the background. */
const WORD_OF_CLASS = [
  ...[null, 'bicycle', 'shoe', 'laptop', 'person', 'chair', 'cow', 'table', 'cat', 'computer mouse', 'screen', 'box'],
  ...['cup', 'cup', 'bicycle', 'table', 'bottle', 'shoe', 'car', 'shoe', 'dog', 'book', 'camera', 'car'],
] as const;

export type Word = NonNullable<(typeof WORD_OF_CLASS)[number]>;

/** How many scores there are for each anchor. */
export const CLASSES = WORD_OF_CLASS.length;

/** What the model can say; what lies on a desk comes first. */
export const WORDS: readonly Word[] = [
  ...(['cup', 'bottle', 'book', 'laptop', 'computer mouse', 'screen', 'camera', 'box', 'shoe', 'chair', 'table'] as const),
  ...(['person', 'dog', 'cat', 'cow', 'car', 'bicycle'] as const),
];

/** The word of a class other than the background. */
export function wordOf(index: number): Word {
  return WORD_OF_CLASS[index] as Word;
}
