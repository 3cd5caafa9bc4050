/** What Teachable Machine exports: its models for pictures, and what can be said of the others. */
import { ModelError } from '../models/define';
import type { TaughtModel } from '../models/taught/taught';
import { networkOf } from './model_files';
import { tidied } from './project';
import type { Files } from './zip';

export const METADATA_FILE = 'metadata.json';

/** What `metadata.json` beside the model says; sounds have another one. */
interface Metadata {
  packageName?: string;
  modelName?: string;
  labels?: string[];
  wordLabels?: string[];
  imageSize?: number;
  grayscale?: boolean;
}

/** It divides pixels by 127 and takes away 1, so white is a little more than 1. */
const WHITE = 255 / 127 - 1;

/** The model in these files: `model.json`, its weights and `metadata.json`.
 * @param id what it shall be called on the wire
 * @throws ModelError where it is none for pictures, or something is missing or damaged */
export function teachableMachineModel(files: Files, id: string): TaughtModel {
  const metadata = metadataOf(files);
  if (metadata.wordLabels !== undefined) {
    throw new ModelError(
      'This is a Teachable Machine project for sounds. It listens in its own way, which this page does not have.',
      'Bring its recordings instead: begin with “Sounds” here and drop the files on the classes.',
    );
  }
  if (metadata.packageName?.includes('pose') === true) {
    throw new ModelError(
      'This is a Teachable Machine project for poses. It builds on a network that is not in the exported files.',
      'Bring its pictures instead: begin with “Pictures” here and drop them on the classes.',
    );
  }
  const labels = (metadata.labels ?? []).map(tidied);
  if (labels.length === 0) throw new ModelError(`${METADATA_FILE} names no classes.`, 'Export the project again, with all its files.');
  const side = metadata.imageSize ?? 224;
  return {
    ...{ id, title: tidied(metadata.modelName ?? '') || 'Teachable Machine', labels, network: networkOf(files, 'layers-model') },
    input: { kind: 'pixels', shape: [side, side, metadata.grayscale === true ? 1 : 3], black: -1, white: WHITE },
    ...{ output: 'probabilities', author: '', licence: '', accuracy: null },
  };
}

function metadataOf(files: Files): Metadata {
  try {
    return JSON.parse(new TextDecoder().decode(files.get(METADATA_FILE))) as Metadata;
  } catch {
    throw new ModelError(`${METADATA_FILE} is damaged.`, 'Export the project again.');
  }
}
