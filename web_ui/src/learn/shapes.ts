/** What the files must look like that somebody brings: nothing of them is used before it was looked at. */
import * as v from 'valibot';
import { MOST_LABELS, type ModelCard } from '../models/taught/card';

const text = v.pipe(v.string(), v.maxLength(1000));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const side = v.pipe(count, v.minValue(1));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(schema);

/** What a newer TJBot wrote than the one that knows this version of its format. */
export const newerThan = (version: number) => v.looseObject({ format_version: v.pipe(v.number(), v.gtValue(version)) });

const sounding = { shape: v.tuple([side, side, side]), rate_hertz: finite, window_samples: side, step_samples: side };

const INPUT = v.variant('kind', [
  v.looseObject({ kind: v.literal('pixels'), shape: v.tuple([side, side, side]), black: finite, white: finite }),
  v.looseObject({ kind: v.literal('picture_features'), shape: v.tuple([side]), network: maybe(text) }),
  v.looseObject({ kind: v.literal('hand_features'), shape: v.tuple([side]) }),
  v.looseObject({ kind: v.literal('hand_movement'), shape: v.tuple([side, side]) }),
  v.looseObject({ kind: v.literal('spectrogram'), ...sounding, low_hertz: finite, high_hertz: finite }),
  v.looseObject({ kind: v.literal('analyser_spectrogram'), ...sounding }),
  v.looseObject({ kind: v.literal('numbers'), shape: v.array(side), columns: maybe(v.array(text)), low: maybe(finite), high: maybe(finite) }),
]);

/** `tjbot-model.json`; how many labels there are, and their names, are told of in sentences of their own. */
export const CARD_SHAPE: v.GenericSchema<ModelCard> = v.looseObject({
  format_version: count,
  name,
  labels: v.pipe(v.array(name), v.minLength(1)),
  input: INPUT,
  files: v.record(fileName, v.looseObject({ bytes: count, sha256: v.string() })),
  network: maybe(v.picklist(['graph-model', 'layers-model'])),
  output: maybe(v.picklist(['probabilities', 'scores'])),
  quantisation: maybe(v.picklist(['none', 'float16', 'uint8', 'uint16'])),
  author: maybe(text),
  licence: maybe(text),
  made_by: maybe(text),
  cut: maybe(v.looseObject({ tensor: text, size: side })),
  accuracy: maybe(v.looseObject({ samples: count, right: fraction, confusion: maybe(v.pipe(v.array(v.array(count)), v.maxLength(MOST_LABELS))) })),
});

const object = v.record(v.string(), v.unknown());
const WEIGHT = v.looseObject({ name: v.string(), shape: v.array(count), dtype: v.string() });

/** `model.json`, as far as we look into it before TensorFlow.js does. */
export const NETWORK_SHAPE = v.looseObject({
  format: v.optional(v.nullable(v.string())),
  modelTopology: object,
  signature: maybe(object),
  userDefinedMetadata: v.optional(v.nullable(v.looseObject({ signature: maybe(object) }))),
  weightsManifest: v.pipe(v.array(v.looseObject({ paths: v.array(fileName), weights: v.array(WEIGHT) })), v.minLength(1)),
});

const CLASS = v.object({ id: name, name: v.pipe(v.string(), v.minLength(1)) });
const ANSWERS = v.array(v.object({ sample: v.string(), is: v.string(), said: v.string(), confidence: finite }));

/** `tjbot-project.json`. */
export const PROJECT_SHAPE = v.object({
  format_version: count,
  name: v.string(),
  kind: v.picklist(['pictures', 'hands', 'movements', 'sounds', 'numbers']),
  author: v.string(),
  licence: maybe(v.string()),
  classes: v.array(CLASS),
  samples: v.array(v.object({ id: name, class: v.string(), burst: v.string(), made: finite })),
  length: count,
  outcome: v.nullable(
    v.object({
      ...{ time: finite, learned: count, seconds: finite, answers: ANSWERS, classes: v.array(CLASS) },
      ...{ before: maybe(v.array(v.string())), way: maybe(v.picklist(['upon', 'scratch'])), otherWay: maybe(ANSWERS) },
    }),
  ),
  columns: maybe(v.array(text)),
  brought: maybe(v.boolean()),
  layers: maybe(count),
});

/** The `metadata.json` of Teachable Machine. */
export const METADATA_SHAPE = v.object({
  packageName: maybe(v.string()),
  modelName: maybe(v.string()),
  labels: maybe(v.array(v.string())),
  wordLabels: maybe(v.array(v.string())),
  imageSize: v.optional(v.pipe(side, v.maxValue(2048))),
  grayscale: maybe(v.boolean()),
});
