import { describe, expect, test } from 'vitest';
import { Listener, SOUNDS, type SoundLabel } from './listener';
import * as make from './synthesis.fixture';

const RATES = [16_000, 44_100, 48_000];
const SURE = 0.6;

/** How often one begins to be sure of each sound. */
function heardIn(rate: number, sound: Float32Array, pieceSeconds = 0.02): Record<SoundLabel, number> {
  const listener = new Listener(rate);
  const length = Math.round(rate * pieceSeconds);
  const counts = { clap: 0, whistle: 0, loud: 0, quiet: 0 };
  let before = { ...counts };
  let fractions = true;
  for (let start = 0; start + length <= sound.length; start += length) {
    const sure = listener.hear(sound.subarray(start, start + length));
    for (const label of SOUNDS) {
      fractions &&= sure[label] >= 0 && sure[label] <= 1;
      if (sure[label] >= SURE && before[label] < SURE) counts[label] += 1;
    }
    before = sure;
  }
  expect(fractions).toBe(true);
  return counts;
}

const SEEDS = Array.from({ length: 8 }, (_, seed) => seed);

function claps(rate: number): Float32Array[] {
  return SEEDS.map((seed) => make.clap(rate, seed));
}

function twice(rate: number, seed: number, seconds: number): Float32Array {
  return make.joined(make.clap(rate, seed).subarray(0, Math.round(rate * seconds)), make.clap(rate, seed + 100));
}

describe.each(RATES)('at %i samples a second', (rate) => {
  test('every clap is heard once, near and far', () => {
    for (const level of [0.1, 0.3, 0.95]) {
      const { clap, whistle, loud } = heardIn(rate, make.played(rate, claps(rate), level));
      expect(clap).toBeGreaterThanOrEqual(SEEDS.length - 1);
      expect(clap).toBeLessThanOrEqual(SEEDS.length);
      expect([whistle, loud]).toEqual([0, 0]);
    }
  });

  test('two claps are two', () => {
    const sounds = SEEDS.map((seed) => twice(rate, seed, 0.3));
    expect(heardIn(rate, make.played(rate, sounds)).clap).toBeGreaterThanOrEqual(2 * SEEDS.length - 2);
  });

  test('whistles of every pitch, also those that sway or slide', () => {
    const steady = [600, 1000, 1700, 2500, 3700].map((hertz, seed) => make.whistle(rate, hertz, 0.4, seed));
    const slides = [make.slide(rate, 900, 2400, 0.35), make.slide(rate, 2400, 800, 0.4)];
    for (const level of [0.02, 0.9]) {
      const { clap, whistle } = heardIn(rate, make.played(rate, [...steady, ...slides], level));
      expect([clap, whistle]).toEqual([0, 7]);
    }
  });

  test('a tone of 0.1 s is no whistle yet', () => {
    const sounds = [700, 1500, 3000].map((hertz) => make.whistle(rate, hertz, 0.1));
    expect(heardIn(rate, make.played(rate, sounds)).whistle).toBe(0);
  });

  test.each([
    ['talking low', make.speech(rate, 3, 110, 1)],
    ['talking high', make.speech(rate, 3, 240, 2)],
    ['music', make.chords(rate, 3)],
    ['keys', make.joined(...SEEDS.map((seed) => make.key(rate, seed)))],
    ['slow keys', make.played(rate, SEEDS.slice(0, 5).map((seed) => make.key(rate, seed)), 1)],
    ['knocks', make.joined(make.knock(rate, 80), make.knock(rate, 150), make.knock(rate, 300))],
    ['a short noise', make.room(rate, 0.2, 0.3)],
    ['a long noise', make.room(rate, 1, 0.3)],
    ['a hum', make.slide(rate, 100, 100, 1)],
  ])('%s is neither a clap nor a whistle', (_, sound) => {
    for (const level of [0.05, 0.8]) {
      const { clap, whistle } = heardIn(rate, make.played(rate, [sound], level));
      expect([clap, whistle]).toEqual([0, 0]);
    }
  });

  test('how loud everything is makes no difference over 30 decibels', () => {
    const sounds = [make.clap(rate, 3), make.whistle(rate, 1500, 0.4), make.room(rate, 0.8, 0.25), twice(rate, 5, 0.25)];
    const stage = make.joined(make.played(rate, sounds, 0.17), make.room(rate, 2.5));
    for (const decibels of [-15, 0, 15]) {
      const heard = heardIn(rate, stage.map((sample) => sample * 10 ** (decibels / 20)));
      expect(heard).toEqual({ clap: 3, whistle: 1, loud: 2, quiet: 1 });
    }
  });

  test('silence, as of a microphone that is switched off, is nothing at all', () => {
    expect(heardIn(rate, make.silence(rate, 6))).toEqual({ clap: 0, whistle: 0, loud: 0, quiet: 0 });
  });
});

describe('loud and quiet', () => {
  const rate = 16_000;

  test('a room with nobody in it is quiet after two seconds', () => {
    expect(heardIn(rate, make.room(rate, 1.8)).quiet).toBe(0);
    expect(heardIn(rate, make.room(rate, 2.4)).quiet).toBe(1);
  });

  test('loud takes at least 0.3 seconds', () => {
    const bang = (seconds: number) => make.played(rate, [make.room(rate, seconds, 0.2, 7)], 1);
    expect(heardIn(rate, bang(0.2)).loud).toBe(0);
    expect(heardIn(rate, bang(0.4)).loud).toBe(1);
  });

  test('who talks is not quiet, and in the pauses neither', () => {
    const talk = make.joined(make.speech(rate, 3), make.room(rate, 1), make.speech(rate, 3, 200, 4));
    expect(heardIn(rate, make.played(rate, [talk], 0.1, 0.1)).quiet).toBe(0);
  });

  test('one gets used to a fan', () => {
    const listener = new Listener(rate);
    const sound = make.joined(make.room(rate, 3), make.fan(rate, 50).map((sample) => sample * 0.5));
    const sure = [];
    for (let start = 0; start + 320 <= sound.length; start += 320) sure.push(listener.hear(sound.subarray(start, start + 320)));
    expect(sure.slice(200, 300).some(({ quiet }) => quiet > 0)).toBe(false);
    expect(sure.at(-1)?.quiet).toBe(1);
    expect(sure.at(-1)?.loud).toBe(0);
    expect(sure.some(({ clap, whistle }) => clap >= SURE || whistle >= SURE)).toBe(false);
  });
});

test('how long the pieces are makes no difference', () => {
  const rate = 44_100;
  const stage = make.played(rate, [...claps(rate).slice(0, 4), make.whistle(rate, 1200, 0.5)]);
  const heard = [128 / rate, 0.01, 0.02, 1024 / rate, 0.05].map((seconds) => heardIn(rate, stage, seconds));
  for (const { clap, whistle } of heard) expect([clap, whistle]).toEqual([4, 1]);
});

test('what was interrupted is not put together', () => {
  const rate = 16_000;
  const listener = new Listener(rate);
  const noisy = make.played(rate, [make.clap(rate, 1)]);
  const attack = noisy.findIndex((sample) => sample > 0.1) + 800;
  listener.hear(noisy.subarray(0, attack));
  const floor = listener.level.floor;
  listener.interrupt();
  expect(listener.hear(make.room(rate, 0.5)).clap).toBe(0);
  expect(listener.level.floor).toBeCloseTo(floor, -1);
});
