import { RobotError } from '../protocol/answers';
import type { Library, Recipe } from '../protocol/library';
import { sentences, type Session } from '../protocol/session.svelte';
import { language } from '../text';
import type { Draft, Drafts } from './drafts';

/** How long nobody must type before the text is saved, in milliseconds. */
const PAUSE_MILLISECONDS = 700;

/** The recipe that is open in the page: its text, which saves itself, and what can be done with it. */
export class Shelf {
  file = $state<string | null>(null);
  recipe = $state.raw<Recipe | null>(null);
  source = $state('');
  trouble = $state.raw<{ message: string; hint: string } | null>(null);
  /** What somebody else saved meanwhile; nothing of ours is saved until the pupil has chosen. */
  quarrel = $state.raw<Recipe | null>(null);
  readonly changed = $derived(this.recipe !== null && this.source !== this.recipe.source);

  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<boolean> = Promise.resolve(true);
  /** What this page has sent; an answer may be lost on its way, and then its own text looks like somebody else's. */
  private sent: string[] = [];

  constructor(
    private readonly session: Session,
    readonly library: Library,
    readonly drafts: Drafts,
  ) {}

  /** Opens a recipe; what was typed and not saved comes back with it. */
  async open(file: string): Promise<void> {
    if (this.file !== file) await this.settle();
    this.file = file;
    await this.attempt(async () => {
      const recipe = await this.library.read(file);
      // Another one may have been opened while this one was on its way.
      if (this.file === file) this.show(recipe, this.drafts.read(file));
    });
  }

  /** Shows a recipe whose text is known. */
  show(recipe: Recipe, draft: Draft | null = null): void {
    this.quarrel = null;
    this.sent = [];
    this.file = recipe.file;
    if (draft === null || draft.source === recipe.source) {
      this.drafts.discard(recipe.file);
      this.recipe = recipe;
      this.source = recipe.source;
      return;
    }
    this.recipe = { ...recipe, edition: draft.edition };
    this.source = draft.source;
    void this.save();
  }

  /** Shows nothing; what is typed must have been saved. */
  close(): void {
    clearTimeout(this.timer);
    this.file = null;
    this.recipe = null;
    this.source = '';
  }

  /** Takes what was typed; it is saved when the typing pauses. */
  write(source: string): void {
    if (this.file === null || source === this.source) return;
    this.source = source;
    this.trouble = null;
    if (this.changed) this.drafts.keep(this.file, { source, edition: this.recipe?.edition ?? '' });
    else this.drafts.discard(this.file);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), PAUSE_MILLISECONDS);
  }

  /** Saves at once what is not saved yet; true where all is. */
  async settle(): Promise<boolean> {
    clearTimeout(this.timer);
    return await this.save();
  }

  /** Saves what was typed, then starts the recipe, as ever or in steps. */
  async run(pace: 'normal' | 'step' = 'normal'): Promise<void> {
    const { file } = this;
    if (file === null || !(await this.settle())) return;
    await this.attempt(async () => {
      this.session.clearOutput();
      await this.session.ask({ type: 'run', recipe: file, language, ...(pace === 'normal' ? {} : { pace }) });
    });
  }

  /** Stops the recipe that runs, whichever it is. */
  async stop(): Promise<void> {
    await this.attempt(async () => {
      await this.session.ask({ type: 'stop' });
    });
  }

  /** Takes over what somebody else saved, unless something is typed here. */
  async follow(edition: string): Promise<void> {
    const { file } = this;
    await this.saving;
    if (file === null || this.changed || this.file !== file || this.recipe?.edition === edition) return;
    await this.attempt(async () => {
      const recipe = await this.library.read(file);
      // Who has begun to type meanwhile keeps what they typed, also in a browser that keeps no drafts.
      if (this.file === file && !this.changed) this.show(recipe);
    });
  }

  /** Ends a quarrel with one's own text; the other one is kept as an earlier version. */
  async takeMine(): Promise<void> {
    if (this.quarrel === null || this.file === null) return;
    const { file, source } = this;
    await this.attempt(async () => {
      const saved = await this.library.save(file, source, null);
      this.quarrel = null;
      this.saved(file, saved);
    });
  }

  /** Ends a quarrel with the other text; one's own is kept as an earlier version. */
  async takeTheirs(): Promise<void> {
    const { quarrel, file, source } = this;
    if (quarrel === null || file === null) return;
    await this.attempt(async () => {
      // What was typed since the refusal is not on the robot yet; being refused again keeps it there.
      await this.library.save(file, source, this.recipe?.edition ?? '').catch((error: unknown) => {
        if (!isQuarrel(error)) throw error;
      });
      this.show(await this.library.read(file));
    });
  }

  /** Does something with the robot's library; what goes wrong becomes a sentence. True where it went well. */
  async attempt(work: () => Promise<void>): Promise<boolean> {
    this.trouble = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.trouble = sentences(error);
      return false;
    }
  }

  private save(): Promise<boolean> {
    this.saving = this.saving.then(() => this.saveNow());
    return this.saving;
  }

  private async saveNow(): Promise<boolean> {
    const { file, recipe, source } = this;
    if (file === null || recipe === null || this.quarrel !== null || source === recipe.source) return this.quarrel === null;
    this.sent.push(source);
    try {
      this.saved(file, await this.library.save(file, source, recipe.edition));
      return true;
    } catch (error) {
      if (isQuarrel(error)) return await this.attempt(() => this.settleQuarrel(file));
      this.trouble = sentences(error);
      return false;
    }
  }

  private async settleQuarrel(file: string): Promise<void> {
    const theirs = await this.library.read(file);
    if (this.file !== file) return;
    if (!this.sent.includes(theirs.source)) {
      this.quarrel = theirs;
      return;
    }
    this.saved(file, theirs);
    if (this.source !== theirs.source) this.saved(file, await this.library.save(file, this.source, theirs.edition));
  }

  private saved(file: string, recipe: Recipe): void {
    if (this.file !== file) {
      this.drafts.discard(file);
      return;
    }
    this.recipe = recipe;
    this.trouble = null;
    if (this.source === recipe.source) this.drafts.discard(file);
    else this.drafts.keep(file, { source: this.source, edition: recipe.edition });
  }
}

function isQuarrel(error: unknown): boolean {
  return error instanceof RobotError && error.status === 412;
}
