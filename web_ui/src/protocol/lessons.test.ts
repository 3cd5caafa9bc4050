import { expect, test } from 'vitest';
import { idOf } from './lessons';

test.each([
  ['04_dance.zip', '04_dance'],
  ['04_Dance (2).zip', '04_dance'],
  ['Mein Tanz!.ZIP', 'mein-tanz'],
  ['_hidden.zip', 'hidden'],
  ['舞.zip', 'lesson'],
  [`${'a'.repeat(60)}.zip`, 'a'.repeat(40)],
])('the zip “%s” is the lesson %s', (name, id) => {
  expect(idOf(name)).toBe(id);
});
