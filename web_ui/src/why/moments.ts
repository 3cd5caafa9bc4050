/** What happened, as a list of moments: what was noticed and what came of it, what was nearly noticed, what a recipe did by
 * itself. Pure. */
import type { Happening } from '../protocol/happened.svelte';
import type { Began, Over, RecipeWord, Seen } from '../protocol/messages';

/** How sure the page was of a label until it was decided. */
export interface Curve {
  /** `time` in milliseconds, 0 when it was decided; `sure` 0…1. */
  points: readonly { time: number; sure: number }[];
  threshold: number;
  framesToEnter: number;
}

/** Something that was nearly noticed, as the page's models tell. */
export interface Missed {
  label: string;
  /** When that was clear, on the page's clock, in milliseconds. */
  time: number;
  confidence: number;
  frames: number;
  threshold: number;
  framesToEnter: number;
  gapSeconds: number;
  curve: Curve;
}

/** Why something was not noticed, or why nothing came of it. */
export type WhyNot =
  | { kind: 'tooLow'; confidence: number; threshold: number }
  | { kind: 'tooShort'; frames: number; framesToEnter: number }
  | { kind: 'tooSoon'; gapSeconds: number }
  | { kind: 'noRecipe' }
  | { kind: 'notAsked' }
  | { kind: 'busy'; word: string; line: number | null }
  | { kind: 'nothingDone' };

/** The same thing that was done once or several times in a row, from one line. */
export interface Deeds {
  word: string;
  line: number | null;
  part: string | null;
  recipe: string;
  count: number;
  /** Why it was not done, the last time; null where it was. */
  refused: string | null;
  /** What the last one answered, where that was anything. */
  value: unknown;
}

export interface Moment {
  key: string;
  /** On the daemon's clock, in seconds. */
  time: number;
  /** What was noticed, or nearly; null for what the recipe did by itself. */
  label: string | null;
  sense: NonNullable<Seen['sense']>;
  /** 0…1; null for what the recipe did by itself. */
  confidence: number | null;
  curve: Curve | null;
  deeds: readonly Deeds[];
  /** What the recipe was busy with, so that it came later, and how much, in seconds. */
  waited: { word: string; line: number | null; seconds: number } | null;
  whyNot: WhyNot | null;
}

export interface Told {
  beginnings: readonly Seen[];
  deeds: readonly Happening[];
  misses: readonly Missed[];
  curves: Readonly<Record<string, Curve>>;
  began: Began | null;
  over: Over | null;
  /** What the recipe that runs (or ran last) waits for; null where that is not known. */
  asked: ReadonlySet<string> | null;
  /** Whether a recipe of a program is there that the robot has not started itself. */
  guest: boolean;
  /** From the page's milliseconds to the daemon's seconds. */
  daemonTime: (milliseconds: number) => number;
}

/** Words that wait for a label. */
const WAITING = new Set([
  'when_sees', 'when_stops_seeing', 'while_sees', 'when_hears', 'when_pressed', 'when_released', 'sees', 'hears', 'is_pressed', 'wait_for',
]);
/** A recipe is quicker than that where nothing holds it up, in seconds. */
const AT_ONCE_SECONDS = 0.3;
/** What a recipe tells of itself and does not do. */
const SILENT = new Set(['connect', 'read']);

