/**
 * The last dense layers of a network: what is trained anew when it is fine-tuned, while all before them stays frozen.
 *
 * A layers model is taken apart by its layers, a graph model at the tensor that goes into its last dense layer. The
 * trained weights are put in the place of the old ones in the network's own data, so the result is one network again.
 */
import { io, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { ModelError } from '../models/define';
import { artifactsOf, disposeOf } from '../models/taught/network';
import type { Network, WeightSpec } from '../models/taught/taught';
import { activationOf, denseOf, type Dense, type Layer } from './dense';

/** Which weights of the network a dense layer has. */
interface Place {
  kernel: string;
  bias: string;
}

export interface Tail {
  /** The dense layers at the end, the first of them first. */
  dense: Dense[];
  /** What goes into the first of them, for a batch of inputs; both are the caller's to dispose of. */
  features: (inputs: Tensor) => Tensor;
  /** The same network with these dense layers in place of its own; they may have other numbers of classes. */
  with(dense: readonly Dense[]): Network;
  dispose(): void;
}

const OTHER_WAY = 'Teach a new one with your samples instead: begin with a new project.';

/** Takes a network apart.
 * @param most so many dense layers at the end are trained anew, at the most
 * @throws ModelError where it does not end in a dense layer, or can not be loaded */
export async function tailOf(network: Network, most: number): Promise<Tail> {
  try {
    return network.format === 'layers-model' ? await tailOfLayers(network, most) : await tailOfGraph(network);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError(`This model can not be taught further: ${String(error)}`, OTHER_WAY);
  }
}

async function tailOfLayers(network: Network, most: number): Promise<Tail> {
  const model = await loadLayersModel(io.fromMemory(artifactsOf(network)));
  const chain = chainOf(model.layers as Layer[]);
  let start = chain.length;
  const found: Layer[] = [];
  // Dropout does nothing where one does not train, and has no weights.
  while (start > 0 && found.length < most && ['Dense', 'Dropout'].includes(chain[start - 1]?.getClassName() ?? '')) {
    start -= 1;
    const layer = chain[start];
    if (layer?.getClassName() === 'Dense') found.unshift(layer);
  }
  const isPlain = found.every((layer) => ['linear', 'relu', 'softmax'].includes(activationOf(layer)));
  if (found.length === 0 || !isPlain) {
    disposeOf(model);
    throw new ModelError('This model can not be taught further: it does not end in a dense layer.', OTHER_WAY);
  }
  const frozen = chain.slice(0, start);
  const dense = found.map(denseOf);
  const places = found.map(({ name }): Place => ({ kernel: `${name}/kernel`, bias: `${name}/bias` }));
  return {
    dense,
    features: (inputs) => tidy(() => frozen.reduce((values, layer) => layer.apply(values) as Tensor, inputs.clone())),
    with: (trained) => {
      const units = new Map(found.map(({ name }, index) => [name, trained[index]?.units ?? 0]));
      return { ...withWeights(network, places, trained), topology: withUnits(network.topology, units) };
    },
    dispose: () => disposeOf(model),
  };
}

/** The layers one after the other; what is a chain within a chain is taken out of it at the end. */
function chainOf(all: readonly Layer[]): Layer[] {
  const chain = all.filter((layer) => layer.getClassName() !== 'InputLayer');
  const last = chain.at(-1);
  if (last?.getClassName() !== 'Sequential') return chain;
  return [...chain.slice(0, -1), ...chainOf((last as unknown as { layers: Layer[] }).layers)];
}

/** The topology in which dense layers of these names have so many neurons. */
function withUnits(topology: object, units: ReadonlyMap<string, number>): object {
  return JSON.parse(JSON.stringify(topology), (_, value: unknown) => {
    const layer = value as { class_name?: string; config?: { name?: string; units?: number } } | null;
    const wanted = layer?.class_name === 'Dense' ? units.get(layer.config?.name ?? '') : undefined;
    return layer?.config !== undefined && wanted !== undefined ? { ...layer, config: { ...layer.config, units: wanted } } : value;
  }) as object;
}

interface GraphNode {
  name: string;
  op: string;
  input?: string[];
  attr?: Record<string, { shape?: object; tensor?: { tensorShape?: { dim?: { size: string }[] } } }>;
}

async function tailOfGraph(network: Network): Promise<Tail> {
  const nodes = (network.topology as { node?: GraphNode[] }).node ?? [];
  const last = [...nodes].reverse().find(({ op }) => op === 'MatMul' || op === '_FusedMatMul');
  const [from = '', kernel = '', fused = ''] = last?.input ?? [];
  const adding = nodes.find(({ op, input }) => (op === 'BiasAdd' || op === 'AddV2') && input?.[0] === last?.name);
  const place: Place = { kernel: plain(kernel), bias: plain(last?.op === '_FusedMatMul' ? fused : (adding?.input?.[1] ?? '')) };
  const weights = weightsOf(network);
  const [kernelData, biasData] = [weights.get(place.kernel), weights.get(place.bias)];
  if (last === undefined || kernelData === undefined || biasData === undefined) {
    throw new ModelError('This model can not be taught further: it does not end in a dense layer.', OTHER_WAY);
  }
  const [inputs = 0, units = 0] = kernelData.spec.shape;
  const graph = await loadGraphModel(io.fromMemory(artifactsOf(network)));
  return {
    dense: [{ kernel: kernelData.values, bias: biasData.values, inputs, units, activation: 'softmax' }],
    features: (batch) => graph.execute(batch, plain(from)) as Tensor,
    with: (trained) => {
      const changed = withWeights(network, [place], trained);
      return { ...changed, topology: withShapes(network.topology, [place], trained) };
    },
    dispose: () => graph.dispose(),
  };
}

/** A tensor's name without which output of the node it is. */
function plain(name: string): string {
  return name.replace(/:\d+$/, '');
}

/** The graph in which the constants of these weights have the shapes of the trained ones. */
function withShapes(topology: object, places: readonly Place[], trained: readonly Dense[]): object {
  const copy = structuredClone(topology) as { node: GraphNode[] };
  places.forEach(({ kernel, bias }, index) => {
    const layer = trained[index];
    for (const [name, shape] of [[kernel, [layer?.inputs, layer?.units]], [bias, [layer?.units]]] as const) {
      const shaped = copy.node.find((node) => node.name === name)?.attr?.['value']?.tensor?.tensorShape;
      if (shaped?.dim !== undefined) shaped.dim = shape.map((size) => ({ size: String(size) }));
    }
  });
  return copy;
}

/** All weights as floats, by their names. */
function weightsOf({ weightSpecs, weights }: Network): Map<string, { spec: WeightSpec; values: Float32Array }> {
  const decoded = io.decodeWeights(weights, weightSpecs as io.WeightsManifestEntry[]);
  const named = new Map<string, { spec: WeightSpec; values: Float32Array }>();
  for (const spec of weightSpecs) {
    const one = decoded[spec.name];
    if (one === undefined) continue;
    if (spec.dtype === 'float32') named.set(spec.name, { spec, values: Float32Array.from(one.dataSync()) });
    one.dispose();
  }
  return named;
}

/** The network with these dense layers; every other weight stays as it is, to the byte. */
function withWeights(network: Network, places: readonly Place[], trained: readonly Dense[]): Network {
  const replaced = new Map<string, { shape: number[]; values: Float32Array }>();
  places.forEach(({ kernel, bias }, index) => {
    const layer = trained[index];
    if (layer === undefined) return;
    replaced.set(kernel, { shape: [layer.inputs, layer.units], values: layer.kernel });
    replaced.set(bias, { shape: [layer.units], values: layer.bias });
  });
  let start = 0;
  const weightSpecs: WeightSpec[] = [];
  const parts: Uint8Array[] = [];
  for (const spec of network.weightSpecs) {
    const bytes = bytesOf(spec);
    const other = replaced.get(spec.name);
    weightSpecs.push(other === undefined ? spec : { name: spec.name, shape: other.shape, dtype: 'float32' });
    parts.push(other === undefined ? new Uint8Array(network.weights, start, bytes) : new Uint8Array(other.values.buffer, other.values.byteOffset, other.values.byteLength));
    start += bytes;
  }
  const weights = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    weights.set(part, at);
    at += part.length;
  }
  return { ...network, weightSpecs, weights: weights.buffer };
}

const BYTES = { float32: 4, int32: 4, bool: 1, float16: 2, uint8: 1, uint16: 2 } as const;

function bytesOf({ shape, dtype, quantization }: WeightSpec): number {
  return shape.reduce((product, side) => product * side, 1) * BYTES[quantization?.dtype ?? dtype];
}
