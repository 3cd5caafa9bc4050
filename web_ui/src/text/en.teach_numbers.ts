/** What is said otherwise than in `en.teach.ts` where numbers are taught. */
export const teachNumbers = {
  trained: (samples: number, seconds: string) => `Learned from ${samples} rows in ${seconds} s. Move the sliders under “Try it” and see what I say.`,
  before: 'Give me rows of at least two classes. Then press Train.',
  noHeldBack: 'Give me at least 5 rows of a class. Then I keep a fifth of them for a test.',
  noneWrong: 'None wrong. Try harder ones: rows that lie between the classes.',
  accuracyExplained: 'I kept a fifth of your rows for myself and did not learn from them. This is how I did on those.',

  concerns: {
    oneSample: (name: string) => `“${name}” has only one row. Give me more of it.`,
    unbalanced: (few: string, fewCount: number, many: string, manyCount: number) =>
      `${fewCount} of “${few}”, ${manyCount} of “${many}”: I shall guess “${many}” too often. Give me more of “${few}”.`,
  },

  troubles: {},
};
