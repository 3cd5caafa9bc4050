import { describe, expect, test } from 'vitest';
import fixture from './spectrogram.fixture.json';
import { TEACHABLE_MACHINE, type AnalyserInput } from './analyser';
import { isPossible, samplesIn } from './hears';
import { HEARD, Spectrograms, type SpectrogramInput } from './spectrogram';

const RATE = HEARD.rate_hertz;
const [FRAMES, BANDS] = HEARD.shape;
const LENGTH = samplesIn(HEARD);

const tone = (hertz: number, level = 0.5) => Float32Array.from({ length: LENGTH }, (_, index) => level * Math.sin((2 * Math.PI * hertz * index) / RATE));

/** The band that counts most in a frame. */
function loudestBand(spectrogram: Float32Array, frame: number): number {
  const own = [...spectrogram.subarray(frame * BANDS, (frame + 1) * BANDS)];
  return own.indexOf(Math.max(...own));
}

/** The middle pitch of a band, in hertz. */
function middleOf(band: number): number {
  const mel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);
  const [low, high] = [mel(HEARD.low_hertz), mel(HEARD.high_hertz)];
  return 700 * (10 ** ((low + ((high - low) * (band + 1)) / (BANDS + 1)) / 2595) - 1);
}

describe('a spectrogram', () => {
  test.each([5, 15, 25, 35])('has a tone in the band of its pitch: band %i', (band) => {
    const spectrogram = new Spectrograms(HEARD).of(tone(middleOf(band)));
    expect(spectrogram).toHaveLength(FRAMES * BANDS);
    for (const frame of [0, 30, FRAMES - 1]) expect(loudestBand(spectrogram, frame)).toBe(band);
  });

  test('does not tell how loud it was', () => {
    const spectrograms = new Spectrograms(HEARD);
    const noise = Float32Array.from({ length: LENGTH }, (_, index) => Math.sin(index * index) * 0.5);
    const [loud, quiet] = [spectrograms.of(noise), spectrograms.of(noise.map((sample) => sample / 8))];
    loud.forEach((value, index) => expect(value).toBeCloseTo(quiet[index], 2));
  });

  test('of silence is flat', () => {
    expect([...new Spectrograms(HEARD).of(new Float32Array(LENGTH))].every((value) => Math.abs(value) < 1e-9)).toBe(true);
  });

  test('has a mean of 0', () => {
    const spectrogram = new Spectrograms(HEARD).of(tone(440));
    expect(spectrogram.reduce((sum, value) => sum + value, 0) / spectrogram.length).toBeCloseTo(0, 5);
  });

  test('may have windows of any length', () => {
    const shape: SpectrogramInput['shape'] = [8, 12, 1];
    const about = { ...HEARD, shape, high_hertz: 4000 };
    const [one, other] = [512, 500].map((window_samples) => new Spectrograms({ ...about, window_samples }).of(tone(1000)));
    expect(other).toHaveLength(96);
    for (let frame = 0; frame < 8; frame++) {
      const band = (of: Float32Array) => [...of.subarray(12 * frame, 12 * frame + 12)];
      expect(band(other).indexOf(Math.max(...band(other)))).toBe(band(one).indexOf(Math.max(...band(one))));
    }
  });
});

test('what no microphone brings, or no computer keeps up with, is not possible', () => {
  expect(isPossible(HEARD)).toBe(true);
  const wrong: Partial<SpectrogramInput>[] = [
    { rate_hertz: 0 },
    { rate_hertz: Number.NaN },
    { window_samples: 10_000_000 },
    { window_samples: 1 },
    { shape: [10_000, 40, 1] },
    { low_hertz: 8000 },
  ];
  expect(wrong.map((change) => isPossible({ ...HEARD, ...change }))).toEqual(wrong.map(() => false));
  expect(isPossible(TEACHABLE_MACHINE)).toBe(true);
  const others: Partial<AnalyserInput>[] = [{ window_samples: 2000 }, { shape: [43, 1025, 1] }, { rate_hertz: 0 }, { shape: [10_000, 232, 1] }];
  expect(others.map((change) => isPossible({ ...TEACHABLE_MACHINE, ...change }))).toEqual(others.map(() => false));
});

test.each(fixture)('the spectrogram of sound %# is that which `tjbot train` has', ({ swings, frames }) => {
  // The same sound as in tests/unit/learn/golden_sounds.py: swings whose pitch rises or falls.
  const sound = Float32Array.from({ length: LENGTH }, (_, index) => {
    const seconds = index / RATE;
    return swings.reduce((sum, { level, hertz, rise }) => sum + level * Math.sin(2 * Math.PI * (hertz + (rise * seconds) / 2) * seconds), 0);
  });
  const ours = new Spectrograms(HEARD).of(sound);
  for (const { frame, bands } of frames) {
    expect(bands).toHaveLength(BANDS);
    for (const [band, value] of bands.entries()) expect(ours[frame * BANDS + band]).toBeCloseTo(value, 2);
  }
});
