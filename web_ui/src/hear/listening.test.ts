import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Sighting, Sound } from '../models/define';
import type { SeenEvent, SmoothingOf } from '../watch/types';
import { Listening, SOUND_SMOOTHING, type ListenListener } from './listening';
import { modelsHere, type SoundModels } from './models';
import type { SoundSource, Trouble } from './source';
import { played, clap, whistle } from '../models/sound/synthesis.fixture';

const RATE = 16_000;
const PIECE = RATE / 50;

/** A microphone that plays what it is given, 20 ms of sound in 20 ms of time. */
class Played implements SoundSource {
  open = false;
  hear: (sound: Sound) => void = () => undefined;
  tell: (trouble: Trouble | null) => void = () => undefined;

  start(...[hear, tell]: Parameters<SoundSource['start']>): void {
    [this.hear, this.tell, this.open] = [hear, tell, true];
  }

  async play(samples: Float32Array): Promise<void> {
    for (let start = 0; start + PIECE <= samples.length; start += PIECE) {
      await vi.advanceTimersByTimeAsync(20);
      this.hear({ samples: samples.slice(start, start + PIECE), rate: RATE, time: performance.now() });
    }
    await vi.advanceTimersByTimeAsync(0);
  }

  stop(): void {
    this.open = false;
  }
}

class Noted implements ListenListener {
  offers: readonly { model: string; labels: readonly string[] }[] = [];
  events: SeenEvent[] = [];
  deaf: boolean[] = [];
  troubles: (Trouble | null)[] = [];
  pieces = 0;
  onReady = (offers: readonly { model: string; labels: readonly string[] }[]) => void (this.offers = offers);
  taken = 0;
  onPiece = () => void (this.taken += 1);
  onSound = () => void (this.pieces += 1);
  onDeaf = (deaf: boolean) => void this.deaf.push(deaf);
  onEvent = (event: SeenEvent) => void this.events.push(event);
  onTrouble = (trouble: Trouble | null) => void this.troubles.push(trouble);

  edges(label: string): string[] {
    return this.events.filter((event) => event.label === label && event.phase !== 'now').map(({ phase }) => phase);
  }
}

let speaks = false;
let source: Played;
let noted: Noted;
let listening: Listening;

async function listen(models: SoundModels = modelsHere(), smoothing?: SmoothingOf): Promise<void> {
  [source, noted, speaks] = [new Played(), new Noted(), false];
  listening = new Listening(source, models, () => speaks, noted, smoothing);
  listening.start();
  await vi.waitFor(() => expect(noted.offers).not.toEqual([]));
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  listening.stop();
  vi.useRealTimers();
});

test('two claps and a whistle become events, each with a beginning and an end', async () => {
  await listen();
  expect(noted.offers).toEqual([{ model: 'sound', title: 'Sounds', labels: ['clap', 'whistle', 'loud', 'quiet'] }]);
  await source.play(played(RATE, [clap(RATE, 1), clap(RATE, 2), whistle(RATE, 1500, 0.5)]));
  expect(noted.edges('clap')).toEqual(['started', 'stopped', 'started', 'stopped']);
  expect(noted.edges('whistle')).toEqual(['started', 'stopped']);
  const { x, y, width, height, side, model } = noted.events[0];
  expect([x, y, width, height, side, model]).toEqual([null, null, null, null, null, 'sound']);
});

test('what lasts is told at most twice a second', async () => {
  await listen();
  await source.play(played(RATE, []));
  await source.play(whistle(RATE, 1500, 3));
  const told = noted.events.filter(({ label }) => label === 'whistle').map(({ stamps }) => stamps.recognised);
  expect(told.length).toBeGreaterThan(4);
  for (const [index, time] of told.slice(1, -1).entries()) expect(time - (told[index] ?? 0)).toBeGreaterThanOrEqual(500);
});

test('a label is as eager as it was made', async () => {
  const patient: SmoothingOf = (_, label) => ({ ...SOUND_SMOOTHING, framesToEnter: label === 'whistle' ? 40 : 1 });
  await listen(modelsHere(), patient);
  await source.play(played(RATE, [whistle(RATE, 1500, 0.5), clap(RATE, 1)]));
  expect([noted.edges('whistle'), noted.edges('clap')]).toEqual([[], ['started', 'stopped']]);
  await source.play(whistle(RATE, 1500, 1.5));
  expect(noted.edges('whistle')).toEqual(['started']);
});

test('the robot does not hear itself, and not its echo', async () => {
  await listen();
  await source.play(played(RATE, []));
  speaks = true;
  await source.play(played(RATE, [clap(RATE, 1)]));
  speaks = false;
  await source.play(clap(RATE, 2).subarray(0, 0.3 * RATE));
  expect(noted.edges('clap')).toEqual([]);
  expect(noted.deaf).toEqual([true]);
  await source.play(played(RATE, [clap(RATE, 3)]));
  expect(noted.deaf).toEqual([true, false]);
  expect(noted.edges('clap')).toEqual(['started', 'stopped']);
});

