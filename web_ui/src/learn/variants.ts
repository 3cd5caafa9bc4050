/** More movements to learn from than were shown: each a little larger or smaller, askew, quicker or slower, and with another
 * rhythm. None is mirrored: to the left is not to the right, and a movement is the same with either hand anyway. Pure. */
import { NUMBERS, STEPS } from '../models/movement/features';
import { seeded } from './chance';
import type { Rows } from './train';

/** Of few samples many are made, so that so many rows are learned from. */
const ROWS = 1500;
const MOST_VARIANTS = 12;
/** By how much at the most, either way. */
const SIZE = 0.2;
const ASKEW_DEGREES = 12;
const TEMPO = 0.2;
/** Parts of the whole movement: how far its middle comes early or late, and how much of its ends may be missing. */
const RHYTHM = 0.06;
const ENDS = 0.06;
const TREMBLING = 0.02;

/** The rows as they are, and variants of each. */
export function withVariants({ inputs, classes }: Rows): Rows {
  const length = STEPS * NUMBERS;
  const times = 1 + Math.min(MOST_VARIANTS, Math.floor(ROWS / Math.max(1, classes.length)));
  const random = seeded(11);
  const all = new Float32Array(inputs.length * times);
  classes.forEach((_, row) => {
    const own = inputs.subarray(row * length, (row + 1) * length);
    for (let time = 0; time < times; time++) all.set(time === 0 ? own : variantOf(own, random), (time * classes.length + row) * length);
  });
  return { inputs: all, classes: Int32Array.from({ length: classes.length * times }, (_, row) => classes[row % classes.length] ?? 0) };
}

/** @param features as `movementFeatures` gives them
 * @param random 0…1 */
export function variantOf(features: Float32Array, random: () => number): Float32Array {
  const by = (most: number) => most * (2 * random() - 1);
  const [size, angle, tempo, rhythm] = [Math.exp(by(SIZE)), by((ASKEW_DEGREES * Math.PI) / 180), Math.exp(by(TEMPO)), by(RHYTHM)];
  const [begin, end] = [ENDS * random(), 1 - ENDS * random()];
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const varied = new Float32Array(features.length);
  for (let step = 0; step < STEPS; step++) {
    const part = step / (STEPS - 1);
    const place = (begin + (end - begin) * (part + rhythm * Math.sin(Math.PI * part))) * (STEPS - 1);
    // Where the rhythm is quicker, the hand is.
    const quicker = tempo * (end - begin) * (1 + rhythm * Math.PI * Math.cos(Math.PI * part));
    const [x, y, speedX, speedY, pointsX, pointsY, ...reaches] = rowAt(features, place) as [number, number, number, number, number, number, ...number[]];
    const turned = (right: number, up: number, by: number) => [by * (right * cosine - up * sine), by * (right * sine + up * cosine)];
    const row = [...turned(x, y, size), ...turned(speedX, speedY, size * quicker), ...turned(pointsX, pointsY, 1), ...reaches];
    row.forEach((value, column) => (varied[step * NUMBERS + column] = value + by(TREMBLING)));
  }
  return centred(varied);
}

/** The numbers at a place between two moments. */
function rowAt(features: Float32Array, place: number): number[] {
  const step = Math.max(0, Math.min(STEPS - 2, Math.floor(place)));
  const part = place - step;
  return Array.from({ length: NUMBERS }, (_, column) => {
    const [from = 0, to = 0] = [features[step * NUMBERS + column], features[(step + 1) * NUMBERS + column]];
    return from + part * (to - from);
  });
}

/** The same with the middle of the way at 0. */
function centred(features: Float32Array): Float32Array {
  for (const column of [0, 1]) {
    let mean = 0;
    for (let at = column; at < features.length; at += NUMBERS) mean += (features[at] ?? 0) / STEPS;
    for (let at = column; at < features.length; at += NUMBERS) features[at] = (features[at] ?? 0) - mean;
  }
  return features;
}
