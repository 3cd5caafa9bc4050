/** What is said otherwise than in `en.teach.ts` where sounds are taught. */
export const teachSounds = {
  nothing: 'Name a class “nothing” for what shall not count: the room as it always sounds.',

  hold: 'Hold to record',
  taking: 'Recording …',
  timerExplained: 'Counts 3, 2, 1 and then records for 10 seconds',
  noCamera: 'Switch “Listen” on under “I hear”, or take sound files.',

  trained: (samples: number, seconds: string) => `Learned from ${samples} samples in ${seconds} s. Let me hear something: the bars under “I hear” are its answers.`,
  before: 'Let me hear samples of at least two classes. Then press Train.',

  noHeldBack: 'Let me hear at least 5 samples of a class. Then I keep a fifth of them for a test.',
  noneWrong: 'None wrong. Try harder ones: softer, further away, in another room, from other people.',
  mapExplained: 'What sounds alike to me lies together. Where colours mix, I mix things up.',

  concerns: {
    oneSample: (name: string) => `“${name}” has only one sample. Let me hear more of it.`,
    alike: (name: string) => `All samples of “${name}” are the same. Make it sound again, a little different each time.`,
    unbalanced: (few: string, fewCount: number, many: string, manyCount: number) =>
      `${fewCount} of “${few}”, ${manyCount} of “${many}”: I shall guess “${many}” too often. Let me hear more of “${few}”.`,
  },

  troubles: {
    noCamera: { message: 'There is no sound: the microphone is off.', hint: 'Switch “Listen” on under “I hear”, or take sound files.' },
    files: (names: readonly string[]) => ({
      message: `${names.length} files were left out: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}.`,
      hint: 'Take sounds as WAV or MP3 in which something can be heard.',
    }),
  },
};
