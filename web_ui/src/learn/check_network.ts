/** Whether a network that was brought does what its card says. */
import { ModelError } from '../models/define';
import { sizeOf } from '../models/taught/card';
import { openNetwork } from '../models/taught/network';
import type { TaughtModel } from '../models/taught/taught';

/** Opens the network, and asks it about something once.
 * @throws ModelError where it can not be opened, does not take what it should, or gives other answers than one number a label */
export async function checkNetwork(taught: TaughtModel): Promise<void> {
  const network = await openNetwork(taught);
  try {
    const anything = Float32Array.from({ length: sizeOf(taught.input) }, (_, index) => Math.abs(Math.sin(index)));
    const answer = await network.answerTo(anything, taught.input.shape);
    if (answer.every(Number.isFinite)) return;
  } finally {
    network.dispose();
  }
  throw new ModelError(`“${taught.title}” answers with something that is no number (NaN).`, 'Its training went wrong; train it again, with a smaller learning rate.');
}
