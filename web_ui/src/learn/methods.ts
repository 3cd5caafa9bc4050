/** How each kind of thing is learned. `tests/bench teach` measures pictures beside Teachable Machine's way; the other numbers
 * are first choices that did well on drawn samples. */
import type { TaughtKind } from '../models/taught/card';
import type { Way } from './project';
import type { Method } from './train';

/** A model that was brought knows a lot already: it is changed gently. */
export const FINE_TUNING: Method = { epochs: 40, batch: 16, learningRate: 0.002, hidden: 0, decay: 0.0001, sameUnit: true, moments: 0 };

/** Few samples are gone through more often, so that it takes so many steps at the least: of 48 sounds in 120 steps a class that
 * was new was not learned at all in 2 of 8 trainings, in 360 steps it was in 8 of 8. */
const LEAST_STEPS = 400;

/** How a model that was brought learns from so many samples. */
export function fineTuningFor(samples: number): Method {
  const stepsAnEpoch = Math.max(1, Math.ceil(samples / FINE_TUNING.batch));
  return { ...FINE_TUNING, epochs: Math.max(FINE_TUNING.epochs, Math.ceil(LEAST_STEPS / stepsAnEpoch)) };
}

export const METHODS: Readonly<Record<TaughtKind, Method>> = {
  // The network that looked at the picture has done the work, so one layer does as well as two, in less than half the time.
  pictures: { epochs: 20, batch: 32, learningRate: 0.001, hidden: 0, decay: 0.02, sameUnit: true, moments: 0 },
  hands: { epochs: 60, batch: 16, learningRate: 0.003, hidden: 48, decay: 0.0002, sameUnit: true, moments: 0 },
  // Of each movement there are variants (`variants.ts`), so it takes fewer rounds.
  movements: { epochs: 25, batch: 32, learningRate: 0.003, hidden: 48, decay: 0.0005, sameUnit: true, moments: 0 },
  // Few samples do not show a sound at every moment of a second, so the same neurons look at each moment. With 9 moments and a
  // rate of 0.003 they also tell what rises from what falls, but took recorded bells for horns in 5 of 12 trainings.
  sounds: { epochs: 40, batch: 16, learningRate: 0.01, hidden: 48, decay: 0.0002, sameUnit: true, moments: 1 },
  numbers: { epochs: 120, batch: 16, learningRate: 0.01, hidden: 16, decay: 0.0001, sameUnit: false, moments: 0 },
};

const FROM_SCRATCH: Method = {
  ...{ epochs: 40, batch: 8, learningRate: 0.002, hidden: 32, decay: 0.0002, sameUnit: true, moments: 0 },
  convolutions: [16, 32, 32],
};

export function methodFor(kind: TaughtKind, way: Way): Method {
  return way === 'scratch' ? FROM_SCRATCH : METHODS[kind];
}
