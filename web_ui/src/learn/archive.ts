/** A project as one file: a zip with its samples and its model, and back. */
import * as v from 'valibot';
import { ModelError } from '../models/define';
import { modelId } from './lesson';
import { filesOf, modelOf } from './model_files';
import { MOST_CLASSES, MOST_SAMPLES, newId, tidied, type Project, type Sample } from './project';
import { newerThan, PROJECT_SHAPE } from './shapes';
import { zipped, type Files } from './zip';

export const PROJECT_FILE = 'tjbot-project.json';
const FORMAT_VERSION = 1;
const FEATURES_FILE = 'features.bin';
const MODEL_FOLDER = 'model/';
const AGAIN = 'Save the project again where it comes from, and choose the whole file.';

/** What `tjbot-project.json` says; samples stand in the order of their rows in `features.bin`. `length` is how many numbers
 * a row has; `brought` tells that the model came from elsewhere, so that its training goes on from it. */
type ProjectFile = v.InferOutput<typeof PROJECT_SHAPE>;

/** How many pictures and recorded sounds are among the samples; the picture of a sound is drawn from it. */
export function holdsOf(samples: readonly Sample[]): { pictures: number; sounds: number } {
  const sounds = samples.filter(({ sound }) => Boolean(sound)).length;
  return { pictures: samples.filter(({ picture, sound }) => picture !== null && !sound).length, sounds };
}

/** The whole project as the bytes of one file. */
export async function packed(project: Project, samples: readonly Sample[]): Promise<Uint8Array<ArrayBuffer>> {
  const length = samples[0]?.features.length ?? 0;
  const about = {
    ...{ format_version: FORMAT_VERSION, name: project.name, kind: project.kind, author: project.author, classes: [...project.classes], length },
    samples: samples.map(({ id, class: class_, burst, made }) => ({ id, class: class_, burst, made })),
    ...{ licence: project.licence ?? '', outcome: project.outcome, columns: [...(project.columns ?? [])], brought: Boolean(project.base), layers: project.layers ?? 1 },
  };
  const features = new Float32Array(samples.length * length);
  samples.forEach((sample, row) => features.set(sample.features, row * length));
  const files = new Map<string, Uint8Array<ArrayBuffer>>([
    [PROJECT_FILE, new TextEncoder().encode(JSON.stringify(about, null, 1))],
    [FEATURES_FILE, new Uint8Array(features.buffer)],
  ]);
  for (const { id, picture, sound } of samples) {
    if (picture !== null) files.set(`samples/${id}.${picture.type === 'image/png' ? 'png' : 'jpg'}`, await bytesOf(picture));
    if (sound) files.set(`samples/${id}.wav`, await bytesOf(sound));
  }
  if (project.taught !== null) for (const [name, data] of filesOf(project.taught)) files.set(MODEL_FOLDER + name, data);
  return zipped(files);
}

/** The project in these files, as a new one beside those that are here.
 * @throws ModelError where it is damaged */
export function unpacked(files: Files, now: number): { project: Project; samples: Sample[] } {
  const about = aboutOf(files);
  const project: Project = {
    ...{ id: newId(), name: tidied(about.name), kind: about.kind, author: about.author, classes: about.classes, changed: now },
    ...{ licence: about.licence ?? '', taught: null, outcome: null, columns: about.columns ?? [], layers: about.layers === 2 ? 2 : 1 },
  };
  // Ids are new: the same file may be opened twice.
  const ids = new Map(about.samples.map(({ id }) => [id, newId()]));
  const numbers = files.get(FEATURES_FILE)?.slice().buffer ?? new ArrayBuffer(0);
  if (numbers.byteLength % Float32Array.BYTES_PER_ELEMENT !== 0) throw damaged();
  const features = new Float32Array(numbers);
  if (features.length !== about.samples.length * about.length) throw damaged();
  const samples = about.samples.map(({ id, class: class_, burst, made }, row) => ({
    ...{ id: ids.get(id) ?? newId(), project: project.id, class: class_, burst, made },
    picture: blobOf(files.get(`samples/${id}.jpg`), 'image/jpeg') ?? blobOf(files.get(`samples/${id}.png`), 'image/png'),
    sound: blobOf(files.get(`samples/${id}.wav`), 'audio/wav'),
    features: features.slice(row * about.length, (row + 1) * about.length),
  }));
  const model = new Map([...files].filter(([name]) => name.startsWith(MODEL_FOLDER)).map(([name, data]) => [name.slice(MODEL_FOLDER.length), data]));
  if (model.size === 0) return { project, samples };
  const answers = about.outcome?.answers.map((answer) => ({ ...answer, sample: ids.get(answer.sample) ?? answer.sample })) ?? [];
  const outcome = about.outcome === null ? null : { ...about.outcome, answers };
  const taught = modelOf(model, modelId(project));
  return { project: { ...project, taught, outcome, base: about.brought === true ? taught : null }, samples };
}

function aboutOf(files: Files): ProjectFile {
  let about: unknown;
  try {
    about = JSON.parse(new TextDecoder().decode(files.get(PROJECT_FILE)));
  } catch {
    throw damaged();
  }
  if (v.is(newerThan(FORMAT_VERSION), about)) throw new ModelError('The project comes from a newer TJBot.', 'Update this one.');
  if (!v.is(PROJECT_SHAPE, about)) throw damaged();
  const classes = new Set(about.classes.map(({ id }) => id));
  if (about.classes.some(({ name }) => tidied(name) === '') || about.samples.some((sample) => !classes.has(sample.class))) throw damaged();
  if (about.classes.length > MOST_CLASSES || about.samples.length > MOST_SAMPLES) {
    throw new ModelError(`The project has more than ${MOST_CLASSES} classes or ${MOST_SAMPLES} samples.`, 'Open it where it comes from, and throw some away.');
  }
  return about;
}

function damaged(): ModelError {
  return new ModelError('The project is damaged.', AGAIN);
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

function blobOf(data: Uint8Array<ArrayBuffer> | undefined, type: string): Blob | null {
  return data === undefined ? null : new Blob([data], { type });
}
