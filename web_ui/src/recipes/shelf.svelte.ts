import { sentences, type Session } from '../protocol/session.svelte';
import type { Library, Recipe } from '../protocol/library';
import type { Drafts } from './drafts';

/** The recipe that is open in the page: its text, whether it is saved, and what can be done with it. */
export class Shelf {
  file = $state<string | null>(null);
  recipe = $state.raw<Recipe | null>(null);
  source = $state('');
  trouble = $state.raw<{ message: string; hint: string } | null>(null);
  readonly changed = $derived(this.recipe !== null && this.source !== this.recipe.source);

  constructor(
    private readonly session: Session,
    private readonly library: Library,
    private readonly drafts: Drafts,
  ) {}

  /** Opens a recipe; what was typed and not saved comes back with it. */
  async open(file: string): Promise<void> {
    this.file = file;
    await this.attempt(async () => {
      const recipe = await this.library.read(file);
      // Another one may have been opened while this one was on its way.
      if (this.file !== file) return;
      this.recipe = recipe;
      this.source = this.drafts.read(file) ?? recipe.source;
    });
  }

  /** Takes what was typed. */
  write(source: string): void {
    this.source = source;
    if (this.file === null) return;
    if (this.changed) this.drafts.keep(this.file, source);
    else this.drafts.discard(this.file);
  }

  /** Saves what was typed, then starts the recipe. */
  async run(): Promise<void> {
    const { file } = this;
    if (file === null) return;
    await this.attempt(async () => {
      if (this.changed) await this.save(file, this.source);
      this.session.clearOutput();
      await this.session.ask({ type: 'run', recipe: file });
    });
  }

  /** Stops the recipe that runs, whichever it is. */
  async stop(): Promise<void> {
    await this.attempt(async () => {
      await this.session.ask({ type: 'stop' });
    });
  }

  /** Throws the robot's own copy away and shows the gallery's again. */
  async restore(): Promise<void> {
    const { file } = this;
    if (file === null) return;
    await this.attempt(async () => {
      if (this.recipe?.mine) await this.library.restore(file);
      this.drafts.discard(file);
      await this.open(file);
    });
  }

  private async save(file: string, source: string): Promise<void> {
    const saved = await this.library.save(file, source);
    this.drafts.discard(file);
    if (this.file === file) this.recipe = { ...saved, source, mine: true };
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.trouble = null;
    try {
      await work();
    } catch (error) {
      this.trouble = sentences(error);
    }
  }
}
