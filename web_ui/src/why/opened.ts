/** A run that was saved, as what the timeline shows. It comes from anywhere, so nothing in it is believed. Pure. */
import type { Happening } from '../protocol/happened.svelte';
import type { Began, Deed, Outcome, Over, Seen } from '../protocol/messages';
import { VERSION } from './recording';

/** A longer file is none of ours, in bytes. */
export const MOST_BYTES = 8_000_000;

export interface SavedRun {
  recipe: string;
  /** When it began, in milliseconds. */
  wall: number;
  beginnings: Seen[];
  deeds: Happening[];
  began: Began;
  over: Over | null;
}

/** Reads a saved run, or says what is wrong with the file. */
export function openRun(text: string): SavedRun | 'damaged' | 'newer' {
  try {
    const [head, ...lines] = text.trim().split('\n').map((line) => JSON.parse(line) as unknown);
    if (!isRecord(head) || typeof head['tjreplay'] !== 'number') return 'damaged';
    if (head['tjreplay'] > VERSION) return 'newer';
    if (typeof head['recipe'] !== 'string') return 'damaged';
    const recipe = head['recipe'].slice(0, 64);
    const wall = typeof head['wall'] === 'number' ? head['wall'] * 1000 : 0;
    const run: SavedRun = { recipe, wall, beginnings: [], deeds: [], began: { type: 'began', time: 0, recipe, run: 0 }, over: null };
    for (const line of lines) if (!take(run, line)) return 'damaged';
    return run.over === null ? 'damaged' : run;
  } catch {
    return 'damaged';
  }
}

function take(run: SavedRun, entry: unknown): boolean {
  if (!isRecord(entry) || typeof entry['at'] !== 'number') return false;
  const time = entry['at'];
  const { seen, deed, outcome, over } = entry;
  if (isRecord(seen)) {
    if (typeof seen['label'] !== 'string') return false;
    const event = { ...(seen as Partial<Seen>), type: 'seen', label: seen['label'], time } as Seen;
    if (event.phase === 'started') run.beginnings.push(event);
  } else if (isRecord(deed)) {
    if (typeof deed['word'] !== 'string' || typeof deed['id'] !== 'number') return false;
    const told = { ...(deed as Partial<Deed>), type: 'deed', time, run: 0, recipe: run.recipe } as Deed;
    const cause = run.beginnings.find(({ trace }) => trace !== undefined && trace === told.trace) ?? null;
    run.deeds.push({ deed: told, cause, outcome: null });
  } else if (isRecord(outcome)) {
    const answered = run.deeds.findLast(({ deed: { id } }) => id === outcome['id']);
    if (answered) answered.outcome = { ...(outcome as Partial<Outcome>), type: 'outcome', time, run: 0 } as Outcome;
  } else if (isRecord(over)) {
    run.over = { type: 'over', time, recipe: run.recipe, run: 0, ending: 'stopped' };
  }
  return true;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
