/** Whatever a class has already: a project, a model's folder or zip, a Teachable Machine export, a zip of pictures. */
import { ModelError } from '../models/define';
import { CARD, kindOf, NETWORK_FILE, sizeOf } from '../models/taught/card';
import type { TaughtModel } from '../models/taught/taught';
import { PROJECT_FILE, unpacked } from './archive';
import { modelId } from './lesson';
import { modelOf } from './model_files';
import { newProject, tidied, type Project, type Sample } from './project';
import { METADATA_FILE, teachableMachineModel } from './teachable_machine';
import { unzipped, type Files } from './zip';

/** Pictures by the name of their class. */
export type PicturesByClass = ReadonlyMap<string, readonly { name: string; picture: Blob }[]>;

export type Brought =
  | { what: 'project'; project: Project; samples: readonly Sample[] }
  /** A project that still has to look at its pictures. */
  | { what: 'pictures'; name: string; pictures: PicturesByClass };

/** What Keras and TensorFlow save. */
const KERAS = /\.(keras|h5|hdf5|pb|tflite)$/i;
const PICTURE = /\.(jpe?g|png|webp|gif|bmp)$/i;
/** What Teachable Machine and cameras put behind the name of a class: "Class 1-12", "cat_003", "dog (4)". */
const NUMBERING = /[\s_!-]*\(?\d+\)?$/;

/** What is in these files: one zip, or the files of a folder.
 * @param now in milliseconds since 1970
 * @throws ModelError where nothing in them is known, or it is damaged */
export async function brought(chosen: readonly File[], now: number): Promise<Brought> {
  const [first] = chosen;
  if (first === undefined) throw new ModelError('No file was chosen.', 'Choose a zip, or all files of a folder.');
  const isZip = chosen.length === 1 && /\.(zip|tm)$/i.test(first.name);
  const files = isZip ? unzipped(await bytesOf(first), first.name) : await filesIn(chosen);
  const name = tidied(first.name.replace(/(\.tjbot)?\.(zip|tm)$/i, '')) || 'Pictures';
  return whatIsIn(files, name, now);
}

export function whatIsIn(all: Files, name: string, now: number): Brought {
  const files = outOfFolder(all);
  if (files.has(PROJECT_FILE)) return { what: 'project', ...unpacked(files, now) };
  if (files.has(CARD) || files.has(METADATA_FILE)) {
    const id = newProject('pictures', name, ['1', '2'], now).id;
    const taught = files.has(CARD) ? modelOf(files, modelId({ id })) : teachableMachineModel(files, modelId({ id }));
    return { what: 'project', project: projectOf(taught, id, now), samples: [] };
  }
  if (files.has(NETWORK_FILE)) {
    throw new ModelError(`There is a ${NETWORK_FILE}, but nothing that says what the model takes and tells.`, `Bring the ${CARD} or ${METADATA_FILE} that lies beside it.`);
  }
  const keras = [...files.keys()].find((file) => KERAS.test(file));
  if (keras !== undefined) {
    throw new ModelError(`“${keras}” is a model for Keras, which no browser can open.`, `On a laptop, \`tjbot convert\` makes a folder of it that opens here (docs/offline.md). In Teachable Machine, export for TensorFlow.js instead.`);
  }
  const pictures = picturesIn(files);
  if (pictures.size === 0) throw new ModelError(`There is nothing in “${name}” that can be used here.`, 'Bring a project, a model’s folder, a Teachable Machine export, or a zip of pictures in a folder for each class.');
  return { what: 'pictures', name, pictures };
}

/** A project around a model that came without samples. */
function projectOf(taught: TaughtModel, id: string, now: number): Project {
  const classes = taught.labels.map((label, index) => ({ id: `${id}-${index}`, name: label }));
  const outcome = { time: now, learned: 0, seconds: 0, answers: [], classes };
  return { id, name: taught.title, kind: kindOf(taught.input), author: taught.author, licence: taught.licence, classes, columns: columnsOf(taught), changed: now, taught, base: taught, outcome };
}

/** What the numbers are called that it takes; empty for other models. */
export function columnsOf({ input }: TaughtModel): string[] {
  if (input.kind !== 'numbers') return [];
  const count = sizeOf(input);
  return input.columns?.length === count ? input.columns : Array.from({ length: count }, (_, index) => `${index + 1}`);
}

function picturesIn(files: Files): PicturesByClass {
  const pictures = new Map<string, { name: string; picture: Blob }[]>();
  for (const [path, data] of files) {
    if (!PICTURE.test(path)) continue;
    const folders = path.split('/');
    const file = folders.pop() ?? '';
    const label = tidied(folders.pop() ?? file.replace(PICTURE, '').replace(NUMBERING, '')) || 'Pictures';
    const own = pictures.get(label) ?? [];
    pictures.set(label, [...own, { name: path, picture: new Blob([data]) }]);
  }
  return pictures;
}

/** The same files without the one folder that all of them may lie in; of pictures that folder may be the class. */
function outOfFolder(files: Files): Files {
  const names = [...files.keys()];
  const folder = names[0]?.slice(0, names[0].indexOf('/') + 1) ?? '';
  if (folder === '' || !names.every((name) => name.startsWith(folder))) return files;
  const inside = new Map([...files].map(([name, data]) => [name.slice(folder.length), data]));
  return [PROJECT_FILE, CARD, METADATA_FILE, NETWORK_FILE].some((file) => inside.has(file)) ? inside : files;
}

async function filesIn(chosen: readonly File[]): Promise<Files> {
  const entries = chosen.map(async (file) => [file.webkitRelativePath || file.name, await bytesOf(file)] as const);
  return new Map(await Promise.all(entries));
}

async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}
