/** What a recipe waits for, and how that stands at this moment. Pure. */
import type { PageModel, Seen } from '../protocol/messages';
import { whyMissed, type Missed, type WhyNot } from './moments';

/** How it stands with a label that a recipe waits for. */
export type Standing =
  | { kind: 'now' }
  | { kind: 'off'; model: string; title: string }
  | { kind: 'nobody' }
  | { kind: 'missed'; whyNot: WhyNot }
  | { kind: 'before' }
  | { kind: 'never' };

export interface Knowledge {
  /** What is noticed now, and what began to be noticed lately. */
  seen: readonly Seen[];
  beginnings: readonly Seen[];
  misses: readonly Missed[];
  /** All labels that somebody can recognise now, and the models of this page. */
  labels: readonly string[];
  models: readonly PageModel[];
  daemonTime: (milliseconds: number) => number;
}

/** How it stands with a label. */
export function standingOf(label: string, known: Knowledge): Standing {
  if (known.seen.some((seen) => seen.label === label)) return { kind: 'now' };
  if (!known.labels.includes(label)) {
    const knowing = known.models.filter(({ labels }) => labels.includes(label));
    const off = knowing.every(({ on }) => on === false) ? knowing[0] : undefined;
    return off ? { kind: 'off', model: off.model, title: off.title } : { kind: 'nobody' };
  }
  const miss = known.misses.findLast((each) => each.label === label);
  const last = known.beginnings.findLast((each) => each.label === label);
  if (miss && known.daemonTime(miss.time) > (last?.time ?? -Infinity)) return { kind: 'missed', whyNot: whyMissed(miss) };
  return last ? { kind: 'before' } : { kind: 'never' };
}
