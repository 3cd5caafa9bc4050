/** What this browser remembers of the back end: the person's choice, and what was the fastest. */
import type { Backend, ChosenBackend, Measured, Wish } from './types';

const FASTEST = 'tjbot.backend';
const WANTED = 'tjbot.backend.wanted';
const BACKENDS: readonly Backend[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/** A choice belongs to a machine and a browser: a profile may move to another one. */
interface Entry extends Measured {
  machine: string;
}

/** What to take: what the page's address says (`?backend=wasm&threads=2`), what the person chose, or what was best. */
export function wish(): Wish {
  const address = new URLSearchParams(location.search);
  const threads = Number(address.get('threads'));
  return {
    backend: asBackend(address.get('backend')) ?? wanted(),
    threads: threads > 0 ? threads : null,
    cores: navigator.hardwareConcurrency,
    recalled: fastest(),
  };
}

/** What the person chose; null for "by itself". */
export function wanted(): Backend | null {
  return asBackend(read(WANTED));
}

/** Remembers what the person chose. */
export function rememberWanted(backend: Backend | null): void {
  write(WANTED, backend);
}

/** Remembers what is the fastest; a back end that somebody asked for tells nothing about that. */
export function rememberFastest({ backend, threads, milliseconds, reason }: ChosenBackend): void {
  if (reason !== 'measured') return;
  write(FASTEST, JSON.stringify({ backend, threads, milliseconds, machine: machine() } satisfies Entry));
}

/** After trouble it is measured anew. */
export function forgetFastest(): void {
  write(FASTEST, null);
}

function fastest(): Measured | null {
  try {
    const entry = JSON.parse(read(FASTEST) ?? 'null') as Partial<Entry> | null;
    const backend = asBackend(entry?.backend ?? null);
    if (backend === null || entry?.machine !== machine() || !entry.threads || !entry.milliseconds) return null;
    return { backend, threads: entry.threads, milliseconds: entry.milliseconds };
  } catch {
    return null;
  }
}

function machine(): string {
  return `${navigator.hardwareConcurrency} cores, ${self.crossOriginIsolated ? 'threads' : 'no threads'}, ${navigator.userAgent}`;
}

function asBackend(text: string | null): Backend | null {
  return BACKENDS.find((backend) => backend === text) ?? null;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // A browser may forbid it; then every start measures.
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}
