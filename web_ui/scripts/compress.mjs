// Packs the built page: beside each file that gets smaller by it lie a .br and a .gz, which the daemon sends instead.
// Weights hardly do: every browser that gets the page through https takes .br, and another takes them as they are.
//
// What was packed before lies in KEPT, by the hash of what it was packed from: most files do not change from build to build.
//
//   node scripts/compress.mjs FOLDER KEPT
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

const [folder, kept] = process.argv.slice(2);
const used = new Set();

async function packed(data, suffix) {
  const name = createHash('sha256').update(String(PACKERS[suffix])).update(data).digest('hex') + suffix;
  const path = join(kept, name);
  used.add(name);
  const before = await readFile(path).catch(() => null);
  if (before !== null) return before;
  const now = await PACKERS[suffix](data);
  // A build that breaks off leaves no half of it; two files may be alike.
  const fresh = `${path}.${randomUUID()}.new`;
  await writeFile(fresh, now);
  await rename(fresh, path);
  return now;
}

async function pack(path) {
  const data = await readFile(path);
  for (const suffix of Object.keys(PACKERS)) {
    const smaller = await packed(data, suffix);
    if (smaller.length < WORTH[suffix] * data.length) await writeFile(path + suffix, smaller);
  }
}

await mkdir(kept, { recursive: true });
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
await Promise.all(paths.filter((path) => PACKED.has(extname(path))).map(pack));
const old = (await readdir(kept)).filter((name) => !used.has(name));
await Promise.all(old.map((name) => rm(join(kept, name), { force: true })));
