import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { joined, room, whistle } from '../sound/synthesis.fixture';
import { AnalyserSpectrograms, TEACHABLE_MACHINE, type AnalyserInput } from './analyser';
import { samplesIn } from './hears';
import { loadListener } from './listen';
import { hearsHighAndLow } from './teachable_sounds.fixture';

beforeAll(async () => {
  await setBackend('cpu');
});

const SMALL: AnalyserInput = { ...TEACHABLE_MACHINE, shape: [3, 20, 1], window_samples: 64, step_samples: 32 };

/** As Web Audio tells it, written down step by step. */
function stepByStep(samples: Float32Array, { shape: [frames, pitches], window_samples: size, step_samples: step }: AnalyserInput): number[] {
  const decibels: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    for (let pitch = 0; pitch < pitches; pitch++) {
      let [real, imaginary] = [0, 0];
      for (let index = 0; index < size; index++) {
        const alpha = 0.16;
        const window = (1 - alpha) / 2 - 0.5 * Math.cos((2 * Math.PI * index) / size) + (alpha / 2) * Math.cos((4 * Math.PI * index) / size);
        const turn = (-2 * Math.PI * pitch * index) / size;
        real += (window * samples[frame * step + index] * Math.cos(turn)) / size;
        imaginary += (window * samples[frame * step + index] * Math.sin(turn)) / size;
      }
      decibels.push(20 * Math.log10(Math.hypot(real, imaginary)));
    }
  }
  const mean = decibels.reduce((sum, one) => sum + one, 0) / decibels.length;
  const deviation = Math.sqrt(decibels.reduce((sum, one) => sum + (one - mean) ** 2, 0) / decibels.length);
  return decibels.map((one) => (one - mean) / deviation);
}

test('is what Web Audio tells, with a mean of 0 and a deviation of 1 in each piece', () => {
  const samples = Float32Array.from({ length: samplesIn(SMALL) }, (_, index) => 0.3 * Math.sin(index * index) + 0.1 + 0.2 * Math.sin(index / 3));
  const ours = new AnalyserSpectrograms(SMALL).of(samples);
  stepByStep(samples, SMALL).forEach((value, index) => expect(ours[index]).toBeCloseTo(value, 4));
});

test('of no sound at all it is flat, and where there is none for a while it stays a number', () => {
  const length = samplesIn(TEACHABLE_MACHINE);
  const spectrograms = new AnalyserSpectrograms(TEACHABLE_MACHINE);
  expect(spectrograms.of(new Float32Array(length)).every((value) => value === 0)).toBe(true);
  const half = Float32Array.from({ length }, (_, index) => (index < length / 2 ? 0 : 0.2 * Math.sin(index / 5)));
  expect(spectrograms.of(half).every(Number.isFinite)).toBe(true);
});

test.each([44_100, 48_000, 16_000])('a Teachable Machine model hears at %i samples a second, and its noise is nothing', async (rate) => {
  const listener = await loadListener(await hearsHighAndLow());
  const quiet = (seconds: number) => room(rate, seconds, 0.0006);
  const played = joined(quiet(1.6), whistle(rate, 300, 1.2), quiet(2), whistle(rate, 3000, 1.2), quiet(2));
  const piece = rate / 50;
  const labels = new Map<number, string | null | undefined>();
  for (let end = piece; end <= played.length; end += piece) {
    const time = Math.round((1000 * end) / rate);
    const [sighting] = await listener.listen({ samples: played.subarray(end - piece, end), rate, time });
    labels.set(time, sighting?.label);
    expect(Object.keys(sighting?.confidences ?? {})).toEqual(['low', 'high']);
  }
  expect([1500, 2700, 4700, 5900, 7900].map((time) => labels.get(time))).toEqual([null, 'low', null, 'high', null]);
  listener.dispose();
}, 60_000);
