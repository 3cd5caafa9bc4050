/** Text that was typed and not saved yet, kept in the browser so that closing the laptop loses nothing. */
export class Drafts {
  private static readonly PREFIX = 'tjbot recipe ';

  /** @param storage null where the browser keeps nothing; drafts then live as long as the page */
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null) {}

  /** What was typed into a recipe, or null when everything is saved. */
  read(file: string): string | null {
    return this.storage?.getItem(Drafts.PREFIX + file) ?? null;
  }

  keep(file: string, source: string): void {
    try {
      this.storage?.setItem(Drafts.PREFIX + file, source);
    } catch {
      // A full storage keeps the last text that fitted; the page still holds the newest.
    }
  }

  discard(file: string): void {
    this.storage?.removeItem(Drafts.PREFIX + file);
  }
}

/** The browser's storage, or null where it is switched off. */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
