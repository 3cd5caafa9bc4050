/** What a robot keeps of one recipe, in bytes. */
export const MOST_BYTES = 100_000;

/** A file that a pupil brings along, or the sentence why it cannot be a recipe. */
export type Brought = { name: string; source: string } | { trouble: 'long' | 'encoding' | 'kind' };

/** Reads a file that somebody chose or dropped. */
export async function bring(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<Brought> {
  if (file.size > MOST_BYTES) return { trouble: 'long' };
  if (!/\.(py|txt)$/i.test(file.name)) return { trouble: 'kind' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    // A byte order mark goes away; what is no UTF-8 is no guess.
    const source = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    return source.includes('\0') ? { trouble: 'encoding' } : { name: file.name.replace(/\.(py|txt)$/i, '.py'), source };
  } catch {
    return { trouble: 'encoding' };
  }
}

/** Whether an address means whatever computer it is opened on. */
export function isThisComputer(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** The address that opens a recipe on this robot's page. */
export function linkTo(page: string, file: string): string {
  return `${page.split('#')[0]}#recipe=${encodeURIComponent(file)}`;
}

/** The recipe that an address asks for. */
export function recipeIn(hash: string): string | null {
  const asked = /^#recipe=([^&]+)$/.exec(hash)?.[1];
  try {
    return asked === undefined ? null : decodeURIComponent(asked);
  } catch {
    return null;
  }
}
