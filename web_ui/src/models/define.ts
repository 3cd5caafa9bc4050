import type { GraphModel } from '@tensorflow/tfjs-converter';

/** A point of the camera's picture as the camera gives it (not mirrored): x is 0 at the left and 1 at the
 * right, y is 0 at the top and 1 at the bottom; z is the distance behind the wrist in the unit of x. */
export interface PicturePoint {
  x: number;
  y: number;
  z: number;
}

/** Where something is, as the person sees themselves: x is 0 at their left and 1 at their right,
 * y is 0 at the bottom and 1 at the top; x and y are the middle; all are fractions of the picture, 0…1. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Side = 'left' | 'right';

/** One thing that a model found in one frame. */
export interface Sighting {
  /** The id of the model that found it. */
  model: string;
  /** The likeliest label, or null where the model is sure of none (there is a hand, but no known gesture). */
  label: string | null;
  /** How sure the model is of `label`, 0…1; of the thing itself where there is no label. */
  confidence: number;
  /** How sure the model is of each of its labels, 0…1 each. */
  confidences: Readonly<Record<string, number>>;
  /** Null for what is nowhere in particular: a sound, or what the whole picture shows. */
  place: Place | null;
  /** The person's own left or right hand; null for what has no side. */
  side: Side | null;
  /** What a hand points at, as the person sees themselves: x is 0 at their left, y is 0 at the bottom, 0…1 both. */
  pointer?: { x: number; y: number };
  /** How fast a hand or a body moves, in widths of the picture a second, 0…100. */
  speed?: number;
  /** For drawing over the picture; empty for what has no landmarks. A hand has 21, numbered as MediaPipe does. */
  landmarks: readonly PicturePoint[];
  /** Which two landmarks a line joins. */
  bones: readonly (readonly [number, number])[];
}

/** One picture to look at. */
export interface Frame {
  image: CanvasImageSource;
  /** In pixels. */
  width: number;
  height: number;
  /** Milliseconds on a clock that only goes forward. */
  time: number;
}

/** A piece of sound; pieces follow each other without a gap, unless `time` says otherwise. */
export interface Sound {
  /** One channel, -1…1. They belong to the caller, who may use the array again. */
  samples: Float32Array;
  /** Samples a second. */
  rate: number;
  /** When its last sample was taken: milliseconds on a clock that only goes forward. */
  time: number;
}

/** Something that holds memory until it is told to let go. */
export interface Disposable {
  /** Frees its memory; it can not be used any more. */
  dispose(): void;
}

/** What a model gets to load itself with. */
export interface LoadContext {
  /** Loads `models/<path>` (its graph, and the weights it names), checked against the model's card.
   * Throws ModelError. */
  loadGraph(path: string): Promise<GraphModel>;
  /** What several models build on, made once: whoever asks by the same name gets the same thing. Every model that
   * asked disposes of its share; when the last has, the thing itself is disposed of. */
  share<Thing extends Disposable>(name: string, make: () => Promise<Thing>): Promise<Thing>;
}

/** A model that is ready to look. */
export interface LoadedModel extends Disposable {
  /** Everything it finds in the frame; the frame stays the caller's. All models that look at a picture get the same
   * `frame` object, so that what they share can be computed once for it. */
  look(frame: Frame): Promise<Sighting[]>;
}

/** Where something is in a picture, as the picture is (not mirrored): `x` and `y` are the left upper corner; all are
 * fractions of the picture's width or height, 0…1. */
export interface PictureBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One thing that a model finds in a picture that it looks at by itself. */
export interface Finding {
  /** One of the model's labels. */
  label: string;
  /** How sure the model is, 0…1. */
  confidence: number;
  /** Null for what is said of the picture as a whole. */
  box: PictureBox | null;
}

/** What a recipe may ask about a picture: which things are where, what it shows as a whole, where faces are. */
export type Subject = 'objects' | 'picture' | 'faces';

/** A model that is ready to look at pictures that have nothing to do with each other. */
export interface StillModel extends Disposable {
  /** What it finds in the picture, the surest first, also what it is not very sure of. The picture stays the
   * caller's, and nothing of it is remembered. */
  find(picture: Frame): Promise<Finding[]>;
}

/** What a taught model can be built upon: it tells what a single picture looks like. */
export interface Describer extends Disposable {
  /** Numbers that are alike for what looks alike; null where it finds nothing to describe (no hand). */
  describe(picture: Frame): Promise<Float32Array | null>;
}

/** A model that is ready to listen. */
export interface LoadedSoundModel extends Disposable {
  /** Everything it hears at the end of this piece of sound. */
  listen(sound: Sound): Promise<Sighting[]>;
}

interface About {
  /** Lower-case and short; travels as `model` on the wire. */
  id: string;
  /** For people. */
  title: string;
  labels: readonly string[];
  /** Whether it is switched on until somebody switches it off. */
  startsOn: boolean;
}

/** A model for pictures: what it is called, what it can recognise, and how to load it. */
export interface PictureModel extends About {
  sense: 'see';
  /** The name of what it shares with other models (see `LoadContext.share`) and what is computed once for a frame:
   * they look at the same frames. */
  shares?: string;
  /** What it can tell recipes about a single picture; it needs `loadStill` for it. */
  answers?: Subject;
  /** Whether what it finds has a place. Of models that know the same word it is the one that tells it (`watch/tellers.ts`). */
  tellsWhere?: boolean;
  load(context: LoadContext): Promise<LoadedModel>;
  /** The same model for single pictures, where it can look at one: what `load` has loaded is not disturbed by it, and
   * networks are loaded once for both (`LoadContext.share`). */
  loadStill?(context: LoadContext): Promise<StillModel>;
  /** For teaching; nothing can be built upon a model without it. */
  loadDescriber?(context: LoadContext): Promise<Describer>;
}

/** What is only asked about single pictures. */
export type StillKind = Pick<PictureModel, 'id' | 'title' | 'loadStill' | 'loadDescriber'>;

/** A model for sounds. */
export interface SoundModel extends About {
  sense: 'hear';
  load(context: LoadContext): Promise<LoadedSoundModel>;
}

export type Model = PictureModel | SoundModel;

/** A model file that is missing or damaged, or a computer that can not run it. */
export class ModelError extends Error {
  /** @param hint what the person may try */
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
    this.name = 'ModelError';
  }
}

/** Declares a model; a file in this folder exports one as its default. */
export function defineModel<Kind extends Model>(model: Kind): Kind {
  return model;
}
