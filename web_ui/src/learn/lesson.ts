/** From samples to what the training takes, and from what it gives to a model. Pure. */
import { ModelError } from '../models/define';
import { kindOf, sizeOf, type TaughtInput, type TaughtKind } from '../models/taught/card';
import { MOVED } from '../models/movement/features';
import { HEARD } from '../models/taught/spectrogram';
import type { TaughtModel } from '../models/taught/taught';
import type { Shown, Tuned, Tuning } from './fine_tune';
import { accuracyOf, confusionOf, likeliestOf } from './judge';
import { fineTuningFor, methodFor } from './methods';
import { PIXELS } from './pixels';
import type { Answer, Class, Outcome, Project, Sample, Way } from './project';
import { heldBack } from './split';
import type { Lesson, Rows, Trained } from './train';

/** What shall be learned, and which samples were held back from it, in the order of the lesson's rows.
 * @param samples from scratch they are seen as pixels */
export function lessonOf({ kind, classes }: Pick<Project, 'kind' | 'classes'>, samples: readonly Sample[], way: Way = 'upon'): { lesson: Lesson; held: Sample[] } {
  const apart = heldBack(samples);
  const numbers = new Map(classes.map(({ id }, index) => [id, index]));
  const of = (some: readonly Sample[]) => rowsOf(some, numbers);
  const length = samples[0]?.features.length ?? 0;
  const held = samples.filter(({ id }) => apart.has(id));
  const lesson = {
    length,
    shape: inputOf(kind, length, way).shape,
    classes: classes.length,
    learn: of(samples.filter(({ id }) => !apart.has(id))),
    heldBack: of(held),
    method: methodFor(kind, way),
  };
  return { lesson, held };
}

/** What a model that was brought shall learn, and which samples were held back from it.
 * @throws ModelError where it takes something else than the samples are */
export function tuningOf(project: Project & { base: TaughtModel }, samples: readonly Sample[]): { tuning: Tuning; held: Sample[] } {
  const { base, classes, layers = 1 } = project;
  const { lesson, held } = lessonOf(project, samples);
  const apart = new Set(held.map(({ id }) => id));
  const size = sizeOf(base.input);
  const shownOf = ({ picture, features }: Sample): Shown => {
    const shown = base.input.kind === 'pixels' ? picture : features;
    if (shown === null || (shown instanceof Float32Array && shown.length !== size)) {
      throw new ModelError(`“${base.title}” takes something else than these samples are.`, 'Begin with a new project for them.');
    }
    return shown;
  };
  const tuning = {
    ...{ base, layers, labels: classes.map(({ name }) => name), method: fineTuningFor(lesson.learn.classes.length) },
    ...{ learn: samples.filter(({ id }) => !apart.has(id)).map(shownOf), classes: lesson.learn.classes },
    ...{ heldBack: held.map(shownOf), heldBackClasses: lesson.heldBack.classes },
  };
  return { tuning, held };
}

/** The project with what the model that was brought has learned. */
export function tuned(project: Project & { base: TaughtModel }, trained: Tuned, held: readonly Sample[], count: number, now: number): Project {
  const after = learned(project, trained, held, count, now);
  if (after.taught === null || after.outcome === null) return after;
  const { input, output } = project.base;
  const before = [...trained.before].map((number) => project.classes[number]?.id ?? '');
  return { ...after, taught: { ...after.taught, input, output }, outcome: { ...after.outcome, before } };
}

function rowsOf(samples: readonly Sample[], numbers: ReadonlyMap<string, number>): Rows {
  const length = samples[0]?.features.length ?? 0;
  const inputs = new Float32Array(samples.length * length);
  samples.forEach(({ features }, row) => inputs.set(features, row * length));
  return { inputs, classes: Int32Array.from(samples, (sample) => numbers.get(sample.class) ?? 0) };
}

/** What the model said of the samples that were held back. */
export function answersOf(classes: readonly Class[], held: readonly Sample[], likely: Float32Array): Answer[] {
  return held.map(({ id, class: is }, row) => {
    const own = likely.subarray(row * classes.length, (row + 1) * classes.length);
    const best = likeliestOf(own);
    return { sample: id, is, said: classes[best]?.id ?? '', confidence: own[best] ?? 0 };
  });
}

/** The project with what it has learned. */
export function learned(project: Project, trained: Trained, held: readonly Sample[], count: number, now: number, way: Way = 'upon'): Project {
  const { classes, outcome: before } = project;
  const answers = answersOf(classes, held, trained.likely);
  const outcome: Outcome = { time: now, learned: count - held.length, seconds: trained.seconds, answers, classes, way };
  const otherWay = before !== null && (before.way ?? 'upon') !== way ? before.answers : before?.otherWay;
  if (otherWay !== undefined) outcome.otherWay = otherWay;
  const right = accuracyOf(answers);
  const taught: TaughtModel = {
    id: modelId(project),
    title: project.name,
    labels: classes.map(({ name }) => name),
    input: withColumns(inputOf(project.kind, trained.length, way), project.columns),
    network: trained.network,
    output: 'probabilities',
    author: project.author,
    licence: project.licence ?? project.base?.licence ?? '',
    accuracy: right === null ? null : { samples: answers.length, right, confusion: confusionOf(classes, answers) },
  };
  return { ...project, taught, outcome, changed: now };
}

/** What a project's model is called on the wire. */
export function modelId({ id }: Pick<Project, 'id'>): string {
  return `own-${id}`;
}

/** The project with its model named and signed anew, where that changed since it learned. */
export function renamed(project: Project): Project {
  const { taught, outcome } = project;
  if (taught === null || outcome === null) return project;
  const labels = outcome.classes.map((class_, index) => project.classes.find(({ id }) => id === class_.id)?.name ?? taught.labels[index] ?? '');
  const { author, licence = taught.licence } = project;
  const isSigned = taught.author === author && taught.licence === licence;
  if (isSigned && taught.title === project.name && labels.every((label, index) => label === taught.labels[index])) return project;
  return { ...project, taught: { ...taught, title: project.name, labels, author, licence } };
}

function withColumns(input: TaughtInput, columns: readonly string[] | undefined): TaughtInput {
  return input.kind === 'numbers' && columns !== undefined ? { ...input, columns: [...columns] } : input;
}

function inputOf(kind: TaughtKind, length: number, way: Way): TaughtInput {
  if (way === 'scratch') return PIXELS;
  const inputs: TaughtInput[] = [
    { kind: 'picture_features', shape: [length], network: 'image/efficientnet' },
    { kind: 'hand_features', shape: [length] },
    MOVED,
    HEARD,
    { kind: 'numbers', shape: [length] },
  ];
  const input = inputs.find((one) => kindOf(one) === kind);
  if (input === undefined) throw new Error(`Nothing takes ${kind}.`);
  return input;
}
