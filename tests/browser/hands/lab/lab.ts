/** What tests and measurements ask of the hand model, on rendered pictures. */
import { memory } from '@tensorflow/tfjs-core';
import type { Finding, Frame, Sighting } from '../../../../web_ui/src/models/define';
import { webcam } from '../../../../web_ui/src/frames/webcam';
import { filesAt } from '../../../../web_ui/src/models/files';
import { sharing } from '../../../../web_ui/src/models/share';
import hand from '../../../../web_ui/src/models/hand';
import { Hands } from '../../../../web_ui/src/models/hand/hands';
import { HandNetworks } from '../../../../web_ui/src/models/hand/networks';
import type { Landmarks } from '../../../../web_ui/src/models/hand/track';
import { Square } from '../../../../web_ui/src/models/hand/picture';
import { start } from '../../../../web_ui/src/watch/backends';
import type { ChosenBackend, SeenEvent, Trouble, Watch, WatchStatus } from '../../../../web_ui/src/watch/types';
import { cropOfLandmarks, cropOfPalm, type Crop, type Point3 } from '../../../../web_ui/src/models/hand/geometry';
import { Finder } from '../../../../web_ui/src/watch/find';
import { startWatching } from '../../../../web_ui/src/watch/watch';
import * as handtrack from 'handtrackjs';

const FRAME_MILLISECONDS = 33;
/** As the page's own tracker has it. */
const LEAST_PRESENCE = 0.5;
/** The side of the landmark network's picture, in pixels. */
const HAND_PICTURE = 224;

/** How a hand is found in a picture, and the crop in which it is followed. */
interface Begun {
  finder: HandNetworks;
  found: Landmarks | undefined;
  crop: Crop;
}

