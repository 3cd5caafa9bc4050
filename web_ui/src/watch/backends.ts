/** What the models compute on. Runs in the worker. */
import * as tf from '@tensorflow/tfjs-core';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import { threadCounts } from './choose';
import type { Backend, Candidate, Measured, Wish } from './types';

const SOFTWARE_RENDERER = /swiftshader|llvmpipe|softpipe|software|basic render/i;
const WARM_UPS = 2;
const MEASUREMENTS = 7;

/** What is worth measuring here, in the order of their threads.
 * @param wish its `backend` and `threads` are the only ones, `shunned` is left out */
export async function candidates({ backend = null, threads = null, shunned = null, cores = navigator.hardwareConcurrency }: Wish): Promise<Candidate[]> {
  const backends = backend === null ? (await available()).filter((other) => other !== shunned) : [backend];
  const counts = threads === null ? threadCounts(cores, self.crossOriginIsolated) : [threads];
  return backends.flatMap((each) => (each === 'wasm' ? counts : [1]).map((count) => ({ backend: each, threads: count })));
}

/** Makes a back end ready and measures it; null where it does not work here. What it takes of the memory is given back
 * only by the end of its worker, so a worker starts one back end. */
export async function start(candidate: Candidate): Promise<Measured | null> {
  if (!(await isReady(candidate))) return null;
  // The threads that it really has may be fewer.
  const threads = candidate.backend === 'wasm' ? wasmThreads() : 1;
  const milliseconds = await measure();
  return Number.isFinite(milliseconds) ? { backend: candidate.backend, threads, milliseconds } : null;
}

/** How long the back end of now takes for what it was chosen by. */
export async function measureAgain(): Promise<number> {
  return await measure();
}

/** Resolves when the back end has stopped for good, as a graphics card may at any moment. */
export function backendLost(): Promise<void> {
  const { gpgpu, device } = tf.backend() as { gpgpu?: { gl: WebGL2RenderingContext }; device?: GPUDevice };
  if (device !== undefined) return device.lost.then(() => undefined);
  return new Promise((resolve) => {
    gpgpu?.gl.canvas.addEventListener('webglcontextlost', () => {
      resolve();
    });
  });
}

/** A graphics card that is only imitated is slower than the processor. */
async function available(): Promise<Backend[]> {
  const backends: Backend[] = ['wasm'];
  if (hasGraphicsCard()) backends.unshift('webgl');
  const gpu = (navigator as { gpu?: GPU }).gpu;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  const about = adapter?.info;
  if (about !== undefined && !about.isFallbackAdapter && !SOFTWARE_RENDERER.test(about.device + about.description)) {
    backends.unshift('webgpu');
  }
  return backends;
}

function hasGraphicsCard(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (context === null) return false;
  const about = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(context.getParameter(about?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !SOFTWARE_RENDERER.test(renderer);
}

async function isReady({ backend, threads }: Candidate): Promise<boolean> {
  try {
    if (backend === 'wasm') return await startWasm(threads);
    if (backend === 'webgl') {
      await import('@tensorflow/tfjs-backend-webgl');
      // Only who asks for it comes here without a graphics card.
      tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
    } else if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
    else await import('@tensorflow/tfjs-backend-cpu');
    return await tf.setBackend(backend);
  } catch {
    return false;
  }
}

/** TensorFlow.js takes half of the cores that it is told of, at most, and so it is told of twice as many as it shall have
 * threads. (The build lets it make no more workers than that, see `vite.config.ts`.) */
async function startWasm(threads: number): Promise<boolean> {
  if (tf.getBackend() === 'wasm' && wasmThreads() === threads) return true;
  const address = (file: string) => new URL(file, self.location.href).href;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': address(plainWasm),
    'tfjs-backend-wasm-simd.wasm': address(simdWasm),
    'tfjs-backend-wasm-threaded-simd.wasm': address(threadedWasm),
  });
  // One thread needs no other workers, and no memory that could be shared with them.
  if (threads === 1) tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setThreadsCount(threads);
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads, configurable: true });
  try {
    return await tf.setBackend('wasm');
  } finally {
    delete (navigator as { hardwareConcurrency?: number }).hardwareConcurrency;
  }
}

/** On how many threads wasm computes now. */
function wasmThreads(): number {
  try {
    return getThreadsCount();
  } catch {
    // Before the threaded build is loaded, or without it, there is no count.
    return 1;
  }
}

/** How many milliseconds it takes; Infinity where it fails. */
async function measure(): Promise<number> {
  try {
    return await convolve();
  } catch {
    return Infinity;
  }
}

/** The average milliseconds of a few convolutions of the kind that the models are made of, with reading the answer back. */
async function convolve(): Promise<number> {
  const image = tf.fill<tf.Rank.R4>([1, 56, 56, 32], 0.5);
  const depthwise = tf.fill<tf.Rank.R4>([3, 3, 32, 1], 0.1);
  const pointwise = tf.fill<tf.Rank.R4>([1, 1, 32, 32], 0.03);
  const options = { strides: 1, pad: 'same', activation: 'relu6' } as const;
  let sum = 0;
  for (let run = 0; run < WARM_UPS + MEASUREMENTS; run++) {
    const start = performance.now();
    const output = tf.tidy(() => {
      let values = image;
      for (let layer = 0; layer < 6; layer++) {
        values = tf.fused.depthwiseConv2d({ ...options, x: values, filter: depthwise });
        values = tf.fused.conv2d({ ...options, x: values, filter: pointwise });
      }
      return tf.mean(values);
    });
    await output.data();
    output.dispose();
    if (run >= WARM_UPS) sum += performance.now() - start;
  }
  tf.dispose([image, depthwise, pointwise]);
  return sum / MEASUREMENTS;
}
