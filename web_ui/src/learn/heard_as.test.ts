import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { room, whistle } from '../models/sound/synthesis.fixture';
import { TEACHABLE_MACHINE } from '../models/taught/analyser';
import { openNetwork } from '../models/taught/network';
import { hearsHighAndLow } from '../models/taught/teachable_sounds.fixture';
import { fineTune } from './fine_tune';
import { heardAs } from './heard_as';
import { tuned, tuningOf } from './lesson';
import { newProject, type Sample } from './project';
import { PIECE_SAMPLES } from './sounds';
import { waveOf } from './wave';

const RATE = 16_000;
const [FRAMES, PITCHES] = TEACHABLE_MACHINE.shape;

beforeAll(async () => {
  await setBackend('cpu');
});

function sampleOf(class_: string, hertz: number, number: number): Sample {
  const sound = room(RATE, PIECE_SAMPLES / RATE, 0.001, number);
  whistle(RATE, hertz + 20 * number, 0.6).forEach((value, index) => (sound[2000 + index] = (sound[2000 + index] ?? 0) + 0.3 * value));
  return {
    ...{ id: `${class_}-${number}`, project: 'p', class: class_, burst: `${class_}-${number}`, made: number, picture: null, features: new Float32Array(2440) },
    sound: new Blob([waveOf(sound, RATE)], { type: 'audio/wav' }),
  };
}

test('a sample that was recorded here has its pitch where a Teachable Machine model hears it, to its end', async () => {
  const whole = { ...sampleOf('a', 0, 0), sound: new Blob([waveOf(whistle(RATE, 1000, PIECE_SAMPLES / RATE), RATE)]) };
  const [heard] = await heardAs(TEACHABLE_MACHINE, [whole]);
  expect(heard?.features).toHaveLength(FRAMES * PITCHES);
  for (const frame of [1, 20, FRAMES - 2]) {
    const own = [...(heard?.features.subarray(frame * PITCHES, (frame + 1) * PITCHES) ?? [])];
    expect(Math.abs(own.indexOf(Math.max(...own)) - (1000 * 2048) / 44_100)).toBeLessThan(1);
  }
  await expect(heardAs(TEACHABLE_MACHINE, [{ ...whole, sound: null }])).rejects.toThrow('not there any more');
});

test('a Teachable Machine model learns a new sound from samples that were recorded here', async () => {
  const base = await hearsHighAndLow();
  const classes = ['low', 'high', 'highest'].map((name) => ({ id: name, name }));
  const project = { ...newProject('sounds', 'Whistles', ['', ''], 1), classes, base, layers: 1 };
  const shown = [300, 2200, 4200].flatMap((hertz, kind) => Array.from({ length: 10 }, (_, number) => sampleOf(classes[kind]?.id ?? '', hertz, number)));
  const { tuning, held } = tuningOf(project, await heardAs(TEACHABLE_MACHINE, shown));
  const trained = await fineTune({ ...tuning, method: { ...tuning.method, epochs: 80, learningRate: 0.02 } }, () => undefined, () => undefined, () => false);
  const { taught, outcome } = tuned(project, trained, held, shown.length, 5);
  expect(outcome?.answers.map(({ is, said }) => said === is)).toEqual([true, true, true, true, true, true]);
  expect(taught).toMatchObject({ labels: ['low', 'high', 'highest'], input: TEACHABLE_MACHINE });
  const network = await openNetwork(taught as NonNullable<typeof taught>);
  const [again] = await heardAs(TEACHABLE_MACHINE, [sampleOf('highest', 4200, 17)]);
  const likely = await network.answerTo(again?.features ?? new Float32Array(), TEACHABLE_MACHINE.shape);
  expect(likely.indexOf(Math.max(...likely))).toBe(2);
  network.dispose();
}, 60_000);
