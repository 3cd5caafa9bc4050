/** Our two networks beside the same ones in LiteRT.js. */
import { tensor4d, type Tensor } from '@tensorflow/tfjs-core';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import { LiteRtNetwork } from './litert';
import { loadGraph } from './ours';
import { canvasAt } from './pictures';
import { timed } from './timing';

export type NetworkName = 'palm' | 'landmarks';

/** A square of a picture, in fractions: its left upper corner in the width and in the height, its size in the height. */
export interface Part {
  x: number;
  y: number;
  size: number;
}

const WARM_UPS = 6;

export class Networks {
  private constructor(
    private readonly graph: GraphModel,
    private readonly limit: LiteRtNetwork,
    private readonly side: number,
  ) {}

  static async load(name: NetworkName): Promise<Networks> {
    const graph = await loadGraph(`hand/${name}`);
    const shape = graph.inputs[0]?.shape?.map(Math.abs) ?? [];
    return new Networks(graph, await LiteRtNetwork.load(`/tflite/${name}.tflite`, shape), shape[1] ?? 0);
  }

  /** Milliseconds of each, by turns. */
  async race(address: string, times: number): Promise<{ ours: number[]; limit: number[] }> {
    const numbers = await this.#numbersOf(address, { x: 0, y: 0, size: 1 });
    const measured = { ours: [] as number[], limit: [] as number[] };
    for (let count = -WARM_UPS; count < times; count++) {
      const [ours] = await timed(() => this.#run(numbers));
      const [limit] = await timed(() => this.limit.run(numbers));
      if (count < 0) continue;
      measured.ours.push(ours);
      measured.limit.push(limit);
    }
    return measured;
  }

  /** What comes out of each: ours, and the original's. */
  async outputs(address: string, part: Part): Promise<{ ours: number[][]; original: number[][] }> {
    const numbers = await this.#numbersOf(address, part);
    const plain = (outputs: Float32Array[]) => outputs.map((output) => Array.from(output));
    return { ours: plain(await this.#run(numbers)), original: plain(await this.limit.run(numbers)) };
  }

  async #run(numbers: Float32Array): Promise<Float32Array[]> {
    const input = tensor4d(numbers, [1, this.side, this.side, 3]);
    const outputs = this.graph.execute(input, this.graph.outputNodes) as Tensor[];
    const results = await Promise.all(outputs.map((output) => output.data<'float32'>()));
    for (const tensor of [input, ...outputs]) tensor.dispose();
    return results;
  }

  /** The part of the picture, as both networks want it. */
  async #numbersOf(address: string, { x, y, size }: Part): Promise<Float32Array> {
    const image = await canvasAt(address);
    const canvas = new OffscreenCanvas(this.side, this.side);
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (context === null) throw new Error('this browser gives no canvas to a worker');
    const scale = this.side / (size * image.height);
    context.setTransform(scale, 0, 0, scale, -x * image.width * scale, -y * image.height * scale);
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, this.side, this.side).data;
    return Float32Array.from({ length: this.side * this.side * 3 }, (_, index) => {
      return (pixels[Math.floor(index / 3) * 4 + (index % 3)] ?? 0) / 255;
    });
  }
}
