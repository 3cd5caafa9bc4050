/** What tests and measurements ask of any model, and of the networks it is made of. */
import { memory, tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { PictureModel, Sighting, StillModel } from '../../../../web_ui/src/models/define';
import { filesAt } from '../../../../web_ui/src/models/files';
import { IMAGE_PICTURE } from '../../../../web_ui/src/models/image/features';
import { MODELS } from '../../../../web_ui/src/models/registry';
import { sharing } from '../../../../web_ui/src/models/share';
import { start } from '../../../../web_ui/src/watch/backends';
import { activated } from './activations';

const FRAME_MILLISECONDS = 33;
const OURS = 'models/';

const share = sharing();
const graphs = new Map<string, Promise<GraphModel>>();
const stills = new Map<string, Promise<StillModel>>();

const lab = {
  model: undefined as Awaited<ReturnType<PictureModel['load']>> | undefined,
  time: 0,

  /** Loads a model on wasm. */
  async open(id: string) {
    await start({ backend: 'wasm', threads: 1 });
    const model = MODELS.find((model): model is PictureModel => model.id === id && model.sense === 'see');
    if (model === undefined) throw new Error(`There is no model "${id}".`);
    lab.model = await model.load({ ...files(OURS), share });
  },

  /** Lets go of the model; says how many tensors are left. */
  async close() {
    lab.model?.dispose();
    lab.model = undefined;
    // What models share is disposed of a moment after the last has let go.
    await new Promise((resolve) => setTimeout(resolve));
    return memory().numTensors;
  },

  /** What the model finds when it looks at pictures one after the other, `gap` milliseconds apart. */
  async see(addresses: string[], gap = FRAME_MILLISECONDS) {
    const found: Sighting[][] = [];
    for (const address of addresses) found.push(await look(await canvasOf(address), gap));
    return found;
  },

  /** What the model finds in a picture that it is asked about by itself.
   * @param base the folder of the models; another one than `models/` stays loaded */
  async find(id: string, address: string, base = OURS) {
    const image = await canvasOf(address);
    const still = await (base === OURS ? stillOf(id, base) : (stills.get(base + id) ?? keep(id, base)));
    const found = await still.find({ image, width: image.width, height: image.height, time: 0 });
    if (base === OURS) still.dispose();
    return found;
  },

  /** What EfficientNet's activations say of where things are in a picture. */
  async activated(address: string) {
    await start({ backend: 'wasm', threads: 1 });
    const graph = await graphAt(OURS, 'image/efficientnet');
    return await activated(graph, await squareOf(address, IMAGE_PICTURE, -127 / 128, 1));
  },

  /** How many tensors there are more after looking at a picture so many times. */
  async leaked(address: string, times: number) {
    const picture = await canvasOf(address);
    await look(picture);
    const before = memory().numTensors;
    for (let count = 0; count < times; count++) await look(picture);
    return memory().numTensors - before;
  },

  /** What a network gives for a picture of the size that it takes, each channel scaled to `low`…`high`.
   * @param base the folder of the models, such as `models/`
   * @param path such as `hand/palm` */
  async outputs(base: string, path: string, address: string, names: string[], low = 0, high = 1) {
    await start({ backend: 'wasm', threads: 1 });
    const graph = await graphAt(base, path);
    const input = tensorOf(await canvasOf(address), low, high);
    const outputs = graph.execute(input, names) as Tensor[];
    const values = await Promise.all(outputs.map(async (output) => Array.from(await output.data())));
    for (const tensor of [input, ...outputs]) tensor.dispose();
    return values;
  },
};

function stillOf(id: string, base: string): Promise<StillModel> {
  const model = MODELS.find((model): model is PictureModel => model.id === id && model.sense === 'see');
  if (model?.loadStill === undefined) throw new Error(`"${id}" looks at no single pictures.`);
  return model.loadStill({ ...files(base), share: base === OURS ? share : sharing() });
}

function keep(id: string, base: string): Promise<StillModel> {
  const still = stillOf(id, base);
  stills.set(base + id, still);
  return still;
}

/** The whole picture, stretched to a square; each channel scaled to `low`…`high`. */
async function squareOf(address: string, side: number, low: number, high: number): Promise<Tensor> {
  const square = Object.assign(document.createElement('canvas'), { width: side, height: side });
  square.getContext('2d', { willReadFrequently: true })?.drawImage(await canvasOf(address), 0, 0, side, side);
  return tensorOf(square, low, high);
}

function tensorOf(picture: HTMLCanvasElement, low: number, high: number): Tensor {
  const { width, height } = picture;
  const pixels = picture.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
  const numbers = Float32Array.from(pixels, (value) => low + (value / 255) * (high - low));
  return tensor4d(numbers.filter((_, index) => index % 4 < 3), [1, height, width, 3]);
}

function files(base: string) {
  return filesAt(new URL(base, document.baseURI).href);
}

function graphAt(base: string, path: string): Promise<GraphModel> {
  const graph = graphs.get(base + path) ?? files(base).loadGraph(path);
  graphs.set(base + path, graph);
  return graph;
}

async function look(image: HTMLCanvasElement, gap = FRAME_MILLISECONDS): Promise<Sighting[]> {
  if (lab.model === undefined) throw new Error('open() comes first');
  lab.time += gap;
  return await lab.model.look({ image, width: image.width, height: image.height, time: lab.time });
}

async function canvasOf(address: string): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(bitmap, 0, 0);
  return canvas;
}

Object.assign(globalThis, { lab });
