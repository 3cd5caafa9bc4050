/** Zip files: packed, and unpacked with an end to how much comes out. */
import { unzipSync, zipSync } from 'fflate';
import { ModelError } from '../models/define';

/** Files by their names; a folder is part of a name. */
export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** More is not unpacked: it would not fit into a small computer's memory. */
const MOST_BYTES = 250 * 1024 * 1024;
const MOST_FILES = 8000;
/** What is packed already gets no smaller. */
const PACKED = /\.(jpe?g|png|webp|wav|mp3|zip)$/i;

export function zipped(files: Files): Uint8Array<ArrayBuffer> {
  const entries = [...files].map(([name, data]): [string, [Uint8Array, { level: 0 | 6 }]] => [name, [data, { level: PACKED.test(name) ? 0 : 6 }]]);
  return zipSync(Object.fromEntries(entries));
}

/** The files in a zip, without folders and without what systems put in by themselves.
 * @param name of the zip, for the sentence
 * @param mostBytes that come out of it
 * @throws ModelError where it is none, is damaged, or holds too much */
export function unzipped(data: Uint8Array, name: string, mostBytes = MOST_BYTES): Map<string, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  let count = 0;
  let tooMuch = false;
  try {
    const entries = unzipSync(data, {
      filter: ({ name: file, originalSize }) => {
        if (file.endsWith('/') || file.startsWith('__MACOSX/') || /(^|\/)\./.test(file)) return false;
        count += 1;
        bytes += originalSize;
        tooMuch ||= count > MOST_FILES || bytes > mostBytes;
        return !tooMuch;
      },
    });
    if (!tooMuch) return new Map(Object.entries(entries));
  } catch {
    throw new ModelError(`“${name}” can not be opened: it is no zip, or it is damaged.`, 'Save it again where it comes from, and choose the whole file.');
  }
  throw new ModelError(`“${name}” is too large to be opened here.`, 'Take fewer samples, or split it.');
}
