/** What Teachable Machine exports: its models for pictures and sounds, and what can be said of those for poses. */
import * as v from 'valibot';
import { ModelError } from '../models/define';
import { TEACHABLE_MACHINE, type AnalyserInput } from '../models/taught/analyser';
import { MOST_LABELS } from '../models/taught/card';
import { NOTHING, type TaughtModel } from '../models/taught/taught';
import { isPossible } from '../models/taught/hears';
import { networkOf } from './model_files';
import { tidied } from './project';
import { METADATA_SHAPE } from './shapes';
import type { Files } from './zip';

export const METADATA_FILE = 'metadata.json';

/** What the class of the room's noise is called, by itself. */
const NOISE = /^(_background_noise_|background noise|hintergrundgeräusche?)$/i;
/** What the first layer of a network takes, as TensorFlow.js writes it: frames, pitches, 1. */
const INPUT_SHAPE = /"batch_input_shape":\[null,(\d+),(\d+),(\d+)\]/;

/** What `metadata.json` beside the model says; sounds have another one. */
type Metadata = v.InferOutput<typeof METADATA_SHAPE>;

/** It divides pixels by 127 and takes away 1, so white is a little more than 1. */
const WHITE = 255 / 127 - 1;

/** The model in these files: `model.json`, its weights and `metadata.json`.
 * @param id what it shall be called on the wire
 * @throws ModelError where it is one for poses, or something is missing or damaged */
export function teachableMachineModel(files: Files, id: string): TaughtModel {
  const metadata = metadataOf(files);
  if (metadata.packageName?.includes('pose') === true) {
    throw new ModelError(
      'This is a Teachable Machine project for poses. It builds on a network that is not in the exported files.',
      'Bring its pictures instead: begin with “Pictures” here and drop them on the classes.',
    );
  }
  const hears = metadata.wordLabels !== undefined;
  const labels = (hears ? withoutNoise(metadata.wordLabels ?? []) : (metadata.labels ?? [])).map(tidied);
  if (labels.length === 0) throw new ModelError(`${METADATA_FILE} names no classes.`, 'Export the project again, with all its files.');
  if (labels.length > MOST_LABELS) throw new ModelError(`The model tells ${labels.length} things apart; ${MOST_LABELS} are the most.`, 'Train one with fewer classes.');
  const network = networkOf(files, 'layers-model');
  const about = { id, title: tidied(metadata.modelName ?? '') || 'Teachable Machine', labels, network, output: 'probabilities', author: '', licence: '', accuracy: null } as const;
  if (hears) return { ...about, input: heardBy(network.topology) };
  const side = metadata.imageSize ?? 224;
  return {
    ...about,
    input: { kind: 'pixels', shape: [side, side, metadata.grayscale === true ? 1 : 3], black: -1, white: WHITE },
  };
}

/** The class of the room's noise means that nothing is there. */
function withoutNoise(labels: readonly string[]): string[] {
  const noise = labels.includes(NOTHING) ? -1 : labels.findIndex((label) => NOISE.test(label));
  return labels.map((label, index) => (index === noise ? NOTHING : label));
}

/** What the network hears: as many frames and pitches as its first layer takes.
 * @throws ModelError where that is nothing that a microphone brings */
function heardBy(topology: object): AnalyserInput {
  const shape = INPUT_SHAPE.exec(JSON.stringify(topology))?.slice(1).map(Number);
  if (shape === undefined) return TEACHABLE_MACHINE;
  const [frames = 0, pitches = 0, channels = 0] = shape;
  const input: AnalyserInput = { ...TEACHABLE_MACHINE, shape: [frames, pitches, 1] };
  if (channels === 1 && frames > 0 && pitches > 0 && isPossible(input)) return input;
  throw new ModelError(`The model takes ${shape.join(' × ')} numbers, which is no sound as Teachable Machine hears it.`, 'Export the project again, as TensorFlow.js.');
}

function metadataOf(files: Files): Metadata {
  try {
    return v.parse(METADATA_SHAPE, JSON.parse(new TextDecoder().decode(files.get(METADATA_FILE))));
  } catch {
    throw new ModelError(`${METADATA_FILE} is damaged.`, 'Export the project again.');
  }
}
