/** What the models compute on. Runs in the worker. */
import * as tf from '@tensorflow/tfjs-core';
import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import { ModelError } from '../models/define';
import type { Backend } from './types';

const SOFTWARE_RENDERER = /swiftshader|llvmpipe|softpipe|software|basic render/i;
const WARM_UPS = 2;
const MEASUREMENTS = 3;

export interface ChosenBackend {
  backend: Backend;
  threads: number;
}

/**
 * Makes a back end ready.
 *
 * @param wanted the one to take, whatever it costs; null measures those that this computer has, and takes the fastest.
 * The processor's plain JavaScript (`cpu`) is 30 to 100 times slower and taken only when it is wanted.
 * @throws ModelError where there is none
 */
export async function chooseBackend(wanted: Backend | null): Promise<ChosenBackend> {
  if (wanted !== null) {
    if (await start(wanted)) return chosen(wanted);
    throw new ModelError(
      `This browser can not compute on "${wanted}".`,
      'Take the ?backend=… out of the page’s address; the page then chooses by itself.',
    );
  }
  const measured: { backend: Backend; milliseconds: number }[] = [];
  for (const backend of await available()) {
    if (await start(backend)) measured.push({ backend, milliseconds: await measure() });
  }
  const [best, ...others] = measured.sort((one, other) => one.milliseconds - other.milliseconds);
  for (const { backend } of others) tf.removeBackend(backend);
  if (best === undefined || best.milliseconds === Infinity || !(await start(best.backend))) {
    throw new ModelError(
      'This browser can not run the models: it has neither WebAssembly nor a graphics card for them.',
      'Try a newer Chrome, Edge or Firefox.',
    );
  }
  return chosen(best.backend);
}

function chosen(backend: Backend): ChosenBackend {
  return { backend, threads: backend === 'wasm' ? wasmThreads() : 1 };
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

async function start(backend: Backend): Promise<boolean> {
  try {
    if (backend === 'wasm') prepareWasm();
    else if (backend === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
    else if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
    else await import('@tensorflow/tfjs-backend-cpu');
    return await tf.setBackend(backend);
  } catch {
    return false;
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

/** TensorFlow.js takes half of the cores, which is wise: threads that wait for each other on busy cores are many
 * times slower than one. */
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

/** The milliseconds of a few convolutions of the kind that the models are made of, with reading the answer back. */
async function convolve(): Promise<number> {
  const image = tf.fill<tf.Rank.R4>([1, 56, 56, 32], 0.5);
  const depthwise = tf.fill<tf.Rank.R4>([3, 3, 32, 1], 0.1);
  const pointwise = tf.fill<tf.Rank.R4>([1, 1, 32, 32], 0.03);
  const options = { strides: 1, pad: 'same', activation: 'relu6' } as const;
  let best = Infinity;
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
    if (run >= WARM_UPS) best = Math.min(best, performance.now() - start);
  }
  tf.dispose([image, depthwise, pointwise]);
  return best;
}