const lab = {
  model: undefined as Awaited<ReturnType<typeof hand.load>> | undefined,
  finder: undefined as HandNetworks | undefined,
  time: 0,

  /** Loads the hand model on wasm; says on how many threads it computes. */
  async open() {
    const { threads = 0 } = (await start({ backend: 'wasm', threads: 1 })) ?? {};
    const context = { ...filesAt(new URL('models/', document.baseURI).href), share: sharing() };
    lab.model = await hand.load(context);
    lab.finder = new HandNetworks(await context.loadGraph('hand/palm'), await context.loadGraph('hand/landmarks'));
    lab.finder.refiner = await context.loadGraph('gesture/refined');
    return threads;
  },

  video: document.createElement('video'),
  watch: undefined as Watch | undefined,
  events: [] as SeenEvent[],
  statuses: [] as WatchStatus[],
  troubles: [] as (Trouble | null)[],
  chosen: [] as ChosenBackend[],
  frames: 0,

  /** Watches the camera with these models (or those that start switched on), and keeps all that is told. */
  start(models?: readonly string[]) {
    lab.watch = startWatching(webcam(lab.video), {
      onReady: () => undefined,
      onSightings: () => (lab.frames += 1),
      onEvent: (event) => lab.events.push(event),
      onStatus: (status) => lab.statuses.push(status),
      onTrouble: (trouble) => lab.troubles.push(trouble),
      onBackend: (chosen) => lab.chosen.push(chosen),
    }, models && { models });
  },

  pictures: new Finder(() => lab.watch ?? null),

  /** What a model finds in single pictures that come all at once; or what went wrong. */
  async inPictures(model: string, addresses: string[]): Promise<(Finding[] | string)[]> {
    const finding = addresses.map(async (address) => {
      const image = await createImageBitmap(await canvasOf(address));
      const { width, height } = image;
      return await lab.pictures.find(model, { image, width, height, time: performance.now() });
    });
    const found = await Promise.allSettled(finding);
    return found.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message));
  },

  /** The camera's own track: what its picture comes through. */
  track() {
    return (lab.video.srcObject as MediaStream | null)?.getVideoTracks()[0];
  },

  /** What is found in a picture that comes all of a sudden and then stays for a second frame. */
  async see(address: string): Promise<Sighting[]> {
    const picture = await canvasOf(address);
    await lab.look(emptied(picture));
    await lab.look(picture);
    return await lab.look(picture);
  },

  /** What is found in each picture of a film that begins after an empty room.
   * @param milliseconds from one picture to the next */
  async play(addresses: string[], milliseconds: number) {
    const seen: Sighting[][] = [];
    for (const [index, address] of addresses.entries()) {
      const picture = await canvasOf(address);
      if (index === 0) await lab.look(emptied(picture));
      lab.time += milliseconds - FRAME_MILLISECONDS;
      seen.push(await lab.look(picture));
    }
    return seen;
  },

  /** What the networks make of the hand in a picture that stays for a second frame: 21 points in pixels, in metres and
   * refined, each rounded. Null where they find none.
   * @param known where its landmarks are, in pixels: then it is not searched for, and found at once */
  async networks(address: string, known: [number, number][] | null) {
    const image = await canvasOf(address);
    const frame = { image, width: image.width, height: image.height, time: 0 };
    return rounded(known === null ? await lab.find(frame) : await lab.follow(frame, known));
  },

  /** What the networks make of the hand in a picture, as `networks`: when it is found, and then when it is followed with
   * its crop turned by an angle (in radians) and sized otherwise.
   * @param known where its landmarks are, in pixels, if it is not found */
  async looks(address: string, known: [number, number][], crops: [number, number][]) {
    const { finder, found, crop } = await lab.begin(await canvasOf(address), known);
    const looks = [rounded(found)];
    for (const change of crops) {
      const seen = await finder.findLandmarks(changed(crop, change), false);
      looks.push(rounded(seen.presence < LEAST_PRESENCE ? undefined : seen));
    }
    return looks;
  },

  /** What the landmark network gets to see of the hand in a picture, as JPEG files in base64: its crop, turned by an angle
   * (in radians) and sized otherwise; with how much each is turned in the picture.
   * @param known where its landmarks are, in pixels
   * @param isFollowed whether the page follows the hand from where it is, and does not search for it, which takes longer */
  async crops(address: string, known: [number, number][], crops: [number, number][], isFollowed: boolean) {
    const image = await canvasOf(address);
    const crop = isFollowed ? await lab.followed(image, known) : (await lab.begin(image, known)).crop;
    const square = new Square(HAND_PICTURE);
    const looks = [];
    for (const change of crops) {
      const { x, y, size, angle } = changed(crop, change);
      square.tensorOfCrop(image, { x, y, size, angle }).dispose();
      looks.push({ jpeg: await jpegOf(square.canvas), angle });
    }
    return looks;
  },

  /** Searches for the hand in a picture.
   * @param known where its landmarks are, in pixels, if it is not found */
  async begin(image: HTMLCanvasElement, known: [number, number][]): Promise<Begun> {
    const finder = lab.finder;
    if (finder === undefined) throw new Error('open() comes first');
    finder.frame = { image, width: image.width, height: image.height, time: 0 };
    let found: Landmarks | undefined;
    for (const palm of (await finder.findPalms()).slice(0, 2)) {
      const seen = await finder.findLandmarks(cropOfPalm(palm), false);
      if (seen.presence >= LEAST_PRESENCE) found ??= seen;
    }
    return { finder, found, crop: cropOfLandmarks(found?.points ?? known.map(([x, y]) => ({ x, y }))) };
  },

  /** The crop in which a hand is followed whose landmarks were `known`, in pixels, in the picture before. */
  async followed(image: HTMLCanvasElement, known: [number, number][]): Promise<Crop> {
    if (lab.finder === undefined) throw new Error('open() comes first');
    lab.finder.frame = { image, width: image.width, height: image.height, time: 0 };
    const before = cropOfLandmarks(known.map(([x, y]) => ({ x, y })));
    const { points, presence } = await lab.finder.findLandmarks(before, false);
    return presence < LEAST_PRESENCE ? before : cropOfLandmarks(points);
  },

  /** What the page's tracker makes of the hand in each picture of a film, as `networks`.
   * @param milliseconds from one picture to the next */
  async hold(addresses: string[], milliseconds: number) {
    if (lab.finder === undefined) throw new Error('open() comes first');
    const hands = new Hands(lab.finder);
    const seen = [];
    for (const [index, address] of addresses.entries()) {
      const image = await canvasOf(address);
      const frame = { image, width: image.width, height: image.height, time: milliseconds * index };
      seen.push(rounded((await hands.find(frame))[0]));
    }
    return seen;
  },

  /** What is found in a picture that comes as a camera's frames do. */
  async seeFilmed(address: string): Promise<Sighting[]> {
    const picture = await canvasOf(address);
    await lab.look(emptied(picture));
    await lab.lookFilmed(picture);
    return await lab.lookFilmed(picture);
  },

  /** How many tensors there are more after looking so many times at pictures that take turns. */
  async leaked(addresses: string[], times: number) {
    const pictures = await Promise.all(addresses.map(canvasOf));
    for (const picture of pictures) await lab.lookFilmed(picture);
    const before = memory().numTensors;
    for (let count = 0; count < times; count++) {
      await lab.lookFilmed(pictures[count % pictures.length] as HTMLCanvasElement);
    }
    return memory().numTensors - before;
  },

  /** Milliseconds that each frame of a film takes: followed by us, searched anew by us, and with handtrackjs. */
  async compare(addresses: string[], rounds: number) {
    const frames = await Promise.all(addresses.map(canvasOf));
    const empty = new OffscreenCanvas(640, 480);
    empty.getContext('2d');
    const peer = await handtrack.load({ basePath: '/handtrackjs/', modelType: 'ssd320fpnlite', modelSize: 'small' });
    const measured = { follow: [] as number[], search: [] as number[], peer: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      await lab.look(empty);
      for (const [index, frame] of frames.entries()) {
        const ours = await milliseconds(() => lab.look(frame));
        measured[index === 0 ? 'search' : 'follow'].push(ours);
        measured.peer.push(await milliseconds(() => peer.detect(frame)));
      }
    }
    return measured;
  },

  async lookFilmed(picture: HTMLCanvasElement): Promise<Sighting[]> {
    const image = filmed(picture);
    try {
      return await lab.look(image);
    } finally {
      image.close();
    }
  },

  async look(image: HTMLCanvasElement | OffscreenCanvas | VideoFrame): Promise<Sighting[]> {
    if (lab.model === undefined) throw new Error('open() comes first');
    lab.time += FRAME_MILLISECONDS;
    const [width, height] =
      image instanceof VideoFrame ? [image.displayWidth, image.displayHeight] : [image.width, image.height];
    return await lab.model.look({ image, width, height, time: lab.time });
  },

  /** What is seen anew of the hand in a picture, and in the mirror: 21 points each, in space.
   * @param known where its landmarks are, in pixels, if it is not found */
  async mirrored(address: string, known: [number, number][]) {
    const { finder, crop } = await lab.begin(await canvasOf(address), known);
    const { refined, mirrored } = await finder.findLandmarks(crop, true);
    return [refined, mirrored].map((seen) => (seen?.points ?? []).map(({ x, y, z }) => [x, y, z]));
  },

  /** The hand in a frame, searched for and then followed once. */
  async find(frame: Frame): Promise<Landmarks | undefined> {
    if (lab.finder === undefined) throw new Error('open() comes first');
    const hands = new Hands(lab.finder);
    await hands.find(frame);
    return (await hands.find({ ...frame, time: FRAME_MILLISECONDS }))[0];
  },

  /** The hand in a frame, whose landmarks of the frame before are known. */
  async follow(frame: Frame, known: [number, number][]): Promise<Landmarks | undefined> {
    if (lab.finder === undefined) throw new Error('open() comes first');
    lab.finder.frame = frame;
    const found = await lab.finder.findLandmarks(cropOfLandmarks(known.map(([x, y]) => ({ x, y }))), false);
    return found.presence < LEAST_PRESENCE ? undefined : found;
  },
};

