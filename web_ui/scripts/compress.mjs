// Packs the built page: beside each file that gets smaller by it lie a .br and a .gz, which the daemon sends instead.
// Weights hardly do: every browser that gets the page through https takes .br, and another takes them as they are.
//
//   node scripts/compress.mjs FOLDER
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const PACKED = new Set(['.bin', '.css', '.html', '.js', '.json', '.svg', '.wasm']);
const PACKERS = {
  '.br': (data) => promisify(brotliCompress)(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
  '.gz': (data) => promisify(gzip)(data, { level: 9 }),
};
/** What shrinks by less is not worth its place on the robot. */
const WORTH = { '.br': 0.95, '.gz': 0.8 };

async function pack(path) {
  const data = await readFile(path);
  for (const [suffix, packer] of Object.entries(PACKERS)) {
    const packed = await packer(data);
    if (packed.length < WORTH[suffix] * data.length) await writeFile(path + suffix, packed);
  }
}

const [folder] = process.argv.slice(2);
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
await Promise.all(paths.filter((path) => PACKED.has(extname(path))).map(pack));
