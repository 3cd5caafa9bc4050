/** What the models compute on. Runs in the worker. */
import * as tf from '@tensorflow/tfjs-core';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import { ModelError } from '../models/define';
import { fastest, isAsItWas, threadCounts } from './choose';
import type { Backend, Candidate, ChosenBackend, Measured } from './types';

const SOFTWARE_RENDERER = /swiftshader|llvmpipe|softpipe|software|basic render/i;
const WARM_UPS = 2;
const MEASUREMENTS = 7;

export interface Wish {
  /** The one to take, whatever it costs; null takes the fastest. */
  backend?: Backend | null;
  /** For wasm; null tries what is best. */
  threads?: number | null;
  /** What was best on another day: taken without comparing while it is as fast as it was. */
  recalled?: Measured | null;
  /** One that stopped by itself: not taken unless it is the wanted one. */
  shunned?: Backend | null;
}

/**
 * Makes a back end ready.
 *
 * Measures those that this computer has, and takes the fastest. The processor's plain JavaScript (`cpu`) is 30 to 100
 * times slower and taken only when it is wanted.
 *
 * @throws ModelError where there is none
 */
export async function chooseBackend({ backend = null, threads = null, recalled = null, shunned = null }: Wish = {}): Promise<ChosenBackend> {
  if (backend === null && recalled !== null && recalled.backend !== shunned) {
    const [now] = await measureAll([recalled]);
    if (now !== undefined && isAsItWas(recalled.milliseconds, now.milliseconds)) {
      return { ...now, reason: 'remembered', compared: [] };
    }
  }
  const measured = await measureAll(await candidates(backend, threads, shunned));
  const best = fastest(measured);
  if (best === undefined || !(await start(best))) throw nothing(backend);
  for (const { backend: other } of measured) if (other !== best.backend && tf.findBackend(other)) tf.removeBackend(other);
  const compared = [...measured].sort((one, other) => one.milliseconds - other.milliseconds);
  return { ...best, reason: backend === null ? 'measured' : 'wanted', compared };
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

function nothing(wanted: Backend | null): ModelError {
  if (wanted === null) {
    return new ModelError(
      'This browser can not run the models: it has neither WebAssembly nor a graphics card for them.',
      'Try a newer Chrome, Edge or Firefox.',
    );
  }
  return new ModelError(
    `This browser can not compute on "${wanted}".`,
    'Take the ?backend=… out of the page’s address, or choose another one below the words.',
  );
}

async function candidates(wanted: Backend | null, threads: number | null, shunned: Backend | null): Promise<Candidate[]> {
  const backends = wanted === null ? (await available()).filter((backend) => backend !== shunned) : [wanted];
  const counts = threads === null ? threadCounts(navigator.hardwareConcurrency, self.crossOriginIsolated) : [threads];
  return backends.flatMap((backend) => (backend === 'wasm' ? counts : [1]).map((count) => ({ backend, threads: count })));
}

/** Those that start, each with its time; where there is only one to choose from, it is measured all the same. */
async function measureAll(all: readonly Candidate[]): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const candidate of all) {
    if (!(await start(candidate))) continue;
    // The threads that it really has may be fewer.
    const threads = candidate.backend === 'wasm' ? wasmThreads() : 1;
    measured.push({ backend: candidate.backend, threads, milliseconds: await measure() });
  }
  return measured;
}

/** What is worth measuring here: a graphics card that is only imitated is slower than the processor. */
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

async function start({ backend, threads }: Candidate): Promise<boolean> {
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

const wasmFactory = tf.findBackendFactory('wasm');

/** TensorFlow.js decides on its threads when it starts, and takes half of the cores that it is told of, at most. So it
 * is started anew, and told of twice as many cores as it shall have threads. */
async function startWasm(threads: number): Promise<boolean> {
  if (tf.findBackend('wasm') !== null) {
    if (tf.getBackend() === 'wasm' && wasmThreads() === threads) return true;
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', wasmFactory);
  }
  prepareWasm();
  setThreadsCount(threads);
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads, configurable: true });
  try {
    return await tf.setBackend('wasm');
  } finally {
    delete (navigator as { hardwareConcurrency?: number }).hardwareConcurrency;
  }
}

let wasmIsPrepared = false;

function prepareWasm(): void {
  if (wasmIsPrepared) return;
  wasmIsPrepared = true;
  const address = (file: string) => new URL(file, self.location.href).href;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': address(plainWasm),
    'tfjs-backend-wasm-simd.wasm': address(simdWasm),
    'tfjs-backend-wasm-threaded-simd.wasm': address(threadedWasm),
  });
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
