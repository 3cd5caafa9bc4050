/** Which samples are held back from learning, so that one sees how good the model is on what it does not know. Pure. */
import type { Sample } from './project';

/** So large a part of each class is held back. */
const HELD_BACK = 0.2;

/** The ids of the samples that are held back: a fifth of each class, none where a class has fewer than five.
 *
 * They are the same ones each time, so that two trainings can be compared. Samples of one burst are nearly the same
 * picture, so they stay together where they can: else the model would be asked about what it has practically seen. */
export function heldBack(samples: readonly Sample[]): Set<string> {
  const held = new Set<string>();
  for (const own of groupedBy(samples, (sample) => sample.class).values()) {
    const wanted = Math.floor(own.length * HELD_BACK);
    const bursts = [...groupedBy(own, ({ burst }) => burst)].sort(([one], [other]) => scrambled(one) - scrambled(other));
    let left = wanted;
    for (const [, burst] of bursts) {
      if (burst.length > left) continue;
      for (const { id } of burst) held.add(id);
      left -= burst.length;
    }
    if (left < wanted) continue;
    // Where all was taken in one go, there is no better way than to take some out of it.
    const single = [...own].sort((one, other) => scrambled(one.id) - scrambled(other.id)).slice(0, wanted);
    for (const { id } of single) held.add(id);
  }
  return held;
}

function groupedBy(samples: readonly Sample[], key: (sample: Sample) => string): Map<string, Sample[]> {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const group = groups.get(key(sample));
    if (group === undefined) groups.set(key(sample), [sample]);
    else group.push(sample);
  }
  return groups;
}

/** A number that follows from a text, but in no order that anybody could see (FNV-1a). */
function scrambled(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
