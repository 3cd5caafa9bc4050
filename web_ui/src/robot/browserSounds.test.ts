import { expect, test } from 'vitest';
import { BrowserSounds } from './browserSounds';
import { speechOf, type Speech } from './speech';

const SILENT = speechOf({ playing: null, loudness: [], began: null, spoken_by: 'page' });

function playing(name: string, began: number | null, seconds = 1): Speech {
  const loudness = began === null ? [] : Array<number>(seconds * 20).fill(1);
  return speechOf({ playing: name, loudness, began, spoken_by: 'page' });
}

function browser(refusal: Error | null = null): { sounds: BrowserSounds; heard: string[]; waits: boolean[] } {
  const heard: string[] = [];
  const waits: boolean[] = [];
  const sounds = new BrowserSounds(
    (waiting) => waits.push(waiting),
    (address) => ({
      play: () => {
        heard.push(address);
        return refusal === null ? Promise.resolve() : Promise.reject(refusal);
      },
      pause: () => heard.push('pause'),
    }),
  );
  return { sounds, heard, waits };
}

test('each sound is played once, when it sounds, by its name', () => {
  const { sounds, heard } = browser();
  for (const speech of [SILENT, playing('high do', null), playing('high do', 10), playing('high do', 10)]) sounds.follow(speech, 10);
  sounds.follow(SILENT, 11);
  sounds.follow(playing('../x', 12), 12);
  expect(heard).toEqual(['/api/sounds/high%20do', '/api/sounds/..%2Fx']);
});

test('a sound that is interrupted, or that nobody wants here, stops', () => {
  const { sounds, heard } = browser();
  sounds.follow(playing('chime', 10, 9), 10);
  sounds.follow(SILENT, 12);
  sounds.follow(playing('beep', 13), 13);
  sounds.stop();
  sounds.stop();
  expect(heard).toEqual(['/api/sounds/chime', 'pause', '/api/sounds/beep', 'pause']);
});

test('a sentence is no sound', () => {
  const { sounds, heard } = browser();
  sounds.follow(speechOf({ saying: 'Hello!', language: 'en', began: 10, loudness: [1], spoken_by: 'page' }), 10);
  expect(heard).toEqual([]);
});

test('it is told when the browser waits for a click, and nothing where a file is gone', async () => {
  const waiting = browser(new DOMException('', 'NotAllowedError'));
  const gone = browser(new DOMException('', 'NotSupportedError'));
  for (const { sounds } of [waiting, gone]) sounds.follow(playing('chime', 10), 10);
  await Promise.resolve();
  await Promise.resolve();
  expect([waiting.waits, gone.waits]).toEqual([[true], []]);
});
