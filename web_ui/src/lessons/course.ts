import type { Lesson } from '../protocol/lessons';

/** Which goals belong to a step (from 0): its own, and those that belong to all. */
export function goalsOf(lesson: Lesson, step: number): number[] {
  return lesson.goals.flatMap((goal, place) => (goal.step === 0 || goal.step === step + 1 ? [place] : []));
}

/** Whether a step (from 0) has goals of its own, and all of them are reached. */
export function isDone(lesson: Lesson, step: number, reached: readonly boolean[]): boolean {
  const own = lesson.goals.flatMap((goal, place) => (goal.step === step + 1 ? [place] : []));
  return own.length > 0 && own.every((place) => reached[place]);
}

/** The step (from 0) at which somebody goes on who comes back: where they were, else the first that is not done. */
export function stepToGoOn(lesson: Lesson, reached: readonly boolean[], remembered: number | null): number {
  const last = lesson.steps.length - 1;
  if (remembered !== null && Number.isInteger(remembered) && remembered >= 0 && remembered <= last) return remembered;
  const open = lesson.steps.findIndex((_, step) => !isDone(lesson, step, reached));
  return open === -1 ? last : open;
}

/** Which goals have been reached since `before`; none where that was of another lesson. */
export function newlyReached(before: { id: string; reached: readonly boolean[] } | null, id: string, reached: readonly boolean[]): number[] {
  if (before?.id !== id) return [];
  return reached.flatMap((now, place) => (now && before.reached[place] === false ? [place] : []));
}
