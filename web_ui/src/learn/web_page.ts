/** A taught model for any web page: plain TensorFlow.js loads it, and an example shows how. */
import type { io } from '@tensorflow/tfjs-core';
import type { TaughtInput } from '../models/taught/card';
import type { Network, TaughtModel, WeightSpec } from '../models/taught/taught';
import { halfBits } from './half';
import { filesOf, networkFiles } from './model_files';
import { exampleOf, needsProgram, PROGRAM } from './web_example';
import { zipped } from './zip';

/** What this page has to give along. */
export interface Along {
  /** One of the page's own networks. */
  network(path: string): Promise<io.ModelArtifacts>;
  /** What turns hands and sounds into numbers (`src/any_page`). */
  program(): Promise<Uint8Array<ArrayBuffer>>;
}

/** The networks of this page that a model builds on, by the folder in which they are exported. */
const BUILT_UPON: Partial<Record<TaughtInput['kind'], Readonly<Record<string, string>>>> = {
  picture_features: { features: 'image/efficientnet' },
  hand_features: { 'hand/palm': 'hand/palm', 'hand/landmarks': 'hand/landmarks' },
  hand_movement: { 'hand/palm': 'hand/palm', 'hand/landmarks': 'hand/landmarks' },
};

/** The zip of a folder with the model, what it builds on, and an example.
 * @param along is only asked for what the model builds on */
export async function webPage(taught: TaughtModel, along: Along): Promise<Uint8Array<ArrayBuffer>> {
  const files = filesOf(taught);
  files.set('index.html', new TextEncoder().encode(exampleOf(taught)));
  if (needsProgram(taught.input)) files.set(PROGRAM, await along.program());
  for (const [folder, path] of Object.entries(BUILT_UPON[taught.input.kind] ?? {})) {
    for (const [name, data] of networkFiles(halved(await along.network(path)))) files.set(`${folder}/${name}`, data);
  }
  return zipped(files);
}

/** The network with its weights as half floats, which plain TensorFlow.js widens by itself. */
export function halved(artifacts: io.ModelArtifacts): Network {
  const specs = (artifacts.weightSpecs ?? []) as WeightSpec[];
  const data = [artifacts.weightData ?? []].flat();
  const parts = specs.map((spec, index) => ({ spec, data: data[index] ?? new ArrayBuffer(0) }));
  const smaller = parts.map(({ spec, data }) => (spec.dtype === 'float32' && spec.quantization === undefined ? half(spec, data) : { spec, data }));
  const all = new Uint8Array(smaller.reduce((sum, part) => sum + part.data.byteLength, 0));
  let start = 0;
  for (const part of smaller) {
    all.set(new Uint8Array(part.data), start);
    start += part.data.byteLength;
  }
  return {
    ...{ format: 'graph-model', topology: artifacts.modelTopology as object, signature: artifacts.signature as object },
    ...{ weightSpecs: smaller.map(({ spec }) => spec), weights: all.buffer },
  };
}

function half(spec: WeightSpec, data: ArrayBuffer): { spec: WeightSpec; data: ArrayBuffer } {
  const bits = Uint16Array.from(new Float32Array(data), halfBits);
  return { spec: { ...spec, quantization: { dtype: 'float16' } }, data: bits.buffer };
}
