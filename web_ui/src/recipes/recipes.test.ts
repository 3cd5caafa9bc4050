import { describe, expect, test } from 'vitest';
import type { RecipeCard } from '../protocol/messages';
import { bring, isThisComputer, linkTo, recipeIn } from './bring';
import { Drafts } from './drafts';
import { chosen, isPossible, pictureOf } from './pictures';
import { FIXED, labelsOf, wordsOf } from './words';

const welcome = {
  parts: [
    {
      name: 'arm',
      summary: '',
      actions: [{ name: 'wave', summary: 'Waves.', arguments: [{ name: 'times', unit: 'number', default: 1 }] }],
    },
    { name: 'light', summary: '', actions: [{ name: 'shine', summary: 'Shines.', arguments: [{ name: 'color', unit: 'color', required: true }] }] },
    { name: 'button', summary: '', sense: 'touch' as const, labels: ['button'] },
  ],
};
const words = wordsOf(welcome);
const labels = labelsOf(welcome.parts, { see: ['open hand', 'fist'], hear: ['clap'] });

describe('words', () => {
  test('are the fixed ones and what the parts can do', () => {
    expect(words.find((word) => word.name === 'wave')?.signature).toBe('robot.wave(times=1)');
    expect(words.find((word) => word.name === 'shine')?.signature).toBe('robot.shine(color)');
    expect(words.find((word) => word.name === 'when_sees')).toMatchObject({ hat: true, sense: 'see' });
    expect(words.find((word) => word.name === 'wait_for')).toMatchObject({ hat: false, sense: 'any' });
    expect(words.find((word) => word.name === 'at_start')).toMatchObject({ hat: true, bare: true });
    expect(wordsOf(null)).toHaveLength(FIXED.length);
  });

  test('labels are those of parts and pages, by sense', () => {
    expect(labels).toEqual({ see: ['fist', 'open hand'], hear: ['clap'], touch: ['button'] });
    const models = [
      { model: 'pose', title: 'Poses', sense: 'see' as const, labels: ['arms up'], on: true },
      { model: 'image', title: 'Things', sense: 'see' as const, labels: ['cup'], on: false },
    ];
    expect(labelsOf([], { see: ['fist'] }, models).see).toEqual(['arms up', 'fist']);
  });
});

describe('drafts', () => {
  function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
    const kept = new Map<string, string>();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }

  test('are kept by file until they are saved', () => {
    const drafts = new Drafts(storage());
    drafts.keep('wave_back.py', { source: 'one', edition: 'a' });
    drafts.keep('traffic_light.py', { source: 'two', edition: 'b' });
    drafts.discard('traffic_light.py');
    expect(drafts.read('wave_back.py')).toEqual({ source: 'one', edition: 'a' });
    expect(drafts.read('traffic_light.py')).toBeNull();
  });

  test('of an earlier page come back too', () => {
    const old = storage();
    old.setItem('tjbot recipe a.py', 'print("hello")');
    expect(new Drafts(old).read('a.py')).toEqual({ source: 'print("hello")', edition: '' });
  });

  test('what Undo takes back is kept, but never so much that texts lose their room', () => {
    const drafts = new Drafts(storage());
    drafts.keepHistory('a.py', { doc: 'x' });
    expect(drafts.history('a.py')).toEqual({ doc: 'x' });
    drafts.keepHistory('a.py', { doc: 'x'.repeat(200_000) });
    expect(drafts.history('a.py')).toBeNull();
  });

  test('a full or missing storage breaks nothing', () => {
    const full = storage();
    full.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    new Drafts(full).keep('a.py', { source: 'text', edition: '' });
    expect(new Drafts(null).read('a.py')).toBeNull();
    expect(new Drafts(null).history('a.py')).toBeNull();
  });
});

