import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { labelGroups, seenLabels } from './groups';
import { modelOf, PICTURE_MODELS, rememberSwitch, switchedOn } from './models';

const startingOn = PICTURE_MODELS.filter(({ startsOn }) => startsOn).map(({ id }) => id);

describe('the switches', () => {
  beforeEach(() => {
    const stored = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('stand at first as the models say, and then as they were left', () => {
    expect(switchedOn()).toEqual(startingOn);
    rememberSwitch('hand', false);
    expect(switchedOn()).toEqual(startingOn.filter((id) => id !== 'hand'));
    rememberSwitch('hand', true);
    expect(switchedOn()).toEqual(startingOn);
  });

  test('stand as at first where the browser remembers nothing, or nonsense', () => {
    localStorage.setItem('tjbot.models', 'null');
    expect(switchedOn()).toEqual(startingOn);
    localStorage.setItem('tjbot.models', '{');
    expect(switchedOn()).toEqual(startingOn);
    vi.stubGlobal('localStorage', undefined);
    rememberSwitch('hand', false);
    expect(switchedOn()).toEqual(startingOn);
  });
});

describe('the words', () => {
  test('are those of the models that are switched on, and each stands there once', () => {
    expect(labelGroups(['hand'], ['fist', 'clap'])).toEqual([
      { id: 'hand', title: 'Hands', labels: expect.arrayContaining(['open hand', 'fist', 'grab']) as string[] },
      { id: 'others', title: '', labels: ['clap'] },
    ]);
  });

  test('of a model that was switched off are gone, though the robot may still name them', () => {
    expect(labelGroups([], ['fist', 'open hand'])).toEqual([]);
  });

  test('are for what is seen, not for what is heard or felt', () => {
    const parts = [
      { name: 'ears', summary: '', sense: 'hear' as const, labels: ['clap'] },
      { name: 'distance', summary: '', sense: 'see' as const, labels: ['something near'] },
    ];
    const about = { name: 'Pip', body: 'real', labels: ['clap', 'meow', 'fist', 'loud'], offers: { see: ['meow'], hear: ['loud'] } };
    const welcome = { ...{ protocol: 1, version: '0', name: 'Pip', body: 'real', client: 'page-1', time: 0 }, parts };
    const session = { robot: { parts: {}, about }, welcome: { type: 'welcome' as const, ...welcome } };
    expect(seenLabels(session)).toEqual(['meow', 'something near']);
    expect(seenLabels({ robot: { parts: {}, about: null }, welcome: null })).toEqual([]);
  });

  test('know their model', () => {
    expect(modelOf('fist')?.id).toBe('hand');
    expect(modelOf('a ghost')).toBeUndefined();
    expect(modelOf('cup', ['image'])?.id).toBe('image');
    expect(modelOf('cup', ['image', 'objects'])?.id).toBe('objects');
  });
});
