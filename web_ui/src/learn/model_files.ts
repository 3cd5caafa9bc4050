/** A taught model as files, as docs/models.md tells, and back. */
import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { ModelError } from '../models/define';
import { CARD, FORMAT_VERSION, MOST_BYTES, MOST_LABELS, NETWORK_FILE, type ModelCard } from '../models/taught/card';
import type { Network, TaughtModel, WeightSpec } from '../models/taught/taught';
import { CARD_SHAPE, NETWORK_SHAPE, newerThan } from './shapes';
import type { Files } from './zip';

const WEIGHTS_FILE = 'weights.bin';
const AGAIN = 'Save, train or convert the model again, and choose the whole folder or zip.';

/** The files of a model: its card, and those that the card names. */
export function filesOf(taught: TaughtModel): Map<string, Uint8Array<ArrayBuffer>> {
  const files = networkFiles(taught.network);
  const card: ModelCard = {
    format_version: FORMAT_VERSION,
    name: taught.title,
    labels: [...taught.labels],
    input: taught.input,
    files: Object.fromEntries([...files].map(([name, data]) => [name, { bytes: data.length, sha256: hashOf(data) }])),
    network: taught.network.format,
    output: taught.output,
    author: taught.author,
    licence: taught.licence,
    made_by: 'TJBot, taught in the page',
    ...(taught.accuracy === null ? {} : { accuracy: taught.accuracy }),
  };
  return new Map([[CARD, encoded(card)], ...files]);
}

/** The two files that plain TensorFlow.js loads. */
export function networkFiles({ format, topology, signature, weightSpecs, weights }: Network): Map<string, Uint8Array<ArrayBuffer>> {
  const json = {
    format,
    modelTopology: topology,
    ...(signature === undefined ? {} : { signature }),
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: [...weightSpecs] }],
  };
  return new Map([
    [NETWORK_FILE, encoded(json)],
    [WEIGHTS_FILE, new Uint8Array(weights)],
  ]);
}

/** The model in these files.
 * @param id what it shall be called on the wire
 * @throws ModelError where something is missing, damaged or not understood */
export function modelOf(files: Files, id: string): TaughtModel {
  const card = cardOf(files);
  for (const [name, { bytes, sha256: hash }] of Object.entries(card.files)) {
    const data = files.get(name);
    if (data === undefined) throw new ModelError(`The model’s file “${name}” is missing.`, AGAIN);
    if (data.length !== bytes || hashOf(data) !== hash) throw new ModelError(`The model’s file “${name}” is damaged or was changed.`, AGAIN);
  }
  return {
    ...{ id, title: card.name, labels: card.labels, input: card.input, network: networkOf(files, card.network ?? 'graph-model') },
    ...{ output: card.output ?? 'probabilities', author: card.author ?? '', licence: card.licence ?? '', accuracy: card.accuracy ?? null },
  };
}

/** @throws ModelError where `model.json` or a file that it names is missing or not understood */
export function networkOf(files: Files, format: Network['format']): Network {
  const json = decoded(files, NETWORK_FILE);
  if (!v.is(NETWORK_SHAPE, json)) throw new ModelError(`${NETWORK_FILE} holds no network.`, AGAIN);
  const groups = json.weightsManifest;
  const parts = groups.flatMap(({ paths }) => paths).map((path) => {
    const part = files.get(path);
    if (part === undefined) throw new ModelError(`The model’s file “${path}” is missing.`, AGAIN);
    return part;
  });
  const signature = json.signature ?? json.userDefinedMetadata?.signature;
  return {
    format: json.format === 'layers-model' || json.format === 'graph-model' ? json.format : format,
    ...{ topology: json.modelTopology, weightSpecs: groups.flatMap(({ weights }) => weights) as WeightSpec[], weights: joined(parts) },
    ...(signature === undefined ? {} : { signature }),
  };
}

export function hashOf(data: Uint8Array): string {
  return Array.from(sha256(data), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function cardOf(files: Files): ModelCard {
  const card = decoded(files, CARD);
  if (v.is(newerThan(FORMAT_VERSION), card)) {
    throw new ModelError(`The model has format ${card.format_version}; this page knows format ${FORMAT_VERSION}.`, 'Update TJBot, or save the model with an older one.');
  }
  const read = v.safeParse(CARD_SHAPE, card);
  if (!read.success) {
    const aboutInput = read.issues.some((issue) => v.getDotPath(issue)?.startsWith('input'));
    throw new ModelError(`${CARD} ${aboutInput ? 'does not say what the model takes' : 'is not as it must be'}.`, `See docs/models.md. ${AGAIN}`);
  }
  const { labels, files: named } = read.output;
  if (labels.length > MOST_LABELS) throw new ModelError(`The model tells ${labels.length} things apart; ${MOST_LABELS} are the most.`, 'Train one with fewer classes.');
  if (new Set(labels).size < labels.length) throw new ModelError('The model has a label twice.', 'Give each class a name of its own.');
  const bytes = Object.values(named).reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > MOST_BYTES) throw new ModelError(`The model is ${Math.round(bytes / 1e6)} MB large; ${Math.round(MOST_BYTES / 1e6)} are the most.`, 'Convert it with --quantise uint8, or take a smaller network.');
  return read.output;
}

function encoded(value: object): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value, null, 1));
}

function decoded(files: Files, name: string): object {
  const data = files.get(name);
  if (data === undefined) throw new ModelError(`The file “${name}” is missing.`, AGAIN);
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(data));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // As below.
  }
  throw new ModelError(`The file “${name}” is damaged.`, AGAIN);
}

function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all.buffer;
}
