/** A text that was typed and is not on the robot yet, and the edition that it was made from. */
export interface Draft {
  source: string;
  edition: string;
}

const REAL = 'real';

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The longest list of steps back that is kept, in letters: what a browser keeps is little, and texts come first. */
const LONGEST_HISTORY = 150_000;

/** Text that was typed and not saved yet, kept in the browser so that closing the laptop loses nothing; and what Undo
 * would take back. */
export class Drafts {
  private static readonly DRAFT = 'tjbot recipe ';
  private static readonly HISTORY = 'tjbot undo ';

  /**
   * @param storage null where the browser keeps nothing; drafts then live as long as the page
   * @param body the robot that the recipes belong to: in a class several have recipes of the same name
   */
  constructor(
    private readonly storage: Kept | null,
    private readonly body: () => string = () => REAL,
  ) {}

  /** What was typed into a recipe, or null when everything is saved. */
  read(file: string): Draft | null {
    const kept = this.storage?.getItem(this.key(Drafts.DRAFT, file)) ?? null;
    if (kept === null) return null;
    try {
      const draft = JSON.parse(kept) as Partial<Draft> | null;
      if (typeof draft?.source === 'string') return { source: draft.source, edition: draft.edition ?? '' };
    } catch {
      // An earlier page kept the bare text.
    }
    return { source: kept, edition: '' };
  }

  keep(file: string, draft: Draft): void {
    this.put(this.key(Drafts.DRAFT, file), JSON.stringify(draft));
  }

  discard(file: string): void {
    this.storage?.removeItem(this.key(Drafts.DRAFT, file));
  }

  /** What Undo would take back, as the editor wrote it down. */
  history(file: string): unknown {
    try {
      return JSON.parse(this.storage?.getItem(this.key(Drafts.HISTORY, file)) ?? 'null');
    } catch {
      return null;
    }
  }

  keepHistory(file: string, history: unknown): void {
    const written = JSON.stringify(history);
    if (written.length <= LONGEST_HISTORY) this.put(this.key(Drafts.HISTORY, file), written);
    else this.storage?.removeItem(this.key(Drafts.HISTORY, file));
  }

  private key(what: string, file: string): string {
    const body = this.body();
    return body === REAL ? what + file : `${what}${body} ${file}`;
  }

  private put(key: string, value: string): void {
    try {
      this.storage?.setItem(key, value);
    } catch {
      // A full storage keeps the last text that fitted; the page still holds the newest.
    }
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
