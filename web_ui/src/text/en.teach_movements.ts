/** What is said otherwise than in `en.teach.ts` where movements are taught. */
export const teachMovements = {
  firstClasses: ['First movement', 'Second movement', 'nothing'] as [string, string, ...string[]],
  nothing: 'A movement goes from rest to rest. “nothing” is for all that shall not count: scratch your head, reach for the mouse, come and go. A hand that keeps still never counts.',

  hold: 'Hold, and move',
  timerExplained: 'Counts 3, 2, 1 and then takes 5 movements: move, rest, move, rest',
  noCamera: 'Press “Start camera” under “I see”.',

  trained: (samples: number, seconds: string) => `Learned from ${samples} movements in ${seconds} s. Hold your hand still before the camera, move it, and hold it still: the bars under “I see” are its answer.`,
  before: 'Show me movements of at least two classes. Then press Train.',

  noNothing: 'Without a class “nothing” I take whatever a hand does for one of your movements. Add one, and show me other movements.',
  noHeldBack: 'Show at least 5 movements of a class. Then I keep a fifth of them for a test.',
  noneWrong: 'None wrong. Try harder ones: slower, larger, with the other hand, from other people.',
  mapExplained: 'What moves alike to me lies together. Where colours mix, I mix things up.',

  /** What whoever stands before the camera has to do. */
  cues: {
    'no hand': 'Where is your hand?',
    'be still': 'Hold still …',
    move: 'Move!',
    moving: 'I am looking …',
  },
  fromCamera: 'Move your hand before the camera.',
  anything: 'Do anything else!',
  /** Why nothing was taken. */
  misses: {
    long: { message: 'That went on for longer than 3 seconds, so I do not know where the movement ends.', hint: 'Hold your hand still, make one short movement, and hold it still again.' },
    lost: { message: 'I lost your hand half-way, so this one does not count.', hint: 'Stay inside the picture, and move a little slower, with more light.' },
    short: { message: 'I saw too little of that movement.', hint: 'Move a little slower, or switch off other models.' },
    none: { message: 'I saw no movement.', hint: 'Hold your hand still, move it, and hold it still again before you let go.' },
    'no hand': { message: 'I saw no hand.', hint: 'Hold your hand up so that all of it can be seen.' },
  },

  concerns: {
    few: (name: string, count: number) => `Only ${count} of “${name}”. With more, small and large, quick and slow, I get better.`,
    alike: (name: string) => `All samples of “${name}” are the same. Make the movement again, a little different each time.`,
  },

  troubles: {
    noCamera: { message: 'There are no pictures: the camera is off.', hint: 'Press “Start camera” under “I see”.' },
    files: (names: readonly string[]) => ({
      message: `${names.length} files are no movements.`,
      hint: 'Move your hand before the camera.',
    }),
  },
};