describe('a file that is brought along', () => {
  const file = (name: string, data: Uint8Array<ArrayBuffer>) => ({ name, size: data.length, arrayBuffer: () => Promise.resolve(data.buffer) });
  const utf8 = (source: string) => new TextEncoder().encode(source);

  test('is read as text with plain line ends', async () => {
    expect(await bring(file('my 🤖.py', utf8('\ufeffa\r\nb\rc')))).toEqual({ name: 'my 🤖.py', source: 'a\nb\nc' });
    expect(await bring(file('RECIPE.TXT', utf8('a')))).toEqual({ name: 'RECIPE.py', source: 'a' });
  });

  test('is refused with a reason where it cannot be a recipe', async () => {
    expect(await bring(file('a.py', utf8('x'.repeat(100_001))))).toEqual({ trouble: 'long' });
    expect(await bring(file('a.png', utf8('x')))).toEqual({ trouble: 'kind' });
    expect(await bring(file('a.py', new Uint8Array([0xff, 0xfe, 0x61, 0x00])))).toEqual({ trouble: 'encoding' });
    expect(await bring(file('a.py', new Uint8Array([0x61, 0x00])))).toEqual({ trouble: 'encoding' });
  });
});

test('a link leads to its recipe, and nothing else is one', () => {
  expect(linkTo('http://localhost:8765/#build', 'wave_back.py')).toBe('http://localhost:8765/#recipe=wave_back.py');
  expect(recipeIn('#recipe=wave_back.py')).toBe('wave_back.py');
  expect(recipeIn('#build')).toBeNull();
  expect(recipeIn('#recipe=%E0%A4%A')).toBeNull();
});

function card(title: string, level: number, ...used: [string, string?][]): RecipeCard {
  return { file: `${title}.py`, title, level, words: used.map(([word, value]) => ({ word, value })) };
}

describe('the picture of a recipe', () => {
  test('shows by what it begins and what then moves', () => {
    const picture = pictureOf(card('a', 1, ['shine', 'red'], ['sees', 'fist'], ['when_sees', 'open hand'], ['wave', '']), words);
    expect(picture).toMatchObject({ sense: 'see', label: 'open hand', color: 'red' });
    expect([...picture.parts]).toEqual(['light', 'arm']);
  });

  test('shows a clock or a beginning where nothing is noticed', () => {
    expect(pictureOf(card('a', 1, ['every', '5'], ['wave', '']), words).sense).toBe('time');
    expect(pictureOf(card('a', 1, ['wave', '']), words).sense).toBe('start');
    expect(pictureOf({ file: 'a.py', title: 'a' }, words)).toMatchObject({ sense: 'start', color: null });
  });
});

describe('the recipes that are looked for', () => {
  const cards = [card('Zebra', 1, ['wave', '']), card('Guard', 2, ['fly', '']), card('Disco', 1, ['when_pressed', 'bell'])];
  const all = { text: '', level: null, mine: false, possible: false };

  test('come by level, then by title', () => {
    expect(chosen(cards, all, words, labels).map((each) => each.title)).toEqual(['Disco', 'Zebra', 'Guard']);
  });

  test('are found by level, by what is in them, and by what this robot has', () => {
    expect(chosen(cards, { ...all, level: 2 }, words, labels).map((each) => each.title)).toEqual(['Guard']);
    expect(chosen(cards, { ...all, text: ' WAVE ' }, words, labels).map((each) => each.title)).toEqual(['Zebra']);
    expect(chosen(cards, { ...all, possible: true }, words, labels).map((each) => each.title)).toEqual(['Zebra']);
    expect(chosen(cards, { ...all, mine: true }, words, labels)).toEqual([]);
    expect(isPossible(card('a', 1, ['when_pressed', 'button']), words, labels)).toBe(true);
  });
});

test.each(['localhost', '127.0.0.1', '127.1.2.3', '[::1]'])('%s is whatever computer opens it', (hostname) => {
  expect(isThisComputer(hostname)).toBe(true);
});

test.each(['tjbot-1a2b.local', '192.168.1.7', 'localhost.example', '127.0.0.1.example'])('%s is one for all', (hostname) => {
  expect(isThisComputer(hostname)).toBe(false);
});
