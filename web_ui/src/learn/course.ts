/** From a project and its samples to the same project with what it has learned. */
import type { Tuning } from './fine_tune';
import { heardAs } from './heard_as';
import { learned, lessonOf, tuned, tuningOf } from './lesson';
import { fineTuningFor } from './methods';
import { seenAsPixels } from './pixels';
import type { Project, Sample, Way } from './project';
import type { Progress } from './train';
import type { Trainer } from './trainer';
import { withVariants } from './variants';

/** Trains a new model, or one that was brought further.
 *
 * @param way how a new one goes about it
 * @param tell is told after each epoch
 * @param looked is told which part of the samples a brought model has looked at, 0…1, before its training begins
 * @throws ModelError where the training goes wrong, or the samples are nothing that the model takes */
export async function taughtFrom(
  project: Project,
  samples: readonly Sample[],
  way: Way,
  trainer: Trainer,
  tell: (progress: Progress) => void,
  looked: (part: number) => void,
): Promise<Project> {
  const { base } = project;
  if (!base) {
    const { lesson, held } = lessonOf(project, way === 'scratch' ? await seenAsPixels(samples) : samples, way);
    if (project.kind === 'movements') lesson.learn = withVariants(lesson.learn);
    return learned(project, await trainer.train(lesson, tell), held, samples.length, Date.now(), way);
  }
  // What is recorded here is heard as models that are taught here hear it.
  const shown = base.input.kind === 'analyser_spectrogram' ? await heardAs(base.input, samples) : samples;
  const { tuning, held } = tuningOf({ ...project, base }, shown);
  const whole = base.input.kind === 'hand_movement' ? varied(tuning) : tuning;
  return tuned({ ...project, base }, await trainer.fineTune(whole, looked, tell), held, samples.length, Date.now());
}

/** The same with more movements to learn from than were shown. */
export function varied(tuning: Tuning): Tuning {
  const shown = tuning.learn.filter((one) => one instanceof Float32Array);
  const length = shown[0]?.length ?? 0;
  const inputs = new Float32Array(shown.length * length);
  shown.forEach((row, index) => inputs.set(row, index * length));
  const more = withVariants({ inputs, classes: tuning.classes });
  const learn = Array.from(more.classes, (_, row) => more.inputs.subarray(row * length, (row + 1) * length));
  return { ...tuning, learn, classes: more.classes, method: fineTuningFor(learn.length) };
}
