import { expect, test } from 'vitest';
import { faster, NORMAL, slower, STEP, type Pace } from './pace';

function all(from: Pace, next: (pace: Pace) => Pace): string[] {
  const paces = [from];
  for (let count = 0; count < 6; count++) paces.push(next(paces.at(-1) ?? from));
  return paces.map(({ pace, seconds }) => (pace === 'slow' ? `${seconds}` : pace));
}

test('from steps it goes faster until it runs as ever, and slower back', () => {
  expect(all(STEP, faster)).toEqual(['step', '2', '1', '0.5', '0.25', 'normal', 'normal']);
  expect(all(NORMAL, slower)).toEqual(['normal', '0.25', '0.5', '1', '2', 'step', 'step']);
});

test('a pace that another page has chosen has neighbours, too', () => {
  expect(faster({ pace: 'slow', seconds: 0.7 })).toEqual({ pace: 'slow', seconds: 0.25 });
  expect(slower({ pace: 'slow', seconds: 0.7 })).toEqual({ pace: 'slow', seconds: 1 });
  expect(faster({ pace: 'slow', seconds: 0.1 })).toEqual(NORMAL);
});
