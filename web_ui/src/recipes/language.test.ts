import { expect, test } from 'vitest';
import { languageOf } from './language';

test.each([
  [['de-AT', 'en'], 'de'],
  [['en-US', 'de'], 'en'],
  [['fr', 'de'], null],
  [[], null],
])('a browser that speaks %j is told in %s', (wanted, language) => {
  expect(languageOf(wanted)).toBe(language);
});
