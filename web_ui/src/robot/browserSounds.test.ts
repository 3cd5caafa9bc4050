import { expect, test, vi } from 'vitest';
import { BrowserSounds, LATE_SECONDS } from './browserSounds';
import { speechOf, type Speech } from './speech';

const SILENT = speechOf({ playing: null, loudness: [], began: null, spoken_by: 'page' });

function playing(name: string, began: number | null, seconds = 1): Speech {
  const loudness = began === null ? [] : Array<number>(seconds * 20).fill(1);
  return speechOf({ playing: name, loudness, began, spoken_by: 'page' });
}

function browser(refusal: Error | null = null): {
  sounds: BrowserSounds;
  heard: string[];
  waits: boolean[];
  end: () => void;
  left: (seconds: number) => void;
} {
  const heard: string[] = [];
  const waits: boolean[] = [];
  let end = (): void => undefined;
  let duration = NaN;
  const sounds = new BrowserSounds(
    (waiting) => waits.push(waiting),
    (address) => ({
      play: () => {
        heard.push(address);
        duration = NaN;
        return refusal === null ? Promise.resolve() : Promise.reject(refusal);
      },
      pause: () => heard.push('pause'),
      currentTime: 0,
      get duration() {
        return duration;
      },
      addEventListener: (_kind: string, over: () => void) => {
        end = over;
      },
    }),
  );
  return { sounds, heard, waits, end: () => end(), left: (seconds) => void (duration = seconds) };
}

test('each sound is played once, when it sounds, by its name', () => {
  const { sounds, heard, end } = browser();
  for (const speech of [SILENT, playing('high do', null), playing('high do', 10), playing('high do', 10)]) sounds.follow(speech, 10);
  end();
  sounds.follow(playing('high do', 10), 10.9);
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

test('a sound that began late is played to its end, and of those that wait for it the newest follows', () => {
  const { sounds, heard, end } = browser();
  for (const [index, name] of ['do', 're', 'mi'].entries()) sounds.follow(playing(name, 10 + index), 10 + index);
  expect(heard).toEqual(['/api/sounds/do']);
  end();
  expect(heard).toEqual(['/api/sounds/do', '/api/sounds/mi']);
});

test('a melody keeps its time: what is almost over rings out in the next sound', () => {
  const { sounds, heard, left } = browser();
  for (const [index, name] of ['do', 're', 'mi'].entries()) {
    sounds.follow(playing(name, 10 + index), 10 + index);
    left(0.2);
  }
  expect(heard).toEqual(['/api/sounds/do', '/api/sounds/re', '/api/sounds/mi']);
});

test('a sound that does not come to its end holds up the next one for a moment only', () => {
  vi.useFakeTimers();
  const { sounds, heard } = browser();
  sounds.follow(playing('do', 10), 10);
  sounds.follow(playing('re', 11), 11);
  vi.advanceTimersByTime(LATE_SECONDS * 1000);
  expect(heard).toEqual(['/api/sounds/do', 'pause', '/api/sounds/re']);
  vi.useRealTimers();
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
