/** Files that somebody brings, bent in every way: what comes of them is a project, or a sentence. */
import { expect, test } from 'vitest';
import { ModelError } from '../models/define';
import { packed } from './archive';
import { whatIsIn } from './bring';
import { seeded } from './chance';
import { filesOf } from './model_files';
import { newProject, type Project, type Sample } from './project';
import { tableOf } from './table';
import { unzipped, zipped, type Files } from './zip';

const TIMES = 500;
const encode = (text: string) => new TextEncoder().encode(text);

const bare = newProject('pictures', 'Fruit', ['banana', 'apple'], 5);
const weights = Float32Array.from([0.25, -1, 3]).buffer;
const taught: NonNullable<Project['taught']> = {
  ...{ id: `own-${bare.id}`, title: bare.name, labels: ['banana', 'apple'], author: '', licence: '', output: 'probabilities' as const },
  input: { kind: 'picture_features', shape: [2] },
  network: { format: 'layers-model', topology: { class_name: 'Sequential' }, weightSpecs: [{ name: 'w', shape: [3], dtype: 'float32' }], weights },
  accuracy: { samples: 1, right: 0, confusion: [[0, 1], [0, 0]] },
};
const sample: Sample = { id: 's1', project: bare.id, class: bare.classes[0]?.id ?? '', burst: 's1', made: 0, picture: new Blob(['x'], { type: 'image/jpeg' }), features: Float32Array.from([0.5, -2]) };
const teachableMachine: Files = new Map([
  ['metadata.json', encode(JSON.stringify({ tfjsVersion: '1.7.4', tmVersion: '2.4.7', packageName: '@teachablemachine/image', labels: ['a', 'b'], imageSize: 224 }))],
  ['model.json', encode(JSON.stringify({ modelTopology: { class_name: 'Sequential' }, weightsManifest: [{ paths: ['weights.bin'], weights: [{ name: 'w', shape: [3], dtype: 'float32' }] }] }))],
  ['weights.bin', new Uint8Array(weights)],
]);

/** Some value in it, however deep, replaced by one of another kind. */
function bentValue(value: unknown, chance: () => number): unknown {
  const others = [null, -1, 1e308, 0.5, '', 'x'.repeat(300), [], {}, true, '__proto__', '../../x'];
  const pick = <T>(from: readonly T[]) => from[Math.floor(chance() * from.length)] as T;
  if (value === null || typeof value !== 'object' || chance() < 0.15) return pick(others);
  const keys = Object.keys(value);
  if (keys.length === 0) return pick(others);
  const key = pick(keys);
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === key ? bentValue(each, chance) : each));
  if (chance() < 0.1) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return { ...value, [key]: bentValue((value as Record<string, unknown>)[key], chance) };
}

/** A few bytes changed, left out or doubled. */
function bentBytes(data: Uint8Array, chance: () => number): Uint8Array<ArrayBuffer> {
  let bytes = [...data];
  for (let times = 1 + Math.floor(chance() * 5); times > 0; times -= 1) {
    const at = Math.floor(chance() * bytes.length);
    const how = chance();
    if (how < 0.5) bytes[at] = Math.floor(chance() * 256);
    else if (how < 0.75) bytes = [...bytes.slice(0, at), ...bytes.slice(at + 1 + Math.floor(chance() * 20))];
    else bytes = [...bytes.slice(0, at), ...bytes.slice(Math.max(0, at - 12), at), ...bytes.slice(at)];
  }
  return Uint8Array.from(bytes);
}

/** Does it, and lets only a sentence pass. */
function told(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    expect(error.message).not.toBe('');
  }
}

const kinds: [string, () => Promise<Files>][] = [
  ['a project', async () => unzipped(await packed({ ...bare, taught }, [sample]), 'x.zip')],
  ['a model', () => Promise.resolve(filesOf(taught))],
  ['a project of Teachable Machine', () => Promise.resolve(teachableMachine)],
];

test.each(kinds)('%s with any value in it replaced', async (_, make) => {
  const files = await make();
  const texts = [...files].filter(([name]) => name.endsWith('.json'));
  const chance = seeded(1);
  for (let time = 0; time < TIMES; time += 1) {
    const [name, text] = texts[Math.floor(chance() * texts.length)] as [string, Uint8Array];
    const bent = encode(JSON.stringify(bentValue(JSON.parse(new TextDecoder().decode(text)), chance)));
    told(() => whatIsIn(new Map([...files, [name, bent]]), 'bent', 5));
  }
});

test.each(kinds)('%s as a zip with bytes bent', async (_, make) => {
  const zip = zipped(await make());
  const chance = seeded(2);
  for (let time = 0; time < TIMES; time += 1) told(() => whatIsIn(unzipped(bentBytes(zip, chance), 'bent.zip'), 'bent', 5));
});

test('a table with bytes bent', () => {
  const table = encode('petal length;petal width;kind\n1,4;0,2;setosa\n"4,7";1,4;versicolor\n');
  const chance = seeded(3);
  for (let time = 0; time < TIMES; time += 1) told(() => tableOf(new TextDecoder().decode(bentBytes(table, chance)), 'bent.csv'));
});
