/** Which model tells a word that several know. Pure. */
import type { PictureModel, Sighting } from '../models/define';

/** What must be known of a model to share words out. */
type Knows = Pick<PictureModel, 'id' | 'labels' | 'tellsWhere'>;

/**
 * The labels that each model tells while these models are on, by its id. A label that several know is told by one alone,
 * else a recipe would hear of each cup twice: by one that tells where it is, else by the first.
 */
export function labelsTold(on: readonly Knows[]): Map<string, string[]> {
  const taken = new Set<string>();
  const told = new Map<string, string[]>(on.map(({ id }) => [id, []]));
  for (const { id, labels } of [...on].sort((one, other) => Number(other.tellsWhere ?? false) - Number(one.tellsWhere ?? false))) {
    told.set(id, labels.filter((label) => !taken.has(label)));
    for (const label of labels) taken.add(label);
  }
  return told;
}

/** A sighting without the labels that its model does not tell. */
export function sightingTold(sighting: Sighting, told: ReadonlyMap<string, ReadonlySet<string>>): Sighting {
  const labels = told.get(sighting.model);
  const all = Object.keys(sighting.confidences);
  if (labels === undefined || all.every((label) => labels.has(label))) return sighting;
  return {
    ...sighting,
    label: sighting.label !== null && labels.has(sighting.label) ? sighting.label : null,
    confidences: Object.fromEntries(Object.entries(sighting.confidences).filter(([label]) => labels.has(label))),
  };
}
