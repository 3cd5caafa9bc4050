import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pageSentences } from '../../scripts/sentences.mjs';
import { de } from './de';
import { en } from './en';
import { codesOf, speechIn } from './load';
import type { Sentences } from './sentences';

const written = { './en.ts': () => Promise.resolve(en), './de.ts': () => Promise.resolve(de) };

/** The page's words with one more file among those of the languages. */
function withFile(sentences: Sentences, code = 'fr') {
  return speechIn(code, { [`../../../tjbot/languages/${code}.json`]: () => Promise.resolve(sentences) }, written);
}

test('a language is one more file', async () => {
  const { text, told } = await withFile({
    'I see': 'Je vois',
    '{label}: look closer': '{label} : regarder de plus près',
    'Not seen: it is {sure} sure, and must be {threshold}.': 'Pas vu : {sure}, il faut {threshold}.',
    '{name} is too long for a recipe.': '{name} est trop long pour une recette.',
    'There is no camera.': 'Il n’y a pas de caméra.',
  });
  expect(text.see.heading).toBe('Je vois');
  expect(text.see.lookCloser('open hand')).toBe('open hand : regarder de plus près');
  expect(text.see.why.tooLow(0.62, 0.7)).toBe('Pas vu : 0,62, il faut 0,70.');
  expect(text.recipes.brought.long('mine.py').message).toBe('mine.py est trop long pour une recette.');
  expect(told('There is no camera. Plug one in; it starts by itself.')).toBe('Il n’y a pas de caméra. Plug one in; it starts by itself.');
});

test('what it lacks is told in English', async () => {
  const { text, told } = await withFile({ 'I see': '', 'I hear': 'J’entends' });
  expect(text.see.heading).toBe('I see');
  expect(text.hear.heading).toBe('J’entends');
  expect(text.privacy.pictures(2)).toBe('2 pictures left this page');
  expect(told('There is no camera.')).toBe('There is no camera.');
});

test('it may have more plural forms than English', async () => {
  const forms = { one: '{count} recepta', few: '{count} recepty', many: '{count} recept', other: '{count} recepty' };
  const { text } = await withFile({ '{count} recipes were thrown away': forms, 'All {count} recipes': 'Wszystkie: {count}' }, 'pl');
  expect([2, 5, 22].map((count) => text.recipes.thrownAway(count))).toEqual(['2 recepty', '5 recept', '22 recepty']);
  expect(text.recipes.all(7)).toBe('Wszystkie: 7');
});

test('the words of recipes and of people stay as they are', async () => {
  const { text } = await withFile({ fist: 'poing', 'There is a class “{name}” already.': 'Il y a déjà « {name} ».', Stop: 'Arrêter' });
  expect(text.teach.recipe('fist', 'sees')).toBe('@robot.when_sees("fist")');
  expect(text.teach.troubles.taken('fist').message).toBe('Il y a déjà « fist ».');
});

test('English and German are written out', async () => {
  expect((await speechIn('de', {}, written)).text).toBe(de);
  expect((await speechIn('en', {}, written)).text).toBe(en);
  expect(codesOf({ '../a/pt-BR.json': 0 as never, './de.ts': 0 as never })).toEqual(['pt-BR', 'de']);
});

/** Every text in the page's words that no function makes, by its place. */
function texts(value: unknown, place: string): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => texts(each, `${place}.${name}`));
}

test('one file can translate the whole page', async () => {
  const sentences = pageSentences(fileURLToPath(new URL('.', import.meta.url)));
  expect(sentences.length).toBeGreaterThan(500);
  const { text } = await withFile(Object.fromEntries(sentences.map((sentence) => [sentence, `⟦${sentence}⟧`])));
  const left = texts(text, 'text').filter(([, told]) => /\p{Letter}{2}/u.test(told) && !told.includes('⟦'));
  expect(left).toEqual([]);
  expect(text.teach.keep.saved('Fruit', 3)).toContain('⟦');
  expect(text.robot.picture(text.robot.arm(81), text.robot.dark, text.robot.quiet)).toContain('⟦');
});

/** The places of texts that are the same in both languages. */
function same(one: unknown, other: unknown, place = ''): string[] {
  if (typeof one === 'string') return one === other && /\p{Letter}{3}.* /u.test(one) ? [`${place}: ${one}`] : [];
  if (typeof one !== 'object' || one === null) return [];
  return Object.entries(one).flatMap(([name, each]) => same(each, (other as Record<string, unknown>)[name], `${place}.${name}`));
}

test('nothing in German is still English', () => {
  expect(same(en, de)).toEqual([]);
});
