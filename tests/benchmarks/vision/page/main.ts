/** The bench's page: our model and its peers on the same frames. What is asked of it stands in `bench`. */
import { wrap } from 'comlink';
import { WatchClient } from '../../../../web_ui/src/watch/client';
import { choose } from '../../../../web_ui/src/watch/contest';
import type { ChosenBackend } from '../../../../web_ui/src/watch/types';
import { mediaPipe, shippedHandtrack } from './shipped';
import { overlay } from './overlay.svelte';
import type { BenchWorker } from './worker';

const worker = wrap<BenchWorker>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));

/** What the page computes on, on a computer like this: it chooses as it always does. */
async function chosenAsShipped(): Promise<ChosenBackend> {
  const [client, chosen] = await choose({}, () => new WatchClient());
  client.close();
  return chosen;
}

Object.assign(globalThis, { bench: { worker, chosenAsShipped, shippedHandtrack, mediaPipe, overlay } });
