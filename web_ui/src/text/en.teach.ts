import { languageOfDates } from './numbers';

function samplesIn(pictures: number, sounds: number, samples: number): string {
  if (pictures > 0) return pictures === 1 ? '1 picture' : `${pictures} pictures`;
  if (sounds > 0) return sounds === 1 ? '1 sound' : `${sounds} sounds`;
  return samples === 1 ? '1 sample' : `${samples} samples`;
}

function momentOf(when: Date): string {
  return when.toLocaleString(languageOfDates(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

/** The words of the page on which one teaches. */
export const teach = {
  door: 'Teach me …',
  back: 'Back to the robot',
  show: 'Show',
  learn: 'Learn',
  check: 'Check',

  choose: 'What shall I learn to tell apart?',
  kinds: {
    pictures: { name: 'Pictures', what: 'Show me things: a banana, an apple, an empty table.' },
    hands: { name: 'Hands', what: 'Show me signs that you make with your hand.' },
    movements: { name: 'Movements', what: 'Show me how your hand moves: a zigzag, a tick, “come here”.' },
    sounds: { name: 'Sounds', what: 'Let me hear a bell, a snap, a word.' },
    numbers: { name: 'Numbers', what: 'Give me a table: petals and their lengths, or what a sensor measured.' },
  },
  mine: 'What I have learned in this browser',
  right: (part: number) => `${Math.round(100 * part)} of 100 right`,
  untaught: 'not taught yet',
  others: 'Another project',

  firstClasses: ['First thing', 'Second thing'] as [string, string, ...string[]],
  class: (number: number) => `Thing ${number}`,
  nothing: 'Name a class “nothing” for what shall not count: an empty table, or the room.',
  addClass: 'Add a class',
  className: 'What is it called?',
  removeClass: 'Throw away',
  projectName: 'Name of the project',
  remove: 'Throw it away',
  removeReally: 'Really throw all of it away?',
  yes: 'Yes, throw away',
  no: 'Keep it',

  hold: 'Hold to take pictures',
  taking: 'Taking …',
  timer: 'Timer',
  timerExplained: 'Counts 3, 2, 1 and then takes 20 pictures',
  files: 'Files …',
  play: (number: number, name: string) => `Play sample ${number} of “${name}”`,
  playWrong: (is: string, said: string) => `Play “${is}”, taken for “${said}”`,
  noCamera: 'Press “Start camera” under “I see”, or take picture files.',
  count: (count: number) => (count === 1 ? '1 sample' : `${count} samples`),
  forget: (number: number, name: string) => `Throw away sample ${number} of “${name}”`,
  samplesOf: (name: string) => `Samples of “${name}”; a click throws one away`,
  more: (count: number) => `and ${count} more`,
  loading: 'What looks at the samples is being loaded',

  ways: {
    label: 'How shall I learn?',
    upon: { name: 'Build upon what I know', what: 'My network was trained on more than a million pictures. Only the last layer is new.' },
    scratch: { name: 'From scratch', what: 'I begin with random numbers, and know nothing but your samples, 32 × 32 pixels each.' },
  },
  compared: 'The two ways, on the same samples',
  train: 'Train',
  trainAgain: 'Train again',
  stopTraining: 'That is enough',
  epoch: (epoch: number, epochs: number) => `Round ${epoch} of ${epochs}`,
  curves: { right: 'How much is right', loss: 'How far off (loss)' },
  curve: { learned: 'what it learns from', heldBack: 'what it has never seen' },
  trained: (samples: number, seconds: string) => `Learned from ${samples} samples in ${seconds} s. Hold something in front of the camera: the bars under “I see” are its answers.`,
  stale: 'You changed something since. Train again, so that I know it too.',
  before: 'Show me samples of at least two classes. Then press Train.',

  accuracy: (right: number, all: number) => `${right} of ${all} right`,
  accuracyExplained: 'I kept a fifth of your samples for myself and did not learn from them. This is how I did on those.',
  noHeldBack: 'Show at least 5 samples of a class. Then I keep a fifth of them for a test.',
  confusion: 'What each was taken for',
  isRow: 'it is',
  saidColumn: 'I said',
  wrong: 'The ones I got wrong',
  wrongOne: (is: string, said: string) => `“${is}”, taken for “${said}”`,
  noneWrong: 'None wrong. Try harder ones: other light, other people, other backgrounds.',
  use: 'Use',
  recipe: (label: string, sense: 'sees' | 'hears') => `@robot.when_${sense}("${label}")`,
  recipeExplained: 'In a recipe:',
  map: 'A map of all samples',
  mapExplained: 'What looks alike to me lies together. Where colours mix, I mix things up.',
  drawMap: 'Draw the map',

  bring: 'Open a file …',
  bringExplained: 'A project, a model’s zip, a Teachable Machine export, or a zip of pictures in a folder for each class.',
  onRobot: 'Models on the robot',
  onRobotExplained: 'What others taught. Open one to use it in this browser.',
  removeFromRobot: (name: string) => `Remove “${name}” from the robot`,
  size: (bytes: number) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`),
  signature: {
    author: 'Who made it?',
    example: 'a first name, or your class',
    licence: 'May others use it?',
    licences: { '': 'No, we keep it to ourselves', 'CC0-1.0': 'Yes, anyone may (CC0)', 'CC-BY-4.0': 'Yes, with our name (CC BY 4.0)' },
    nameless: 'With which name? Write above who made it.',
  },
  keep: {
    button: 'Keep the samples on the robot',
    heading: 'Projects on the robot',
    listed: 'Their pictures and sounds lie on the robot until somebody removes them. Open one to go on with it in this browser.',
    really: (pictures: number, sounds: number, samples: number) => `${samplesIn(pictures, sounds, samples)} then ${samples === 1 ? 'lies' : 'lie'} on the robot.`,
    explained: 'Every page of this robot can open them. They stay until somebody removes them: “Another project”, then ✕.',
    there: (name: string, samples: number, when: Date) => `“${name}” is there already, with ${samples} ${samples === 1 ? 'sample' : 'samples'}, saved on ${momentOf(when)}.`,
    when: momentOf,
    save: 'Save it there',
    replace: 'Replace what is there',
    beside: 'Save beside it',
    cancel: 'Save nothing',
    saved: (name: string, count: number) => `“${name}” lies on the robot now, with ${count} ${count === 1 ? 'sample' : 'samples'}. Remove it under “Another project”.`,
    remove: (name: string) => `Remove the project “${name}” from the robot`,
    removeReally: 'Remove it and its samples from the robot? What this browser has of it stays.',
    yes: 'Yes, remove',
  },
  share: {
    model: 'The model, to use it',
    modelExplained: 'What I learned, without your samples.',
    onRobot: 'Give the model to the robot',
    webPage: 'Make a web page of it',
    project: 'The project, to go on with it',
    projectExplained: (samples: number, taught: boolean) => `All ${samples === 1 ? '1 sample' : `${samples} samples`}${taught ? ' and the model' : ''}, for another day or another computer.`,
    file: 'Save the project as a file',
    savedOnRobot: (name: string) => `“${name}” lives on the robot now: every page of it can load it. None of your samples went along.`,
    savedFile: (count: number) => `Saved, with ${count} samples. Open it in any TJBot page.`,
    savedPage: 'Saved: a folder that plain TensorFlow.js loads. Its index.html shows how.',
    looking: 'I look for faces and papers first …',
    faces: (count: number) => (count === 1 ? 'There is a face on 1 sample.' : `There are faces on ${count} samples.`),
    facesExplained: 'Ask those whose faces they are.',
    print: (count: number) =>
      count === 1 ? 'There seems to be print on 1 sample (a letter, a report, a card?).' : `There seems to be print on ${count} samples (letters, reports, cards?).`,
    printExplained: 'Names and marks can be read there.',
    askedExplained: 'May whoever gets the file see this? Nothing was sent anywhere.',
    more: (count: number) => `and ${count} more`,
    without: 'Leave them out',
    along: 'They may go along',
    cancel: 'Save nothing',
  },

  brought: 'I use it already. Show me samples of yours, and it learns on.',
  base: (name: string) => `“${name}” came from elsewhere and learns on from your samples.`,
  frozen: (layers: number) => (layers === 1 ? 'Freeze all but its last layer' : `Freeze all but its last ${layers} layers`),
  lookingAtSamples: 'The samples are looked at',
  beforeTuning: (right: number, all: number) => `Before, it had ${right} of ${all} right.`,
  numbers: {
    heading: 'I measure',
    noSensors: 'The robot measures nothing now.',
    begin: 'Open a table with a line for each thing and its class in the last column, or begin with the irises.',
    open: 'Open a table (CSV) …',
    irises: 'The irises',
    irisColumns: ['sepal length', 'sepal width', 'petal length', 'petal width'],
    sensors: 'The robot’s sensors',
    rows: (name: string) => `Rows of “${name}”`,
    measure: 'Hold to measure',
    measuring: 'Measuring …',
    type: (name: string, columns: readonly string[]) => `A row of “${name}”: ${columns.join(', ')}`,
    add: 'Add',
    tryOut: 'Try it',
    answer: 'What I say of these numbers',
    troubles: {
      row: (columns: readonly string[]) => ({
        message: `A row has ${columns.length} numbers: ${columns.join(', ')}.`,
        hint: 'Write them with a space between each two.',
      }),
      noSensor: (column: string) => ({ message: `Nothing measures “${column}” now.`, hint: 'Is the sensor switched on, and the robot connected?' }),
      otherColumns: (columns: readonly string[], own: readonly string[]) => ({
        message: `The table has the columns ${columns.join(', ')}; this project has ${own.join(', ')}.`,
        hint: 'Begin with a new project for it.',
      }),
    },
  },

  gone: {
    samples: (count: number) => (count === 1 ? 'Bring 1 sample back' : `Bring ${count} samples back`),
    class: (name: string) => `Bring “${name}” back`,
  },

  concerns: {
    oneClass: 'I need at least two classes to tell something apart.',
    empty: (name: string) => `“${name}” has no samples yet.`,
    oneSample: (name: string) => `“${name}” has only one sample. Show more of it.`,
    alike: (name: string) => `All samples of “${name}” are the same. Turn it, move it, change the light.`,
    few: (name: string, count: number) => `Only ${count} of “${name}”. With more, and different ones, I get better.`,
    unbalanced: (few: string, fewCount: number, many: string, manyCount: number) =>
      `${fewCount} of “${few}”, ${manyCount} of “${many}”: I shall guess “${many}” too often. Show more of “${few}”.`,
  },

  troubles: {
    empty: (_: string) => ({ message: 'A class needs a name.', hint: 'It becomes the word in your recipe.' }),
    taken: (name: string) => ({ message: `There is a class “${name}” already.`, hint: 'Choose another name.' }),
    manyClasses: (most: number) => ({ message: `${most} classes are the most.`, hint: 'Throw one away that you do not need.' }),
    manySamples: (most: number) => ({
      message: `${most} samples are the most that fit into a small computer’s memory.`,
      hint: 'Throw some away that look alike; different ones teach more than many.',
    }),
    silent: (name: string) => ({
      message: `I heard only silence, and it is no sample of “${name}”.`,
      hint: 'Make it sound nearer to the microphone. If silence shall be a class of its own, call it “nothing”.',
    }),
    noCamera: { message: 'There are no pictures: the camera is off.', hint: 'Press “Start camera” under “I see”, or take picture files.' },
    files: (names: readonly string[]) => ({
      message: `${names.length} files were left out: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}.`,
      hint: 'Take pictures as JPEG, PNG or WebP that show something.',
    }),
  },
};
