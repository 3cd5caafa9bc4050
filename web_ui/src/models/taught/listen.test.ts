import { describe, expect, test } from 'vitest';
import type { Sighting } from '../define';
import { joined, room, silence, whistle } from '../sound/synthesis.fixture';
import { TaughtListener } from './listen';
import { NewestSound } from './newest';
import { loudestIn, silentUpTo } from './silence';
import { HEARD } from './spectrogram';

const LABELS = ['low', 'nothing', 'high'];

/** A network that tells low from high: where there is more in the lower or in the upper bands. */
function compare(spectrogram: Float32Array): Promise<Float32Array> {
  const [, bands] = HEARD.shape;
  const [low, high] = [0, 1].map((half) => Math.max(...spectrogram.filter((_, index) => Math.floor((2 * (index % bands)) / bands) === half)));
  return Promise.resolve(Float32Array.from(low > high ? [0.9, 0.05, 0.05] : [0.05, 0.05, 0.9]));
}

async function heard(rate: number, sound: Float32Array): Promise<{ time: number; sighting: Sighting }[]> {
  const listener = new TaughtListener({ id: 'own-1', labels: LABELS }, HEARD, compare);
  const piece = rate / 50;
  const all: { time: number; sighting: Sighting }[] = [];
  for (let end = piece; end <= sound.length; end += piece) {
    const time = (1000 * end) / rate;
    all.push({ time, sighting: await listener.listen({ samples: sound.subarray(end - piece, end), rate, time }) });
  }
  return all;
}

const quietRoom = (rate: number, seconds: number) => room(rate, seconds, 0.0006);

describe.each([44_100, 48_000, 16_000])('a taught model at %i samples a second', (rate) => {
  const played = joined(quietRoom(rate, 1.5), whistle(rate, 300, 1), quietRoom(rate, 2), whistle(rate, 3000, 1), quietRoom(rate, 2));

  test('hears what is there, while it is there, and nothing in silence', async () => {
    const all = await heard(rate, played);
    const labelAt = (milliseconds: number) => all.findLast(({ time }) => time <= milliseconds)?.sighting.label;
    expect([1400, 2400, 4400, 5400, 7400].map(labelAt)).toEqual([null, 'low', null, 'high', null]);
    expect(Object.keys(all[0].sighting.confidences)).toEqual(['low', 'high']);
    expect(all[0].sighting).toMatchObject({ model: 'own-1', place: null, side: null });
  });
});

test('a second has to pass before anything is heard', async () => {
  const all = await heard(16_000, whistle(16_000, 300, 1.5));
  const first = all.find(({ sighting }) => sighting.confidences['low'] > 0);
  expect(first?.time).toBeGreaterThanOrEqual(980);
  expect(first?.time).toBeLessThan(1100);
});

test('what comes after a gap does not belong to what came before', () => {
  const newest = new NewestSound(16_000, 1600);
  const samples = new Float32Array(1600).fill(0.5);
  expect(newest.take({ samples, rate: 16_000, time: 100 })).toBe(1600);
  expect(newest.full).toBe(true);
  newest.take({ samples: samples.subarray(0, 320), rate: 16_000, time: 120 });
  expect(newest.full).toBe(true);
  newest.take({ samples: samples.subarray(0, 320), rate: 16_000, time: 3000 });
  expect(newest.full).toBe(false);
});

test('silence is what is no louder than the room, but no din', () => {
  expect(loudestIn(silence(16_000, 1), 16_000)).toBe(-120);
  expect(loudestIn(whistle(16_000, 1000, 1), 16_000)).toBeGreaterThan(-10);
  expect(loudestIn(quietRoom(16_000, 1), 16_000)).toBeLessThan(silentUpTo(-65));
  expect([null, -75, -60, -20].map(silentUpTo)).toEqual([-60, -60, -51, -40]);
});
