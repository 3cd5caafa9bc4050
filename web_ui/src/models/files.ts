/** Loads a model's files, and tells in words where one is missing or damaged. */
import { io } from '@tensorflow/tfjs-core';
import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import { request } from '../network/network';
import { ModelError, type LoadContext } from './define';
import { widen, type WeightEntry } from './weights';

/** What `card.json` says of each network's files. */
interface Card {
  networks: Record<string, { files: Record<string, { bytes: number; sha256: string }> }>;
}

const FETCH_AGAIN = 'Reload the page. If that does not help, install TJBot again: run ./install.sh.';

/** Bytes that are expected from now on, or have arrived. */
export interface Arrival {
  expected?: number;
  arrived?: number;
}

/**
 * @param base the address of the folder `models/`, with a slash at its end
 * @param tell is told what a network's files measure when that is known, and then of every piece that arrives
 */
export function filesAt(base: string, tell: (arrival: Arrival) => void = () => undefined): Pick<LoadContext, 'loadGraph'> {
  return {
    loadGraph: async (path) => await graphOf(path, await artifactsAt(base, path, tell)),
  };
}

/** A network as data that TensorFlow.js takes, its weights widened; arguments and errors as for `filesAt`.
 * @param path as for `LoadContext.loadGraph` */
export async function artifactsAt(
  base: string,
  path: string,
  tell: (arrival: Arrival) => void = () => undefined,
): Promise<io.ModelArtifacts> {
  const [folder = '', network = ''] = path.split('/');
  const card = await read(base, `${folder}/card.json`, parse<Card>);
  const files = card.networks[network]?.files;
  if (files === undefined) throw new ModelError(`The model "${folder}" has no network "${network}".`, FETCH_AGAIN);
  const names = [`${network}.json`, `${network}.bin`];
  tell({ expected: names.reduce((sum, name) => sum + (files[name]?.bytes ?? 0), 0) });
  const [json, weights] = await Promise.all(
    names.map((name) => read(base, `${folder}/${name}`, (data) => whole(data, files[name]), tell, files[name]?.sha256)),
  );
  try {
    const model = parse<io.ModelJSON>(json as ArrayBuffer);
    return {
      modelTopology: model.modelTopology,
      signature: (model as { signature?: object }).signature ?? {},
      ...widen(model.weightsManifest.flatMap((group) => group.weights) as WeightEntry[], weights as ArrayBuffer),
    };
  } catch (error) {
    throw unusable(path, error);
  }
}

async function graphOf(path: string, artifacts: io.ModelArtifacts): Promise<GraphModel> {
  try {
    return await loadGraphModel(io.fromMemory(artifacts));
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, error: unknown): ModelError {
  return new ModelError(`The model "${path}" can not be used: ${String(error)}`, FETCH_AGAIN);
}

/** Fetches a file; `check` makes something of its bytes and throws where they are not right. With the hash in its
 * address, the browser may keep it for ever. */
async function read<T>(
  base: string,
  path: string,
  check: (data: ArrayBuffer) => T | Promise<T>,
  tell: (arrival: Arrival) => void = () => undefined,
  sha256?: string,
): Promise<T> {
  const failed = `The model file ${path}`;
  let response: Response;
  try {
    response = await request(base + path + (sha256 === undefined ? '' : `?v=${sha256}`));
  } catch {
    throw new ModelError(`${failed} did not arrive: the robot does not answer.`, 'Is TJBot still running?');
  }
  if (!response.ok) {
    throw new ModelError(`${failed} is not there (the robot answered ${response.status}).`, FETCH_AGAIN);
  }
  try {
    return await check(await new Response(response.body?.pipeThrough(counting(tell))).arrayBuffer());
  } catch {
    throw new ModelError(`${failed} is damaged.`, FETCH_AGAIN);
  }
}

/** Lets a stream through and tells how much of it has come. */
function counting(tell: (arrival: Arrival) => void): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(piece, controller) {
      tell({ arrived: piece.byteLength });
      controller.enqueue(piece);
    },
  });
}

async function whole(data: ArrayBuffer, expected: { bytes: number; sha256: string } | undefined): Promise<ArrayBuffer> {
  if (expected?.bytes !== data.byteLength) throw new Error('wrong length');
  // A page over plain http from another computer has no `crypto.subtle`; there the length has to do.
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  if (subtle !== undefined) {
    const digest = new Uint8Array(await subtle.digest('SHA-256', data));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (hash !== expected.sha256) throw new Error('wrong hash');
  }
  return data;
}

function parse<T>(data: ArrayBuffer): T {
  return JSON.parse(new TextDecoder().decode(data)) as T;
}
