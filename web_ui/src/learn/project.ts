/** What a pupil teaches with: a project, its classes, and the samples of each. Pure. */
import type { TaughtKind } from '../models/taught/card';
import { NOTHING, type TaughtModel } from '../models/taught/taught';

/** One of the things that shall be told apart. */
export interface Class {
  id: string;
  /** Becomes the label of the event. */
  name: string;
}

/** One picture, hand, sound or row of numbers that shows what a class looks like. */
export interface Sample {
  id: string;
  project: string;
  class: string;
  /** Samples that were taken in one go are much alike; they share this. */
  burst: string;
  /** Milliseconds since 1970. */
  made: number;
  /** The square that was looked at, or a picture of the sound, as a JPEG; null for what is no picture. */
  picture: Blob | null;
  /** What was heard, as a WAV file; only sounds have one. */
  sound?: Blob | null;
  /** What a network or the sample itself says in numbers; all of a project are equally long. */
  features: Float32Array;
}

/** Whether it builds upon what the page's own models know, or knows nothing but the pixels of the samples' pictures. */
export type Way = 'upon' | 'scratch';

/** Samples that were thrown away, with their class where that went too. */
export interface Gone {
  /** Called `kind` because `class` is a word of the language. */
  kind: Class | null;
  samples: readonly Sample[];
}

/** How the numbers became a model, and how good it is on what was held back. */
export interface Outcome {
  /** When it was trained, in milliseconds since 1970. */
  time: number;
  /** How many samples it learned from. */
  learned: number;
  seconds: number;
  /** What it said of the samples that it had never seen. */
  answers: readonly Answer[];
  /** Of a model that was taught further: what it said of the same samples before, class by class; '' for none of them. */
  before?: readonly string[];
  /** Those that it learned, in the order of its answers; the project may have others by now. */
  classes: readonly Class[];
  /** Builds upon what is known where nothing is said. */
  way?: Way;
  /** What was said when it was trained the other way before. */
  otherWay?: readonly Answer[];
}

/** What the model said of a sample that it had not learned from; classes by their ids. */
export interface Answer {
  sample: string;
  is: string;
  said: string;
  /** How sure it was, 0…1. */
  confidence: number;
}

export interface Project {
  id: string;
  name: string;
  kind: TaughtKind;
  /** Who made it; may be empty. */
  author: string;
  /** What others may do with it, as SPDX calls it; empty where it is not for others. */
  licence?: string;
  /** What it is called on the robot, where somebody asked the robot to keep it. */
  stored?: string;
  classes: readonly Class[];
  /** Of numbers: what they are called. */
  columns?: readonly string[];
  /** The model that was brought, from which the training goes on. */
  base?: TaughtModel | null;
  /** Of such a model, how many dense layers at the end are trained anew; the others are frozen. */
  layers?: number;
  /** Milliseconds since 1970. */
  changed: number;
  /** Null until something was trained; then it is used until it is trained anew. */
  taught: TaughtModel | null;
  outcome: Outcome | null;
}

/** So many samples of one project fit into a small computer's memory, with room for the models. */
export const MOST_SAMPLES = 3000;
export const MOST_CLASSES = 100;
/** As long as a label on the wire may be. */
export const LONGEST_NAME = 64;
/** Fewer than these of a class teach it badly. */
export const FEW_SAMPLES = 5;
/** One class with so many times the samples of another is guessed too often. */
const UNBALANCED = 3;

/** Who made something, and what others may do with it; both may be empty. */
export interface Signature {
  author: string;
  licence: string;
}

/** A new project; it has two classes at least, because one can not be told from anything. */
export function newProject(kind: TaughtKind, name: string, classes: readonly [string, string, ...string[]], now: number, signature: Signature = { author: '', licence: '' }): Project {
  return {
    ...{ id: newId(), name, kind, ...signature, changed: now, taught: null, outcome: null },
    classes: classes.map((name) => ({ id: newId(), name })),
  };
}

/** A name that nothing else has. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The name as it may be a label: without spaces around it or doubled in it, and not too long. */
export function tidied(name: string): string {
  const plain = name.normalize('NFC').replace(/[\p{C}\s]+/gu, ' ').trim();
  return Array.from(plain).slice(0, LONGEST_NAME).join('').trim();
}

/** Why a class can not be called so; null where it can. */
export function nameFault(name: string, others: readonly Class[]): 'empty' | 'taken' | null {
  const plain = tidied(name);
  if (plain === '') return 'empty';
  return others.some((other) => other.name.toLowerCase() === plain.toLowerCase()) ? 'taken' : null;
}

/** What keeps a project from being trained, or makes it learn badly; the worst first. */
export type Concern =
  | { what: 'one class' }
  | { what: 'empty'; name: string }
  | { what: 'one sample'; name: string }
  | { what: 'alike'; name: string }
  | { what: 'no nothing' }
  | { what: 'few'; name: string; count: number }
  | { what: 'unbalanced'; few: string; fewCount: number; many: string; manyCount: number };

/** Whether it can not be trained at all because of it. */
export function forbids({ what }: Concern): boolean {
  return what === 'one class' || what === 'empty' || what === 'one sample' || what === 'alike';
}

/** @param kind rows of numbers may all be the same: a sensor that rests tells nothing else */
export function concernsOf(classes: readonly Class[], samples: readonly Sample[], kind: TaughtKind = 'pictures'): Concern[] {
  if (classes.length < 2) return [{ what: 'one class' }];
  const counts = classes.map(({ id, name }) => {
    const own = samples.filter((sample) => sample.class === id);
    return { name, count: own.length, alike: kind !== 'numbers' && own.length > 1 && own.every(({ features }) => isSame(features, own[0]?.features)) };
  });
  const stop = counts.flatMap(({ name, count, alike }): Concern[] => {
    if (count === 0) return [{ what: 'empty', name }];
    if (count === 1) return [{ what: 'one sample', name }];
    return alike ? [{ what: 'alike', name }] : [];
  });
  if (stop.length > 0) return stop;
  // A hand before the camera always does something; without that class all of it is taken for one of the others.
  const misses = kind === 'movements' && classes.every(({ name }) => name !== NOTHING);
  const few = counts.flatMap(({ name, count }): Concern[] => (count < FEW_SAMPLES ? [{ what: 'few', name, count }] : []));
  if (misses) few.unshift({ what: 'no nothing' });
  const [least, most] = [counts, counts].map((all, index) =>
    all.reduce((one, other) => ((index === 0 ? other.count < one.count : other.count > one.count) ? other : one)),
  );
  if (least === undefined || most === undefined || most.count < UNBALANCED * least.count) return few;
  return [...few, { what: 'unbalanced', few: least.name, fewCount: least.count, many: most.name, manyCount: most.count }];
}

function isSame(one: Float32Array, other: Float32Array | undefined): boolean {
  return other?.length === one.length && one.every((value, index) => value === other[index]);
}
