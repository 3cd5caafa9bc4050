/** What each model found when it looked last. Pure: all times are given to it. */
import type { Sighting } from '../models/define';
import type { Looked } from './loaded';

/** What is older is not true any more. */
const LASTING_MILLISECONDS = 1000;

export class Found {
  readonly #found = new Map<string, { time: number; sightings: readonly Sighting[] }>();

  /** Takes in what came of a frame.
   * @param time in milliseconds, as for `all` */
  add({ models, sightings }: Pick<Looked, 'models' | 'sightings'>, time: number): void {
    for (const { model } of models) {
      this.#found.set(model, { time, sightings: sightings.filter((sighting) => sighting.model === model) });
    }
  }

  /** What all models see: those that did not look at the last frame see what they saw before, for a while. */
  all(time: number): Sighting[] {
    return [...this.#found.values()].flatMap((found) => (time - found.time <= LASTING_MILLISECONDS ? found.sightings : []));
  }

  forget(model: string): void {
    this.#found.delete(model);
  }
}

/** How sure the surest sighting is of each label, 0…1. */
export function strongest(labels: readonly string[], sightings: readonly Sighting[]): Record<string, number> {
  return Object.fromEntries(
    labels.map((label) => [label, Math.max(0, ...sightings.map(({ confidences }) => confidences[label] ?? 0))]),
  );
}
