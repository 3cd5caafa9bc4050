/** What handtrackjs imports as `@tensorflow/tfjs`: the same TensorFlow.js that we use, with what it needs of it. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';

export * from '@tensorflow/tfjs-core';
