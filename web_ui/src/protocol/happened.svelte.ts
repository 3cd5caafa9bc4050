import type { Began, Deed, Outcome, Over, Place, Report, Seen } from './messages';

const REMEMBERED_DEEDS = 200;
const REMEMBERED_BEGINNINGS = 60;

/** Something that a recipe did: what it asked for, the event that caused it where that is known, and what came of it. */
export interface Happening {
  deed: Deed;
  cause: Seen | null;
  outcome: Outcome | null;
}

/** What recipes did lately, and why; so much that somebody can look at it afterwards. */
export class Happened {
  /** The newest last. */
  deeds = $state.raw<readonly Happening[]>([]);
  /** What began to be noticed, the newest last. */
  beginnings = $state.raw<readonly Seen[]>([]);
  /** The run that began last. */
  began = $state.raw<Began | null>(null);
  /** How it ended; null while it runs. */
  over = $state.raw<Over | null>(null);
  /** Where the recipe is that runs slowly or in steps; null where none does. */
  place = $state.raw<Place | null>(null);

  /** Takes a report in.
   * @param events what was noticed lately, the newest last */
  hear(report: Report, events: readonly Seen[]): void {
    switch (report.type) {
      case 'welcome':
        this.place = null;
        break;
      case 'began':
        this.began = report;
        this.over = null;
        // That it runs slowly is told before it runs.
        if (this.place?.run !== report.run) this.place = null;
        break;
      case 'over':
        if (report.run !== this.began?.run) break;
        this.over = report;
        this.place = null;
        break;
      case 'place':
        this.place = report.pace === 'normal' ? null : report;
        break;
      case 'seen':
        if (report.phase === 'started') this.beginnings = [...this.beginnings.slice(1 - REMEMBERED_BEGINNINGS), report];
        break;
      case 'deed':
        this.deeds = [...this.deeds.slice(1 - REMEMBERED_DEEDS), { deed: report, cause: causeOf(report, events), outcome: null }];
        break;
      case 'outcome':
        this.deeds = withOutcome(this.deeds, report);
        break;
    }
  }
}

function causeOf({ trace }: Deed, events: readonly Seen[]): Seen | null {
  return (trace && events.findLast((event) => event.trace === trace)) || null;
}

function withOutcome(deeds: readonly Happening[], outcome: Outcome): readonly Happening[] {
  const index = deeds.findLastIndex(({ deed }) => deed.id === outcome.id && deed.run === outcome.run && isAnswered(deed));
  const found = deeds[index];
  return found === undefined ? deeds : deeds.with(index, { ...found, outcome });
}

/** Whether an outcome will follow. */
export function isAnswered({ word }: Deed): boolean {
  return word !== 'connect' && word !== 'read';
}