/** What networks found, in few digits. */
function rounded(hand: Landmarks | undefined) {
  return hand === undefined ? null : inFewDigits(hand);
}

function inFewDigits({ points, metricPoints, refined, presence }: Landmarks) {
  const digits = (points: Point3[], unit: number) =>
    points.map(({ x, y, z }) => [x, y, z].map((value) => Math.round(value * unit) / unit));
  return {
    ...{ points: digits(points, 100), metric: digits(metricPoints, 100_000), presence },
    ...{ refined: refined ? digits(refined.points, 10_000) : null, glance: refined?.glance },
  };
}

/** A crop turned by an angle, in radians, and sized otherwise. */
function changed(crop: Crop, [angle, size]: [number, number]): Crop {
  return { ...crop, angle: crop.angle + angle, size: crop.size * size };
}

/** A picture as a file in base64. */
async function jpegOf(canvas: OffscreenCanvas): Promise<string> {
  const file = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** An empty picture of the same size. */
function emptied({ width, height }: HTMLCanvasElement): OffscreenCanvas {
  const empty = new OffscreenCanvas(width, height);
  empty.getContext('2d');
  return empty;
}

/** The picture as a frame in a camera's usual format: brightness of each pixel, then two colour differences of each
 * square of four (ITU-R BT.601). */
function filmed(picture: HTMLCanvasElement): VideoFrame {
  const { width, height } = picture;
  const pixels = picture.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
  const planes = new Uint8ClampedArray((width * height * 3) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x);
      const [red, green, blue] = [pixels[from] ?? 0, pixels[from + 1] ?? 0, pixels[from + 2] ?? 0];
      planes[y * width + x] = 16 + 0.257 * red + 0.504 * green + 0.098 * blue;
      if (y % 2 === 1 || x % 2 === 1) continue;
      const to = width * height + ((y / 2) * width) / 2 + x / 2;
      planes[to] = 128 - 0.148 * red - 0.291 * green + 0.439 * blue;
      planes[to + (width * height) / 4] = 128 + 0.439 * red - 0.368 * green - 0.071 * blue;
    }
  }
  return new VideoFrame(planes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0 });
}

async function canvasOf(address: string): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(bitmap, 0, 0);
  return canvas;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

Object.assign(globalThis, { lab });
