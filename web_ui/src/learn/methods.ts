/** How each kind of thing is learned. The numbers were found with `tests/bench teach`. */
import type { TaughtKind } from '../models/taught/card';
import type { Method } from './train';

export const METHODS: Readonly<Record<TaughtKind, Method>> = {
  // The network that looked at the picture has done the work: one layer is enough, and two learn few samples by heart.
  pictures: { epochs: 40, batch: 32, learningRate: 0.003, hidden: 0, decay: 0.0005, sameUnit: true },
  hands: { epochs: 60, batch: 16, learningRate: 0.003, hidden: 48, decay: 0.0002, sameUnit: true },
  sounds: { epochs: 60, batch: 16, learningRate: 0.002, hidden: 48, decay: 0.0005, sameUnit: true },
  numbers: { epochs: 120, batch: 16, learningRate: 0.01, hidden: 16, decay: 0.0001, sameUnit: false },
};
