/** What the page needs to know of `watch`: types only. */
import type { FrameSource, Picture, Trouble } from '../frames/source';
import type { Finding, Side, Sighting } from '../models/define';
import type { TaughtModel } from '../models/taught/taught';

export type { Trouble } from '../frames/source';
export type { Finding, PictureBox, PicturePoint, Place, Side, Sighting } from '../models/define';

export type Backend = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** A way to compute; threads count for wasm only. */
export interface Candidate {
  backend: Backend;
  threads: number;
}

export interface Measured extends Candidate {
  /** What the same few convolutions took, on the average: threads that have to wait for a busy core now and then pay
   * for it here. */
  milliseconds: number;
}

/** What the models shall compute on. */
export interface Wish {
  /** The one to take, whatever it costs; null takes the fastest. */
  backend?: Backend | null;
  /** For wasm; null tries what is best. */
  threads?: number | null;
  /** How many the computer has; by itself as many as the browser tells. */
  cores?: number;
  /** What was best on another day: taken without comparing while it is as fast as it was. */
  recalled?: Measured | null;
  /** One that stopped by itself: not taken unless it is the wanted one. */
  shunned?: Backend | null;
}

/** What the models compute on, and why. */
export interface ChosenBackend extends Measured {
  reason: 'wanted' | 'remembered' | 'measured';
  /** What else was measured, the fastest first; empty where nothing was compared. */
  compared: readonly Measured[];
}

/** Page-clock times (`performance.now()`, milliseconds) of what happened to an event so far. */
export interface PageStamps {
  /** When the camera took the picture. */
  frame: number;
  /** When the page got the model's answer. */
  recognised: number;
}

/** A label that begins, lasts or ends: the fields of the message `Seen`, before the socket converts the stamps. */
export interface SeenEvent {
  label: string;
  phase: 'started' | 'now' | 'stopped';
  model: string;
  /** 0…1 */
  confidence: number;
  /** As the person sees themselves: 0 at their left. With `y`, `width` and `height` a fraction 0…1; all four are null
   * for what is nowhere in particular. */
  x: number | null;
  /** 0 at the bottom. */
  y: number | null;
  width: number | null;
  height: number | null;
  /** What a hand points at, as `x` and `y`; left away for what has no pointer. */
  pointer_x?: number;
  pointer_y?: number;
  /** In widths of the picture a second. */
  speed?: number;
  side: Side | null;
  stamps: PageStamps;
}

/** About the frame that the sightings are of. */
export interface FrameInfo {
  /** In pixels, as the camera gives it. */
  width: number;
  height: number;
  stamps: PageStamps;
  /** For live bars: how sure the models are of every label they know, 0…1; 0 for what is not there. */
  confidences: Readonly<Record<string, number>>;
}

/** How the watching goes, told about once a second. */
export interface WatchStatus {
  backend: Backend;
  /** How many threads the back end computes on; 1 for a graphics card. */
  threads: number;
  /** Median of the last second: from handing a frame over to having its answer. */
  millisecondsPerFrame: number;
  framesPerSecond: number;
  /** Frames of the last second that came while the models were busy. */
  dropped: number;
  /** How often each model looked in the last second, and the median of what it took. */
  models: { model: string; framesPerSecond: number; milliseconds: number }[];
  /** How often in the last second the page's own thread was held up for more than 50 ms, and the longest of these. */
  longTasks: { count: number; longest: number };
}

/** How a model is doing that is switched on. */
export interface ModelStatus {
  model: string;
  state: 'loading' | 'on' | 'failed';
  /** How much of its files has arrived, 0…1. */
  progress: number;
  /** Why it failed; it is tried again by itself. */
  trouble: Trouble | null;
}

/** How eager a label is. */
export interface Smoothing {
  /** How sure the model must be, 0…1. */
  threshold: number;
  /** So many frames in a row make it start. */
  framesToEnter: number;
  /** So many frames in a row without it make it stop. */
  framesToLeave: number;
  /** So many seconds lie between two starts at the least. */
  gapSeconds: number;
}

/** How eager each label of each model is. */
export type SmoothingOf = (model: string, label: string) => Smoothing;

/** What was nearly noticed and was not. */
export interface NearMiss {
  label: string;
  model: string;
  /** When that was clear, on the page's clock, in milliseconds. */
  time: number;
  /** How sure the model was at most, 0…1. */
  confidence: number;
  /** How many frames in a row were sure enough at most. */
  frames: number;
  /** What it would have needed. */
  threshold: number;
  framesToEnter: number;
  gapSeconds: number;
}

/** What the page hears. Every function is called on the page's own thread. */
export interface WatchListener {
  /** Other models than before are loaded and look from now on: all of them, with the labels that each tells: no label twice. */
  onReady(offers: readonly { model: string; title: string; labels: readonly string[] }[]): void;
  /** After every frame. */
  onSightings(sightings: readonly Sighting[], frame: FrameInfo): void;
  /** On the edges, and at most 10 times a second while a label lasts. */
  onEvent(event: SeenEvent): void;
  /** Something was nearly seen, and was not. */
  onMiss?(miss: NearMiss): void;
  onStatus(status: WatchStatus): void;
  /** Something went wrong with the camera, or with all models; null when it is over. */
  onTrouble(trouble: Trouble | null): void;
  /** How the models are doing that are switched on. */
  onModels?(models: readonly ModelStatus[]): void;
  /** What the models compute on from now on, and why. */
  onBackend?(chosen: ChosenBackend): void;
}

export interface WatchOptions {
  /** Ids of models; default: those that start switched on. */
  models?: readonly string[];
  smoothing?: SmoothingOf;
  /** Models beside those that the page has by itself. */
  taught?: readonly TaughtModel[];
}

/** A watch that runs. */
export interface Watch {
  /** Switches models on and off, by their ids; those that stay on go on. */
  setModels(ids: readonly string[]): void;
  /** Looks through another source from now on; what it was is closed, and the models stay. */
  setSource(source: FrameSource): void;
  /** Computes on this from now on, and on other days; null: on what is fastest. */
  setBackend(backend: Backend | null): void;
  /** Changes how eager the labels are. */
  setSmoothing(smoothing: SmoothingOf): void;
  /** What a model finds in one picture, as `find` of `find.ts`; it computes where the models do that watch. */
  find(model: string, picture: Picture, loads: (fraction: number) => void): Promise<Finding[]>;
  /** What a picture looks like to a model, as `describe` of `find.ts`. */
  describe(model: string, picture: Picture, loads: (fraction: number) => void): Promise<Float32Array | null>;
  /** From now on these are the taught models; those that are on and changed are loaded anew. */
  setTaught(taught: readonly TaughtModel[]): void;
  /** Ends what is seen (with `stopped` events), closes the camera and frees the models. */
  stop(): void;
}

// watch.ts:     startWatching(source: FrameSource, listener: WatchListener, options?: WatchOptions): Watch
// webcam.ts:    webcam(video: HTMLVideoElement): FrameSource   (the page shows `video`, mirrored by CSS)
