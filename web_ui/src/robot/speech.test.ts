import { describe, expect, test } from 'vitest';
import type { ClientCard } from '../protocol/messages';
import { BrowserVoice, type Synthesis } from './browserVoice';
import { mouthOpening } from './mouth';
import { cutShort, speaksHere, speechOf, type Speech } from './speech';

const SILENT = speechOf({ saying: null, loudness: [], began: null, spoken_by: 'page' });

/** A sentence that sounds for `seconds` from `began` on. */
function said(saying: string, began: number | null, seconds = 1): Speech {
  const loudness = began === null ? [] : Array<number>(seconds * 20).fill(1);
  return speechOf({ saying, language: 'en', loudness, began, spoken_by: 'page' });
}

describe('the mouth', () => {
  const loudness = [0, 1, 0.5, 0];

  test('is as open as the voice is loud, in the middle of each twentieth of a second', () => {
    expect(loudness.map((_, index) => mouthOpening(loudness, (index + 0.5) / 20))).toEqual(loudness);
    expect(mouthOpening(loudness, 2 / 20)).toBeCloseTo(0.75);
  });

  test('is shut before, after and without a sound', () => {
    for (const seconds of [-1, 0, 5 / 20, 100]) expect(mouthOpening(loudness, seconds)).toBe(0);
    expect(mouthOpening([], 0.1)).toBe(0);
  });
});

describe('what the voice says', () => {
  test('is nothing where the reading is missing or nonsense', () => {
    const nothing = { saying: '', playing: '', language: '', loudness: [], began: null, byPage: false, mouthLight: false };
    expect(speechOf(undefined)).toEqual(nothing);
    expect(speechOf({ saying: 3, playing: {}, loudness: 'loud', began: '1', spoken_by: 'robot', mouth_light: 1 })).toEqual(nothing);
  });

  test('was interrupted when it ended before its sound did', () => {
    expect(cutShort(said('Hello!', 100), 100.5)).toBe(true);
    expect(cutShort(said('Hello!', 100), 101)).toBe(false);
    expect(cutShort(said('Hello!', null), 100)).toBe(true);
  });
});

describe('of several pages', () => {
  const clients: ClientCard[] = [
    { client: 'recipe 1', role: 'recipe', name: 'Wave back' },
    { client: 'page 1', role: 'page', name: 'page' },
    { client: 'page 2', role: 'page', name: 'page' },
  ];

  test('the first speaks', () => {
    expect(['recipe 1', 'page 1', 'page 2'].map((me) => speaksHere(clients, me, null))).toEqual([false, true, false]);
    expect(speaksHere([], 'page 1', null)).toBe(false);
  });

  test('that one does what its person wants', () => {
    expect(speaksHere(clients, 'page 1', false)).toBe(false);
    expect(speaksHere(clients, 'page 2', true)).toBe(true);
  });
});

describe('the browser’s voice', () => {
  function browser(): { voice: BrowserVoice; heard: string[]; synthesis: { pending: boolean }; waits: boolean[]; last: () => SpeechSynthesisUtterance } {
    const heard: string[] = [];
    const waits: boolean[] = [];
    let last = {} as SpeechSynthesisUtterance;
    const synthesis = {
      pending: false,
      speak: (utterance: SpeechSynthesisUtterance) => {
        last = utterance;
        heard.push(`${utterance.text} (${utterance.lang})`);
      },
      cancel: () => heard.push('cancel'),
    };
    const utter = (text: string): SpeechSynthesisUtterance => ({ text }) as SpeechSynthesisUtterance;
    const voice = new BrowserVoice(synthesis satisfies Synthesis, (waiting) => waits.push(waiting), utter);
    return { voice, heard, synthesis, waits, last: () => last };
  }

  test('says each sentence once, when it sounds', () => {
    const { voice, heard } = browser();
    for (const speech of [SILENT, said('Hello!', null), said('Hello!', 10), said('Hello!', 10)]) voice.follow(speech, 10);
    voice.follow(SILENT, 11);
    voice.follow(said('Hello!', null), 12);
    voice.follow(said('Hello!', 12), 12);
    expect(heard).toEqual(['Hello! (en)', 'Hello! (en)']);
  });

  test('stops in mid-sentence when the robot does', () => {
    const { voice, heard } = browser();
    voice.follow(said('A long story', 10, 9), 10);
    voice.follow(SILENT, 12);
    voice.follow(said('Another', 13), 13);
    voice.follow(said('Watch out!', null), 13.2);
    voice.follow(said('Watch out!', 13.3), 13.3);
    expect(heard).toEqual(['A long story (en)', 'cancel', 'Another (en)', 'cancel', 'Watch out! (en)']);
  });

  test('drops what it could not catch up with', () => {
    const { voice, heard, synthesis } = browser();
    voice.follow(said('One', 10), 10);
    synthesis.pending = true;
    voice.follow(said('Two', 11), 11);
    expect(heard).toEqual(['One (en)', 'cancel', 'Two (en)']);
  });

  test('is quiet when it is told to, and leaves others alone when it says nothing', () => {
    const { voice, heard } = browser();
    voice.stop();
    voice.follow(said('Hello!', 10), 10);
    voice.stop();
    expect(heard).toEqual(['Hello! (en)', 'cancel']);
  });

  test('tells when the browser waits for a click', () => {
    const { voice, waits, last } = browser();
    voice.follow(said('Hello!', 10), 10);
    for (const error of ['interrupted', 'not-allowed']) last().onerror?.({ error } as SpeechSynthesisErrorEvent);
    last().onstart?.({} as SpeechSynthesisEvent);
    expect(waits).toEqual([true, false]);
  });
});
