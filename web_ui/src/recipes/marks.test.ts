import { describe, expect, test } from 'vitest';
import type { Fault } from '../protocol/library';
import { errorMarks, faultMarks, merged, unquoted, type Mark } from './marks';

function fault(line: number, column: number, end: number, more: Partial<Fault> = {}): Fault {
  return {
    line,
    column,
    end_line: line,
    end_column: end,
    severity: 'error',
    message: 'No.',
    hint: '',
    replacement: null,
    model: null,
    ...more,
  };
}

describe('what the robot finds', () => {
  test('is marked at its place, counted as JavaScript counts', () => {
    const source = "print('😀')\nrobot.wvae()\n";
    const [mark] = faultMarks(source, [fault(2, 6, 10, { hint: 'Did you mean "wave"?', replacement: 'wave' })]);
    expect(mark).toEqual({ from: 18, to: 22, line: 2, severity: 'error', message: 'No.', mend: 'wave' });
    expect(source.slice(mark?.from, mark?.to)).toBe('wvae');
  });

  test('is told with its hint, unless the button says the same', () => {
    const hint = 'Put robot.sleep(0.1) into it.';
    expect(faultMarks('x', [fault(1, 0, 1, { hint })])[0]?.message).toBe(`No. ${hint}`);
    const label = fault(1, 0, 1, { hint: 'Did you mean "fist"?', replacement: '"fist"' });
    expect(faultMarks('x', [label])[0]?.message).toBe('No.');
    const off = fault(1, 0, 1, { hint: 'Switch it on in the page.', model: 'image' });
    expect(faultMarks('x', [off])[0]).toMatchObject({ message: 'No.', model: 'image' });
  });

  test('may span nothing, several lines, or a place that the text no longer has', () => {
    const places = [fault(1, 1, 1), { ...fault(1, 0, 0), end_line: 2, end_column: 1 }, fault(9, 4, 8)];
    expect(faultMarks('ab\ncd', places).map(({ from, to }) => [from, to])).toEqual([
      [1, 1],
      [0, 4],
      [5, 5],
    ]);
  });
});

test('a label is shown without its quotation marks', () => {
  expect([unquoted('"fist"'), unquoted("'fist'"), unquoted('wave'), unquoted('"')]).toEqual(['fist', 'fist', 'wave', '"']);
});

test('one line is told once where the checks know why the run broke there', () => {
  const mark = (from: number, line: number, severity: Mark['severity'], message: string): Mark => ({ from, to: from, line, severity, message });
  const ofRun = [mark(10, 2, 'error', 'run')];
  expect(merged(ofRun, [mark(12, 2, 'error', 'check')]).map(({ message }) => message)).toEqual(['check']);
  expect(merged(ofRun, [mark(2, 1, 'error', 'other'), mark(12, 2, 'warning', 'check')]).map(({ message }) => message)).toEqual([
    'other',
    'run',
    'check',
  ]);
});

describe('an error of the recipe that runs', () => {
  const out = (text: string, stream: 'stderr' | 'stdout' = 'stderr') => ({ type: 'output' as const, time: 1, recipe: 'a', stream, text });

  test('marks its line', () => {
    const said = 'a.py has a problem in line 2:\n    print(colour)\nPython does not know "colour".\n';
    expect(errorMarks('x = 1\n  print(colour)\n', [out(said)])).toEqual([
      { from: 8, to: 21, line: 2, severity: 'error', message: 'Python does not know "colour".' },
    ]);
  });

  test('marks it in any language, without the arrow below it', () => {
    const said = 'In a.py stimmt etwas nicht in Zeile 1:\n    if x\n        ^\nHier fehlt ein Doppelpunkt.\nSchreibe ihn.\n';
    expect(errorMarks('if x', [out('oh\n'), out(said)])).toMatchObject([
      { from: 0, to: 4, line: 1, message: 'Hier fehlt ein Doppelpunkt. Schreibe ihn.' },
    ]);
  });

  test('is nothing where no line of the text is quoted', () => {
    expect(errorMarks('x', [out('in line 1:\n    x', 'stdout'), out('oh')])).toEqual([]);
    expect(errorMarks('x', [out('in line 7:\n    x')])).toEqual([]);
    expect(errorMarks('x', [out('beside.py has a problem in line 1:\n    y\nNo.')])).toEqual([]);
    expect(errorMarks('\nx', [out('My list 1:\n    \n')])).toEqual([]);
  });
});
