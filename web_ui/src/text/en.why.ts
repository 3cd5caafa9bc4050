import { languageOfDates } from './numbers';

/** The words of the timeline: why the robot did something, and why not. */
export const timeline = {
  door: 'Tell me more',
  heading: 'Why?',
  back: 'Back',
  waits: (recipe: string) => `What “${recipe}” waits for`,
  happened: 'What happened, the newest first',
  nothing: 'Nothing yet. Run a recipe, and show the robot something.',
  save: 'Save this run',
  saveExplained: 'As a file for “tjbot replay”: it holds what was noticed, typed and done, no picture and no sound.',
  open: 'Open a saved run …',
  opened: (recipe: string) => `A saved run of ${recipe}`,
  live: 'Back to what happens now',
  clock: (time: Date) => time.toLocaleTimeString(languageOfDates(), { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  after: (seconds: number) => `${seconds.toFixed(1)} s`,
  sure: (confidence: number) => confidence.toFixed(2),
  line: (line: number) => `line ${line}`,
  call: (word: string) => `${word}()`,
  times: (count: number) => `${count} ×`,
  curve: (label: string) => `How sure “${label}” was`,
  curveInWords: (label: string, most: number, threshold: number, frames: number) =>
    `“${label}” was ${most.toFixed(2)} sure at most. It needs ${threshold.toFixed(2)}, ${frames} times in a row.`,
  needs: (threshold: number) => `needs ${threshold.toFixed(2)}`,
  showLine: (line: number) => `Show line ${line} in the recipe`,
  showPart: (part: string) => `Show the ${part}`,
  noticed: {
    see: (label: string, sure: string) => `“${label}” was seen (${sure}).`,
    hear: (label: string, sure: string) => `“${label}” was heard (${sure}).`,
    touch: (label: string, _sure: string) => `“${label}” was pressed.`,
  },
  nearly: (label: string) => `“${label}” was not noticed.`,
  did: (call: string, line: number | null, count: number) =>
    `${line === null ? 'The recipe' : `Line ${line}`} asked for ${call}${count > 1 ? `, ${count} times` : ''}.`,
  byItself: 'Nothing that was noticed caused it.',
  refused: (message: string) => `It was not done: ${message}`,
  waited: (call: string, line: number | null, seconds: number) =>
    `It came ${seconds.toFixed(1)} s later: the recipe was busy with ${line === null ? call : `line ${line}, ${call}`}.`,
  whyNot: {
    tooLow: (label: string, sure: number, threshold: number) =>
      `“${label}” was ${sure.toFixed(2)}; it needs ${threshold.toFixed(2)}.`,
    tooShort: (frames: number, needed: number) =>
      `It was sure enough only ${frames === 1 ? 'once' : `${frames} times`} in a row; it needs ${needed}.`,
    tooSoon: (seconds: number) => `It came again too soon: ${seconds} s must lie between.`,
    noRecipe: 'No recipe was running.',
    notAsked: 'The recipe that runs does not ask for it.',
    busy: (call: string, line: number | null) =>
      `The recipe was busy with ${line === null ? call : `line ${line}, ${call}`}.`,
    nothingDone: 'The recipe did nothing with the robot then.',
  },
  standing: {
    now: 'It is noticed now.',
    off: (model: string) => `“${model}” is switched off, so nobody looks for it.`,
    nobody: 'Nobody looks or listens for it now: start the camera, or let me listen.',
    before: 'It was noticed before, and is not now.',
    never: 'It was not noticed yet.',
  },
  switchOn: (model: string) => `Switch on “${model}”`,
  damaged: {
    message: 'This file is no saved run, or it is damaged.',
    hint: 'Choose a file that ends with .tjreplay and was saved by “Save this run”.',
  },
  newer: {
    message: 'A newer TJBot has saved this run.',
    hint: 'Update this robot to open it.',
  },
  cannotSave: {
    message: 'This run cannot be saved: the page missed a part of it.',
    hint: 'Run the recipe again while this page is open.',
  },
  parts: { arm: 'arm', light: 'light', voice: 'voice' } as Record<string, string>,
};
