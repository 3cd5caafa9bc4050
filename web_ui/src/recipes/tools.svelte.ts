import { RobotError } from '../protocol/answers';
import type { ClassroomDoor } from '../protocol/classroom';
import type { Recipe, ThrownAway, Version } from '../protocol/library';
import { text } from '../text';
import { bring, isThisComputer, linkTo } from './bring';
import type { Shelf } from './shelf.svelte';
import type { Template } from './templates';

/** What can be done with recipes beside writing and running them. */
export class Tools {
  open = $state<'name' | 'versions' | null>(null);
  versions = $state.raw<Version[]>([]);
  /** The address of the recipe on this robot's page, while it is shown. */
  link = $state<string | null>(null);
  copied = $state(false);
  /** Whether nobody but this computer can open that address. */
  linkStaysHere = $state(false);
  /** What was thrown away last, so that it can be had again at once. */
  gone = $state.raw<ThrownAway | null>(null);
  /** All that was thrown away. */
  thrownAway = $state.raw<ThrownAway[]>([]);

  /** @param shows called when another recipe is to be seen */
  constructor(
    private readonly shelf: Shelf,
    private readonly door: ClassroomDoor,
    private readonly shows: () => void,
  ) {}

  /** Puts away what belongs to the recipe that was open. */
  close(): void {
    this.open = null;
    this.link = null;
    this.copied = false;
  }

  async create(template: Template): Promise<void> {
    await this.make(() => this.shelf.library.create(text.recipes.newName, template.source, true));
    if (this.shelf.trouble === null) this.open = 'name';
  }

  async upload(file: File): Promise<void> {
    const brought = await bring(file);
    if ('trouble' in brought) {
      this.shelf.trouble = text.recipes.brought[brought.trouble](file.name);
      return;
    }
    await this.make(() => this.shelf.library.create(brought.name, brought.source, false));
  }

  async duplicate(): Promise<void> {
    const { recipe, source } = this.shelf;
    if (recipe === null) return;
    await this.make(() => this.shelf.library.create(text.recipes.copyOf(recipe.title), source, true));
  }

  async rename(name: string): Promise<void> {
    const { file } = this.shelf;
    if (file === null || !(await this.shelf.settle())) return;
    await this.make(() => this.shelf.library.rename(file, name));
  }

  /** Throws the robot's own copy away; a recipe that came with the robot is then as it was. */
  async throwAway(): Promise<void> {
    const { file, recipe } = this.shelf;
    if (file === null || recipe === null || !(await this.shelf.settle())) return;
    await this.shelf.attempt(async () => {
      const { time } = await this.shelf.library.forget(file);
      this.gone = { file, title: recipe.title, time };
      this.close();
      const original = await this.shelf.library.read(file).catch((error: unknown) => {
        if (error instanceof RobotError && error.status === 404) return null;
        throw error;
      });
      if (original === null) this.shelf.close();
      else this.shelf.show(original);
    });
  }

  /** Brings back what was thrown away; by default what went last. */
  async bringBack(gone = this.gone): Promise<void> {
    if (gone === null) return;
    await this.make(async () => {
      const source = await this.shelf.library.version(gone.file, gone.time);
      return await this.shelf.library.save(gone.file, source, null);
    });
    if (this.gone?.file === gone.file) this.gone = null;
  }

  async findThrownAway(): Promise<void> {
    await this.shelf.attempt(async () => {
      this.thrownAway = await this.shelf.library.thrownAway();
    });
  }

  async showVersions(): Promise<void> {
    const { file } = this.shelf;
    if (file === null || !(await this.shelf.settle())) return;
    await this.shelf.attempt(async () => {
      this.versions = await this.shelf.library.versions(file);
      this.open = 'versions';
    });
  }

  async readVersion(version: Version): Promise<string | null> {
    const { file } = this.shelf;
    let source: string | null = null;
    if (file !== null) await this.shelf.attempt(async () => void (source = await this.shelf.library.version(file, version.time)));
    return source;
  }

  /** Writes an earlier text into the editor, where Undo takes it back. */
  bringVersion(source: string): void {
    this.shelf.write(source);
    void this.shelf.settle();
    this.open = null;
  }

  download(): void {
    const { file, source } = this.shelf;
    if (file === null) return;
    const address = URL.createObjectURL(new Blob([source], { type: 'text/x-python' }));
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = file;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  /** Shows the address that opens this recipe on the robot's page, where there is one for others. */
  async share(): Promise<void> {
    const file = this.shelf.file;
    if (file === null) return;
    await this.shelf.attempt(async () => {
      // Of localhost everybody has their own.
      const page = isThisComputer(location.hostname) ? (await this.door.me()).address : location.href;
      this.link = linkTo(page || location.href, file);
      this.linkStaysHere = page === '';
      this.copied = false;
    });
  }

  async copy(): Promise<void> {
    if (this.link === null) return;
    await this.shelf.attempt(async () => {
      await navigator.clipboard.writeText(this.link ?? '');
      this.copied = true;
    });
  }

  private async make(work: () => Promise<Recipe>): Promise<void> {
    await this.shelf.settle();
    await this.shelf.attempt(async () => {
      const recipe = await work();
      this.close();
      this.shelf.show(recipe);
      this.shows();
    });
  }
}
