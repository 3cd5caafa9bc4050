/** LiteRT.js: what a processor can give in a browser. */
import { loadAndCompile, loadLiteRt, Tensor, type CompiledModel } from '@litertjs/core';

const WASM = new URL('/packages/@litertjs/core/wasm/', self.location.href).href;

let threads = 1;

/** Loads the runtime, once. */
export async function openLiteRt(count: number): Promise<void> {
  threads = count;
  // It runs its program with importScripts, which a worker that is a module has only by name.
  Object.assign(self, { importScripts });
  await loadLiteRt(WASM, { threads: count > 1 });
}

function importScripts(address: string): void {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.send();
  // Its threads and its wasm file are looked for beside the worker's own program unless they are named.
  Object.assign(self, { Module: { mainScriptUrlOrBlob: address, locateFile: (file: string) => WASM + file } });
  (0, eval)(request.responseText);
}

export class LiteRtNetwork {
  private constructor(
    private readonly model: CompiledModel,
    private readonly shape: number[],
  ) {}

  static async load(address: string, shape: number[]): Promise<LiteRtNetwork> {
    const model = await loadAndCompile(address, { accelerator: 'wasm', cpuOptions: { numThreads: threads } });
    return new LiteRtNetwork(model, shape);
  }

  /** All outputs, read back. */
  async run(numbers: Float32Array): Promise<Float32Array[]> {
    const input = new Tensor(numbers, this.shape);
    const outputs = await this.model.run([input]);
    const results = outputs.map((output) => output.toTypedArray().slice() as Float32Array);
    for (const tensor of [input, ...outputs]) tensor.delete();
    return results;
  }
}
