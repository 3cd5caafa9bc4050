/** Which models look at pictures: what there is, and what this browser remembers of what was switched on. */
import type { PictureModel } from '../models/define';
import { MODELS } from '../models/registry';
import { labelsTold } from '../watch/tellers';

const REMEMBERED = 'tjbot.models';

/** Every model for pictures, in the order of its switches: those that start switched on come first. */
export const PICTURE_MODELS: readonly PictureModel[] = MODELS.filter((model) => model.sense === 'see').sort(
  (one, other) => Number(other.startsOn) - Number(one.startsOn),
);

/** The model that tells a label; undefined for what only others see.
 * @param on the ids of those that are switched on: one of them comes first
 * @param all also what was taught here */
export function modelOf(
  label: string,
  on: readonly string[] = [],
  all: readonly PictureModel[] = PICTURE_MODELS,
): PictureModel | undefined {
  const told = labelsTold(all.filter(({ id }) => on.includes(id)));
  const telling = all.find(({ id }) => told.get(id)?.includes(label));
  return telling ?? all.find(({ labels }) => labels.includes(label));
}

/** The ids of those that are switched on: as they were left, or as they start. */
export function switchedOn(all: readonly PictureModel[] = PICTURE_MODELS): string[] {
  const remembered = recall();
  return all.flatMap(({ id, startsOn }) => ((remembered[id] ?? startsOn) ? [id] : []));
}

/** Remembers how a switch was left. */
export function rememberSwitch(model: string, on: boolean): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify({ ...recall(), [model]: on }));
  } catch {
    // A browser may forbid it; then the models start as they always do.
  }
}

function recall(): Record<string, boolean> {
  try {
    return (JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') ?? {}) as Record<string, boolean>;
  } catch {
    return {};
  }
}
