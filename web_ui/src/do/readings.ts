import type { Readings } from '../protocol/state';

/** A reading worth a small display of its own; `value` is null before the first one. */
export interface Gauge {
  name: string;
  value: number | boolean | null;
}

/** The parts whose readings the page shows as a picture. */
const DRAWN = ['arm', 'light', 'voice', 'eyes'];

/** What a part reads that nothing on the page draws. */
export function gaugesOf(part: string, readings: Readings): Gauge[] {
  if (DRAWN.includes(part)) return [];
  return Object.entries(readings).flatMap(([name, value]) =>
    name !== 'fault' && (value === null || typeof value === 'number' || typeof value === 'boolean') ? [{ name, value }] : [],
  );
}

/** How far a bar is filled, 0…1: most readings are fractions; a larger one is held against the largest so far. */
export function filled(value: number | null, largest: number): number {
  return Math.min(1, Math.max(0, (value ?? 0) / Math.max(1, largest)));
}
