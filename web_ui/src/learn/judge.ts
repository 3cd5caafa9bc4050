/** How good a model is, from what it said of the samples that were held back. Pure. */
import type { Answer, Class } from './project';

/** The part of the answers that are right, 0…1; null where nothing was held back. */
export function accuracyOf(answers: readonly Answer[]): number | null {
  if (answers.length === 0) return null;
  return answers.filter(({ is, said }) => is === said).length / answers.length;
}

/** The number of the likeliest class of one row; the first of two that are as likely. */
export function likeliestOf(likely: Float32Array): number {
  return likely.reduce((best, value, index) => (value > (likely[best] ?? 0) ? index : best), 0);
}

/** How many of each class (rows) were taken for each class (columns), in the order of `classes`. */
export function confusionOf(classes: readonly Class[], answers: readonly Answer[]): number[][] {
  return classes.map((row) => classes.map((column) => answers.filter(({ is, said }) => is === row.id && said === column.id).length));
}

/** The answers that are wrong; those it was surest of come first, because they tell most. */
export function wrongOnes(answers: readonly Answer[]): Answer[] {
  return answers.filter(({ is, said }) => is !== said).sort((one, other) => other.confidence - one.confidence);
}
