import { describe, expect, test } from 'vitest';
import { errorMarks, labelMarks, nearest } from './marks';
import { FIXED } from './words';

const LABELS = { see: ['fist', 'open hand', 'thumbs up'], hear: ['clap'], touch: ['button'] };
const SAID = { unknown: (label: string) => `? ${label}`, otherSense: (label: string, word: string) => `${label}: ${word}` };

function found(source: string, labels = LABELS, freeWords = false) {
  return labelMarks(source, FIXED, labels, freeWords, SAID).map((mark) => [source.slice(mark.from, mark.to), mark.line, mark.mend]);
}

describe('labels', () => {
  test('that nobody knows are marked, with what was meant', () => {
    expect(found('\n@robot.when_sees("opne hand")')).toEqual([['opne hand', 2, 'open hand']]);
    expect(found("if robot.sees( 'Fist' ):")).toEqual([['Fist', 1, 'fist']]);
    expect(found('robot.wait_for(label="zebra")')).toEqual([['zebra', 1, undefined]]);
  });

  test('that are known are not', () => {
    expect(found('@robot.when_sees("fist")\n@robot.when_hears("clap")\nrobot.wait_for("button")')).toEqual([]);
  });

  test('in remarks, long texts and other words are no business of ours', () => {
    expect(found('# robot.sees("x")\n"""robot.sees("x")"""\nrobot.say("x")\nrobot.sees(x)\nrobot.sees("")')).toEqual([]);
  });

  test('of another sense are told so, and the right word is one click away', () => {
    expect(found('@robot.when_sees("clap")')).toEqual([['when_sees', 1, 'when_hears']]);
    expect(found('robot.sees("clap")')).toEqual([['sees', 1, 'hears']]);
  });

  test('are not doubted where nothing is known yet, nor what ears may know besides', () => {
    expect(found('@robot.when_sees("x")', { see: [], hear: [], touch: [] })).toEqual([]);
    expect(found('@robot.when_hears("banana")', LABELS, true)).toEqual([]);
    expect(found('@robot.when_hears("clp")', LABELS, true)).toEqual([['clp', 1, 'clap']]);
  });
});

test('the nearest word is the one that was meant, or none', () => {
  expect(nearest('opne hand', LABELS.see)).toBe('open hand');
  expect(nearest('OPEN HAND', LABELS.see)).toBe('open hand');
  expect(nearest('fsit', LABELS.see)).toBe('fist');
  expect(nearest('elephant', LABELS.see)).toBeNull();
  expect(nearest('x', [])).toBeNull();
});

describe('an error of the recipe that runs', () => {
  const out = (text: string, stream: 'stderr' | 'stdout' = 'stderr') => ({ type: 'output' as const, time: 1, recipe: 'a', stream, text });

  test('marks its line', () => {
    const said = 'a.py has a problem in line 2:\n    print(colour)\nPython does not know "colour".\n';
    expect(errorMarks('x = 1\n  print(colour)\n', [out(said)])).toEqual([
      { from: 8, to: 21, line: 2, severity: 'error', message: 'Python does not know "colour".' },
    ]);
  });

  test('is nothing where no line of the text is named', () => {
    expect(errorMarks('x', [out('in line 1', 'stdout'), out('oh')])).toEqual([]);
    expect(errorMarks('x', [out('in line 7:')])).toEqual([]);
  });
});
