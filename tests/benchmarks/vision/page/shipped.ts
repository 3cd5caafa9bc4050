/** The peers just as they are shipped, with runtimes of their own, which need WebGL. */
import { timed } from './timing';

const HANDS = '/packages/@mediapipe/hands/';

/** Milliseconds of each `detect()`, with the back end that handtrackjs chooses. */
export async function shippedHandtrack(addresses: string[], warmUps: number): Promise<number[]> {
  const { load } = await program<{ load(options: object): Promise<{ detect(image: HTMLCanvasElement): unknown }> }>(
    '/packages/handtrackjs/dist/handtrack.min.js',
    'handTrack',
  );
  const model = await load({ basePath: '/handtrackjs/' });
  const took: number[] = [];
  for (const [index, address] of addresses.entries()) {
    const canvas = await canvasAt(address);
    const [milliseconds] = await timed(async () => await model.detect(canvas));
    if (index >= warmUps) took.push(milliseconds);
  }
  return took;
}

interface Results {
  multiHandLandmarks: { x: number; y: number }[][];
}
interface HandsRuntime {
  setOptions(options: object): void;
  onResults(listener: (results: Results) => void): void;
  send(input: { image: HTMLCanvasElement }): Promise<void>;
  reset(): void;
}

/** What MediaPipe's own runtime with the lite networks makes of each picture at a second look, and how many
 * milliseconds that look took. The first picture only warms it up. */
export async function mediaPipe(addresses: string[]) {
  const Hands = await program<new (options: object) => HandsRuntime>(`${HANDS}hands.js`, 'Hands');
  const runtime = new Hands({ locateFile: (file: string) => HANDS + file });
  runtime.setOptions({ maxNumHands: 2, modelComplexity: 0, minDetectionConfidence: 0.5, minTrackingConfidence: 0.5 });
  let latest: Results['multiHandLandmarks'] = [];
  runtime.onResults((results) => {
    latest = results.multiHandLandmarks;
  });
  const looks: { milliseconds: number; hands: { x: number; y: number }[][] }[] = [];
  for (const address of [addresses[0] ?? '', ...addresses]) {
    const image = await canvasAt(address);
    runtime.reset();
    await runtime.send({ image });
    const [milliseconds] = await timed(() => runtime.send({ image }));
    looks.push({ milliseconds, hands: latest.map((hand) => hand.map(({ x, y }) => ({ x, y }))) });
  }
  return looks.slice(1);
}

async function canvasAt(address: string): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(bitmap, 0, 0);
  return canvas;
}

/** Runs a program that is no module; gives what it leaves in the page under a name. */
async function program<Thing>(address: string, name: string): Promise<Thing> {
  const script = document.createElement('script');
  script.src = address;
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => {
      reject(new Error(`${address} did not load`));
    };
    document.head.append(script);
  });
  return (globalThis as unknown as Record<string, Thing>)[name] as Thing;
}
