/** The bench's page: our model and its peers on the same frames. What is asked of it stands in `bench`. */
import { wrap } from 'comlink';
import { mediaPipe, shippedHandtrack } from './shipped';
import { overlay } from './overlay.svelte';
import type { BenchWorker } from './worker';

const worker = wrap<BenchWorker>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));

Object.assign(globalThis, { bench: { worker, shippedHandtrack, mediaPipe, overlay } });