/** The labels that a recipe waits for; null where one of them is not in its text. */
export function askedOf(words: readonly RecipeWord[] | undefined): ReadonlySet<string> | null {
  const waiting = (words ?? []).filter(({ word }) => WAITING.has(word));
  if (words === undefined || waiting.some(({ value }) => !value)) return null;
  return new Set(waiting.map(({ value }) => (value ?? '').replace(/^(["'])(.*)\1$/, '$2')));
}

/** The newest moments, the newest first. */
export function momentsOf(told: Told, limit: number): Moment[] {
  const done = told.deeds.filter(({ deed }) => !SILENT.has(deed.word));
  const own = done.filter(({ cause, deed }) => cause === null && !deed.trace);
  const all = [
    ...told.beginnings.map((event, index) => momentOfEvent(event, endOf(event, told.beginnings.slice(index + 1)), told, done)),
    ...told.misses.map((miss) => momentOfMiss(miss, told)),
    ...inRuns(own).map(momentOfOwn),
  ];
  return all.sort((one, other) => other.time - one.time).slice(0, limit);
}

/** When the same began again, so that what came later belongs to that. */
function endOf(event: Seen, later: readonly Seen[]): number {
  return later.find(({ label, source, sense }) => label === event.label && source === event.source && sense === event.sense)?.time ?? Infinity;
}

function momentOfEvent(event: Seen, end: number, told: Told, done: readonly Happening[]): Moment {
  const time = event.time ?? 0;
  const deeds = done.filter(
    ({ deed, cause }) =>
      (deed.trace !== undefined && deed.trace === event.trace) ||
      (cause?.label === event.label && cause.source === event.source && (cause.time ?? 0) >= time && (cause.time ?? 0) < end),
  );
  return {
    key: `event ${event.trace ?? time} ${event.label}`,
    time,
    label: event.label,
    sense: event.sense ?? 'see',
    confidence: event.confidence ?? 1,
    curve: told.curves[event.trace ?? ''] ?? null,
    deeds: deedsOf(deeds),
    waited: waitedFor(time, deeds[0], done),
    whyNot: deeds.length > 0 ? null : whyNothingCame(event, time, told, done),
  };
}

function whyNothingCame({ label }: Seen, time: number, { began, over, asked, guest }: Told, done: readonly Happening[]): WhyNot {
  const ran = began !== null && began.time <= time && (over === null || over.time > time);
  if (!ran) return guest ? { kind: 'nothingDone' } : { kind: 'noRecipe' };
  if (asked !== null && !asked.has(label)) return { kind: 'notAsked' };
  const busy = busyAt(time, done);
  return busy === undefined ? { kind: 'nothingDone' } : { kind: 'busy', word: busy.deed.word, line: busy.deed.line ?? null };
}

/** What a recipe waited for at a moment. */
function busyAt(time: number, done: readonly Happening[]): Happening | undefined {
  return done.findLast(({ deed, outcome }) => deed.time < time && (outcome?.time ?? Infinity) > time && deed.wait !== false);
}

function waitedFor(time: number, first: Happening | undefined, done: readonly Happening[]): Moment['waited'] {
  const seconds = (first?.deed.time ?? time) - time;
  const busy = seconds > AT_ONCE_SECONDS ? busyAt(time, done) : undefined;
  return busy === undefined ? null : { word: busy.deed.word, line: busy.deed.line ?? null, seconds };
}

function momentOfMiss(miss: Missed, { daemonTime }: Told): Moment {
  const { label, confidence } = miss;
  const moment = { key: `miss ${label} ${miss.time}`, time: daemonTime(miss.time), label, sense: 'see' as const, confidence };
  return { ...moment, curve: miss.curve, deeds: [], waited: null, whyNot: whyMissed(miss) };
}

/** What a near miss lacked. */
export function whyMissed({ confidence, frames, threshold, framesToEnter, gapSeconds }: Missed): WhyNot {
  if (frames === 0) return { kind: 'tooLow', confidence, threshold };
  return frames < framesToEnter ? { kind: 'tooShort', frames, framesToEnter } : { kind: 'tooSoon', gapSeconds };
}

/** What a recipe did by itself, one after the other from the same line, is one moment. */
function inRuns(own: readonly Happening[]): Happening[][] {
  const runs: Happening[][] = [];
  for (const happening of own) {
    const last = runs.at(-1);
    const same = last?.[0]?.deed;
    if (last && same?.line === happening.deed.line && same?.word === happening.deed.word) last.push(happening);
    else runs.push([happening]);
  }
  return runs;
}

function momentOfOwn(done: readonly Happening[]): Moment {
  const newest = done.at(-1);
  const moment = { label: null, sense: 'see' as const, confidence: null, curve: null, waited: null, whyNot: null };
  const { id, run, time } = done[0]?.deed ?? { id: 0, run: 0, time: 0 };
  return { ...moment, key: `own ${run} ${id} ${time}`, time: newest?.deed.time ?? 0, deeds: deedsOf(done) };
}

function deedsOf(done: readonly Happening[]): Deeds[] {
  const all: Deeds[] = [];
  for (const { deed, outcome } of done) {
    const known = all.find(({ word, line }) => word === deed.word && line === (deed.line ?? null));
    const came = { refused: outcome?.message ?? null, value: outcome?.value ?? null };
    if (known) Object.assign(known, came, { count: known.count + 1 });
    else all.push({ word: deed.word, line: deed.line ?? null, part: deed.part ?? null, recipe: deed.recipe, count: 1, ...came });
  }
  return all;
}
