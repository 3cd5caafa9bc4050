/** Our models, as the page's worker loads them, with a clock on their networks. */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { LoadContext, LoadedModel, PictureModel, Sighting } from '../../../../web_ui/src/models/define';
import { filesAt } from '../../../../web_ui/src/models/files';
import { MODELS } from '../../../../web_ui/src/models/registry';
import { sharing } from '../../../../web_ui/src/models/share';
import { FilmedHands, type FilmedHand } from './filmed_hands';
import { blank } from './pictures';

const FRAME_MILLISECONDS = 33;
const MOST_EMPTY_FRAMES = 20;
/** Of the pictures in which hands were filmed. */
const [WIDTH, HEIGHT] = [480, 360];

/** Milliseconds that networks have computed since it was set to 0. */
export const clock = { networks: 0 };

const files = filesAt(new URL('/models/', self.location.href).href);

/** The graph of a network, such as `hand/palm`. */
export const loadGraph: LoadContext['loadGraph'] = (path) => files.loadGraph(path);

/** What a model loads itself with; the graphs count their time. */
function clocked(): LoadContext {
  return { ...files, share: sharing(), loadGraph: async (path) => withClock(await loadGraph(path)) };
}

function withClock(graph: GraphModel): GraphModel {
  const execute = graph.execute.bind(graph);
  graph.execute = (...input) => {
    const start = performance.now();
    try {
      return execute(...input);
    } finally {
      clock.networks += performance.now() - start;
    }
  };
  return graph;
}

async function loaded(context: LoadContext, ids: readonly string[]): Promise<LoadedModel[]> {
  const wanted = MODELS.filter((model): model is PictureModel => model.sense === 'see' && ids.includes(model.id));
  return await Promise.all(wanted.map((model) => model.load(context)));
}

export class Ours {
  #time = 0;

  private constructor(
    private readonly models: readonly LoadedModel[],
    private readonly filmed?: FilmedHands,
  ) {}

  /** @param ids those of the models that are wanted; one that the page does not have is left out */
  static async load(...ids: string[]): Promise<Ours> {
    return new Ours(await loaded(clocked(), ids));
  }

  /** Models that see hands which were filmed before, instead of those in pictures. */
  static async loadFilmed(...ids: string[]): Promise<Ours> {
    const filmed = new FilmedHands();
    return new Ours(await loaded(filmed.in(clocked()), ids), filmed);
  }

  /** The next frame of a film. */
  async replay(hand: FilmedHand | null, milliseconds: number): Promise<Sighting[]> {
    if (this.filmed === undefined) throw new Error('this model looks at pictures');
    this.filmed.now = hand;
    return await this.look(blank(WIDTH, HEIGHT), milliseconds);
  }

  /** The next frame of a camera; by itself it has 30 frames a second. */
  async look(image: OffscreenCanvas, milliseconds = FRAME_MILLISECONDS): Promise<Sighting[]> {
    this.#time += milliseconds;
    const frame = { image, width: image.width, height: image.height, time: this.#time };
    const sightings: Sighting[] = [];
    for (const model of this.models) sightings.push(...(await model.look(frame)));
    return sightings;
  }

  /** Empty frames, until no hand is followed any more. */
  async forget(width: number, height: number): Promise<void> {
    const empty = blank(width, height);
    for (let count = 0; count < MOST_EMPTY_FRAMES; count++) {
      this.#time += 1000;
      if ((await this.look(empty)).length === 0) return;
    }
    throw new Error('our model sees a hand in a black picture');
  }

  /** What it sees in a picture that comes out of the dark and stays for a second; it looks once more for a second hand
   * in that time. */
  async see(image: OffscreenCanvas): Promise<Sighting[]> {
    await this.forget(image.width, image.height);
    await this.look(image);
    this.#time += 1000;
    await this.look(image);
    return await this.look(image);
  }
}