test('what is heard ends when the microphone is pulled out', async () => {
  await listen();
  await source.play(played(RATE, [], 0.3).subarray(0, RATE));
  await source.play(whistle(RATE, 1500, 0.4));
  expect(noted.edges('whistle')).toEqual(['started']);
  source.tell({ message: 'The microphone is gone.', hint: '' });
  expect(noted.edges('whistle')).toEqual(['started', 'stopped']);
  expect(noted.troubles.at(-1)?.message).toBe('The microphone is gone.');
  source.tell(null);
  expect(noted.troubles.at(-1)).toBeNull();
});

test('what is heard ends when no more sound comes, and with stop', async () => {
  await listen();
  await source.play(played(RATE, []));
  await source.play(whistle(RATE, 1500, 0.4));
  await vi.advanceTimersByTimeAsync(2000);
  expect(noted.edges('whistle')).toEqual(['started', 'stopped']);
  await source.play(whistle(RATE, 1500, 0.4));
  listening.stop();
  expect(noted.edges('whistle')).toEqual(['started', 'stopped', 'started', 'stopped']);
  expect(source.open).toBe(false);
});

test('busy models make it miss sounds, not fall behind', async () => {
  let release: () => void = () => undefined;
  const busy = new Promise<Sighting[]>((resolve) => (release = () => resolve([])));
  let asked = 0;
  await listen({
    open: () => Promise.resolve({ offers: [{ model: 'slow', title: 'Slow', labels: ['thud'] }], troubles: [] }),
    listen: () => ((asked += 1) === 1 ? busy : Promise.resolve([])),
    close: () => undefined,
  });
  await source.play(new Float32Array(100 * PIECE));
  release();
  await vi.waitFor(() => expect(noted.pieces).toBe(25));
  await source.play(new Float32Array(2 * PIECE));
  expect(noted.pieces).toBe(27);
});

test('a model that does not load is told, and the others go on', async () => {
  const broken = { id: 'broken', title: 'Broken', labels: ['x'], sense: 'hear', startsOn: true } as const;
  const load = () => Promise.reject(new Error('It has no ears.'));
  const fine = { ...broken, id: 'fine', labels: ['y'], load: () => Promise.resolve({ listen: () => Promise.resolve([]), dispose: () => undefined }) };
  await listen(modelsHere([{ ...broken, load }, fine]));
  expect(noted.offers.map(({ model }) => model)).toEqual(['fine']);
  expect(noted.troubles.at(-1)?.message).toBe('It has no ears.');
});

/** A model that hears a label in whatever is played, or fails. */
function always(model: string, labels: readonly string[], answer?: () => Promise<Sighting[]>) {
  const sighting: Sighting = {
    ...{ model, label: labels[0], confidence: 1, place: null, side: null, landmarks: [], bones: [] },
    confidences: Object.fromEntries(labels.map((label) => [label, 1])),
  };
  const models: SoundModels & { closed: number } = {
    closed: 0,
    open: () => Promise.resolve({ offers: [{ model, title: model, labels }], troubles: [] }),
    listen: answer ?? (() => Promise.resolve([sighting])),
    close: () => void (models.closed += 1),
  };
  return models;
}

describe('other models beside the page’s own', () => {
  const offered = () => noted.offers.map(({ model, labels }) => [model, labels]);

  test('hear the same, tell the words that both know, and go again', async () => {
    await listen(always('own', ['thud', 'bell']));
    const taught = always('taught', ['bell', 'horn']);
    listening.setOthers(taught);
    await vi.waitFor(() => expect(noted.offers).toHaveLength(2));
    expect(offered()).toEqual([['taught', ['bell', 'horn']], ['own', ['thud']]]);
    await source.play(new Float32Array(2 * PIECE));
    expect(noted.events.map(({ label, model, phase }) => [label, model, phase]).sort()).toEqual([
      ['bell', 'taught', 'started'],
      ['horn', 'taught', 'started'],
      ['thud', 'own', 'started'],
    ]);
    listening.setOthers(null);
    expect([taught.closed, noted.edges('horn')]).toEqual([1, ['started', 'stopped']]);
    expect(offered()).toEqual([['own', ['thud', 'bell']]]);
  });

  test('take the place of those before, and end with the listening', async () => {
    await listen(always('own', ['thud']));
    const [before, after] = [always('taught', ['bell']), always('taught', ['horn'])];
    listening.setOthers(before);
    listening.setOthers(after);
    await vi.waitFor(() => expect(offered()).toEqual([['taught', ['horn']], ['own', ['thud']]]));
    expect([before.closed > 0, after.closed]).toEqual([true, 0]);
    listening.stop();
    expect(after.closed).toBe(1);
  });

  test('that are slow or broken hold the page’s own not up', async () => {
    await listen(always('own', ['thud']));
    listening.setOthers(always('taught', ['bell'], () => new Promise(() => undefined)));
    await vi.waitFor(() => expect(noted.offers).toHaveLength(2));
    await source.play(new Float32Array(40 * PIECE));
    expect([noted.pieces, noted.taken]).toEqual([40, 40]);
    listening.setOthers(always('taught', ['bell'], () => Promise.reject(new Error('It is deaf.'))));
    await vi.waitFor(() => expect(noted.offers).toHaveLength(2));
    await source.play(new Float32Array(4 * PIECE));
    expect(noted.troubles.at(-1)?.message).toContain('It is deaf.');
    expect([noted.pieces, offered()]).toEqual([44, [['own', ['thud']]]]);
  });
});
