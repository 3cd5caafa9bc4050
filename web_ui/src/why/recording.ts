/** What happened in one run of a recipe, as the file that `tjbot replay` reads (docs/why.md): lines of JSON, the first one
 * says what it is of. Pure; `Recorder` keeps no more than a bounded text. */
import type { Deed, Outcome, Report, Seen, Welcome } from '../protocol/messages';

/** The version of the file. */
export const VERSION = 1;
const MOST_CHARACTERS = 3_000_000;
const MOST_LINES = 20_000;
const MICRO = 1e6;

/** What a recorder needs to know of the robot when a run begins. */
export interface Known {
  welcome: Welcome | null;
  /** What is noticed at that moment. */
  seen: readonly Seen[];
  /** The readings of all parts. */
  readings: () => Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The date, in milliseconds, and how many minutes the clock on the wall is ahead of UTC. */
  now: number;
  offsetMinutes: number;
}

type Entry = { at: number } & Record<string, unknown>;

export class Recorder {
  /** What there is of the run that began last; empty where none did. */
  #lines: string[] = [];
  #entries: Entry[] = [];
  #characters = 0;
  #began: { time: number; run: number } | null = null;
  #number = 0;
  #reads = false;
  #ended = false;
  /** Whether something was lost on its way here, so that the run cannot be done again. */
  #lost = false;

  /** The recipe whose run can be saved; null where there is none. */
  recipe: string | null = null;

  /** Takes a report in, before anything else is changed by it. */
  hear(report: Report, known: () => Known): void {
    if (report.type === 'welcome') this.#forget();
    if (report.type === 'began') this.#begin(report, known());
    const began = this.#began;
    if (began === null || this.#ended) return;
    if (report.type === 'seen') this.#add(report.time, { seen: seenOf(report) });
    else if (report.type === 'deed' && report.run === began.run) this.#heardDeed(report, known);
    else if (report.type === 'outcome' && report.run === began.run) this.#heardOutcome(report);
    else if (report.type === 'state' && this.#reads) this.#heardState(report);
    else if (report.type === 'output' && report.stream !== 'notice') this.#add(report.time, { print: { stream: report.stream, text: report.text } });
    else if (report.type === 'over' && report.run === began.run) this.#end(report.time, report.ending);
  }

  /** The file. Where the run goes on it is of the run so far; null where there is none, or something of it was lost.
   * @param time on the daemon's clock, in seconds */
  text(time: number): string | null {
    if (this.#began === null || this.#lost) return null;
    const entries = [...this.#entries].sort((one, other) => one.at - other.at);
    const end = this.#ended ? [] : [this.#line(time, { over: { ending: 'running' } })];
    return [...this.#lines, ...entries.map((entry) => JSON.stringify(entry)), ...end.map((entry) => JSON.stringify(entry))].join('\n') + '\n';
  }

  #begin({ recipe, run, time, edition, seed }: Report & { type: 'began' }, { welcome, seen, now, offsetMinutes }: Known): void {
    this.#forget();
    this.#began = { time, run };
    this.recipe = recipe;
    const { parts = [], labels = [], offers = {}, models = [] } = welcome ?? {};
    const head = { tjreplay: VERSION, recipe, edition: edition ?? '', seed: seed ?? null, wall: now / 1000, utc_offset_minutes: offsetMinutes };
    this.#lines = [JSON.stringify({ ...head, robot: { parts, labels, offers, models } })];
    for (const each of seen) this.#add(time, { seen: { ...seenOf(each), phase: 'now' } });
  }

  #heardDeed({ number, time, id, word, line, part, arguments: given, wait, trace }: Deed, known: () => Known): void {
    this.#count(number);
    this.#add(time, { deed: { id, word, line, part, arguments: given, wait, trace } });
    if (word !== 'read') return;
    this.#reads = true;
    this.#add(time, { state: known().readings() });
  }

  #heardOutcome({ number, time, id, value, note, message, hint, halted }: Outcome): void {
    this.#count(number);
    this.#add(time, { outcome: { id, value, note, message, hint, halted } });
  }

  #heardState({ type: _type, time, about: _about, ...parts }: Report & { type: 'state' }): void {
    if (Object.keys(parts).length > 0) this.#add(time, { state: parts });
  }

  #count(number: number): void {
    this.#number += 1;
    if (number !== this.#number) this.#lost = true;
  }

  #add(time: number | null | undefined, what: Record<string, unknown>): void {
    const entry = this.#line(time ?? this.#began?.time ?? 0, what);
    this.#entries.push(entry);
    this.#characters += JSON.stringify(entry).length;
    if (this.#characters > MOST_CHARACTERS || this.#entries.length >= MOST_LINES) this.#end(time ?? 0, 'full');
  }

  #line(time: number, what: Record<string, unknown>): Entry {
    const seconds = Math.max(0, time - (this.#began?.time ?? time));
    return { at: Math.round(seconds * MICRO) / MICRO, ...what };
  }

  #end(time: number, ending: string): void {
    if (this.#ended) return;
    this.#ended = true;
    const last = this.#entries.reduce((latest, { at }) => Math.max(latest, at), 0);
    const entry = this.#line(time, { over: { ending } });
    this.#entries.push({ ...entry, at: Math.max(last, entry.at) });
  }

  #forget(): void {
    this.#lines = [];
    this.#entries = [];
    this.#characters = this.#number = 0;
    this.#began = this.recipe = null;
    this.#reads = this.#ended = this.#lost = false;
  }
}

/** What a recipe gets of an event. */
function seenOf({ type: _type, time: _time, stamps: _stamps, ...seen }: Seen): Record<string, unknown> {
  return seen;
}
