/** The thread that all compute on who can do without a graphics card. */
import { expose } from 'comlink';
import * as tf from '@tensorflow/tfjs-core';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import { start } from '../../../../web_ui/src/watch/backends';
import type { Candidate } from '../../../../web_ui/src/watch/types';
import type { Sighting } from '../../../../web_ui/src/models/define';
import { MODELS } from '../../../../web_ui/src/models/registry';
import { Smoother } from '../../../../web_ui/src/watch/smoother';
import { loadHandtrack, type Peer, type Prediction } from './handtrack';
import { openLiteRt } from './litert';
import { Networks, type NetworkName, type Part } from './networks';
import type { FilmedHand } from './filmed_hands';
import { clock, Ours } from './ours';
import { canvasAt, pictureAt } from './pictures';
import { timed } from './timing';

const WARM_UPS = 3;

let follower: Ours | undefined;
let searcher: Ours | undefined;
let seer: Ours | undefined;
let peer: Peer | undefined;
const networks = new Map<NetworkName, Networks>();

interface Told {
  labels: string[];
  seen: number;
}

async function told<Picture>(
  model: string,
  film: readonly Picture[],
  look: (picture: Picture) => Promise<Sighting[]>,
  milliseconds: number,
): Promise<Told> {
  const all: Told = { labels: [], seen: 0 };
  const smoother = new Smoother();
  let time = 0;
  for (const picture of film) {
    time += milliseconds;
    const sightings = await look(picture);
    const events = smoother.update([model], sightings, { frame: time, recognised: time });
    all.labels.push(...events.filter(({ phase }) => phase === 'started').map(({ label }) => label));
    all.seen += Number(sightings.length > 0);
  }
  return all;
}

const bench = {
  /** Makes all ready on the processor, each with so many threads; says how many TensorFlow.js really has. */
  async openOnProcessor(threads: number): Promise<number> {
    // TensorFlow.js takes half of the cores at most, and LiteRT.js makes a thread for each.
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads });
    const address = (file: string) => new URL(file, self.location.href).href;
    setWasmPaths({
      'tfjs-backend-wasm.wasm': address(plainWasm),
      'tfjs-backend-wasm-simd.wasm': address(simdWasm),
      'tfjs-backend-wasm-threaded-simd.wasm': address(threadedWasm),
    });
    setThreadsCount(threads);
    if (!(await tf.setBackend('wasm'))) throw new Error('this browser has no WebAssembly');
    [follower, searcher] = [await Ours.load('hand'), await Ours.load('hand')];
    [seer, peer] = [await Ours.load('hand', 'gesture'), await loadHandtrack()];
    return self.crossOriginIsolated ? getThreadsCount() : 1;
  },

  /** Makes our model ready on what the page chose (see `chosenAsShipped`). */
  async openOn(chosen: Candidate): Promise<void> {
    if ((await start(chosen)) === null) throw new Error(`"${chosen.backend}" does not start`);
    follower = await Ours.load('hand');
  },

  /** Milliseconds a frame of a film of one hand: followed by us, with what of that the networks did not need; searched
   * anew by us, with its landmarks; and with handtrackjs. `lost` counts looks in which we saw no hand. */
  async film(addresses: string[], rounds: number) {
    const [follow, search, theirs] = [need(follower), need(searcher), need(peer)];
    const frames = await Promise.all(addresses.map(canvasAt));
    const measured = { follow: [] as number[], rest: [] as number[], search: [] as number[], peer: [] as number[] };
    let lost = 0;
    for (let round = -1; round < rounds; round++) {
      for (const [index, frame] of frames.entries()) {
        if (index === 0) await follow.see(frame);
        await search.forget(frame.width, frame.height);
        clock.networks = 0;
        const [followed, hands] = await timed(() => follow.look(frame));
        const computed = clock.networks;
        const [searched, found] = await timed(() => search.look(frame));
        const [detected] = await timed(() => theirs.detect(frame));
        // The first round is for warming up.
        if (round < 0) continue;
        measured.follow.push(followed);
        measured.rest.push(followed - computed);
        measured.search.push(searched);
        measured.peer.push(detected);
        lost += Number(hands.length === 0) + Number(found.length === 0);
      }
    }
    return { ...measured, lost };
  },

  /** What we and handtrackjs see in a picture, with the size of its file. */
  async see(address: string): Promise<{ width: number; height: number; ours: Sighting[]; peer: Prediction[] }> {
    const { canvas, width, height } = await pictureAt(address);
    const scale = width / canvas.width;
    const found = await need(peer).detect(canvas);
    const scaled = found.map(({ label, bbox }) => ({ label, bbox: bbox.map((n) => n * scale) as Prediction['bbox'] }));
    return { width, height, ours: await need(seer).see(canvas), peer: scaled };
  },

  /** Which labels of a model begin, as the page would tell them, in a film with so many milliseconds a frame; and in how
   * many of its frames a hand was seen. */
  async begins(model: string, addresses: string[], milliseconds: number): Promise<Told> {
    const look = async (address: string) => await need(seer).look(await canvasAt(address), milliseconds);
    return await told(model, addresses, look, milliseconds);
  },

  /** The same for a film of which it is known what the networks saw. */
  async beginsFilmed(model: string, film: (FilmedHand | null)[], milliseconds: number): Promise<Told> {
    const ours = await Ours.loadFilmed(model);
    return await told(model, film, (hand) => ours.replay(hand, milliseconds), milliseconds);
  },

  /** Whether the page has such a model. */
  has(id: string): boolean {
    return MODELS.some((model) => model.id === id);
  },

  /** What we see in a picture, and the milliseconds of the second look. */
  async look(address: string): Promise<{ milliseconds: number; sightings: Sighting[] }> {
    const model = need(follower);
    const canvas = await canvasAt(address);
    await model.see(canvas);
    const [milliseconds, sightings] = await timed(() => model.look(canvas));
    return { milliseconds, sightings };
  },

  /** Milliseconds of each of so many looks of a model at a picture, and what of them its networks did not need. */
  async looks(model: string, address: string, times: number) {
    const looker = await Ours.load(model);
    const canvas = await canvasAt(address);
    const measured = { whole: [] as number[], rest: [] as number[] };
    for (let count = -WARM_UPS; count < times; count++) {
      clock.networks = 0;
      const [whole] = await timed(() => looker.look(canvas));
      if (count < 0) continue;
      measured.whole.push(whole);
      measured.rest.push(whole - clock.networks);
    }
    return measured;
  },

  /** Makes the two networks ready, ours and in LiteRT.js. */
  async openNetworks(threads: number): Promise<void> {
    await openLiteRt(threads);
    for (const name of ['palm', 'landmarks'] as const) networks.set(name, await Networks.load(name));
  },

  async race(name: NetworkName, address: string, times: number) {
    return await need(networks.get(name)).race(address, times);
  },

  async outputs(name: NetworkName, address: string, part: Part) {
    return await need(networks.get(name)).outputs(address, part);
  },
};

export type BenchWorker = typeof bench;

function need<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('it has not been opened');
  return thing;
}

expose(bench);
