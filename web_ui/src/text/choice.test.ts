import { afterEach, expect, test, vi } from 'vitest';
import { bestLanguage, chooseLanguage, nameOf, wantedLanguages } from './choice';

afterEach(() => vi.unstubAllGlobals());

const KNOWN = ['de', 'en', 'pt-BR'];

test.each([
  [['de-AT', 'en'], 'de'],
  [['en-US', 'de'], 'en'],
  [['fr', 'de'], 'de'],
  [['pt-br'], 'pt-BR'],
  [['pt'], 'en'],
  [[], 'en'],
])('who wants %j is told in %s', (wanted, language) => {
  expect(bestLanguage(KNOWN, wanted)).toBe(language);
});

/** A browser at an address, that keeps what it is given or nothing at all. */
function browser(address: string, kept: Map<string, string> | null) {
  const location = Object.assign(new URL(address), { reload: vi.fn() });
  const storage = {
    getItem: (key: string) => kept?.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (kept === null) throw new Error('This browser keeps nothing.');
      kept.set(key, value);
    },
  };
  const replaceState = vi.fn((_state: unknown, _title: string, next: URL) => (location.href = next.href));
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', { state: null, replaceState });
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('navigator', { languages: ['fr-CA', 'en'] });
  return location;
}

test('what was chosen goes before what the browser wants, and the address before both', () => {
  browser('http://localhost/?language=de', new Map([['tjbot.language', 'en']]));
  expect(wantedLanguages()).toEqual(['de', 'en', 'fr-CA', 'en']);
});

test('a choice is kept, and the page opened anew where it was', () => {
  const kept = new Map<string, string>();
  const location = browser('http://localhost/?body=pupil-1&language=en#teach', kept);
  chooseLanguage('de');
  expect(kept.get('tjbot.language')).toBe('de');
  expect(location.href).toBe('http://localhost/?body=pupil-1#teach');
  expect(location.reload).toHaveBeenCalledOnce();
  expect(wantedLanguages()[0]).toBe('de');
});

test('where the browser keeps nothing, the choice stands in the address', () => {
  const location = browser('http://localhost/#build', null);
  chooseLanguage('de');
  expect(location.href).toBe('http://localhost/?language=de#build');
  expect(wantedLanguages()[0]).toBe('de');
});

test('a browser without any storage has a language, too', () => {
  browser('http://localhost/', null);
  vi.stubGlobal('localStorage', undefined);
  expect(wantedLanguages()).toEqual(['fr-CA', 'en']);
});

test.each([['de', 'Deutsch'], ['en', 'English'], ['fr', 'Français']])('%s calls itself %s', (code, name) => {
  expect(nameOf(code)).toBe(name);
});
