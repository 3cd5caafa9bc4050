/** What people changed of a project and the browser's database has not written yet. The database takes its time, and forgets
 * a change that is not written when the page goes; this is kept at once. Samples and models are shown once they are written. */
import { renamed } from './lesson';
import type { Project } from './project';

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What of a project is small. */
type Words = Pick<Project, 'name' | 'author' | 'licence' | 'stored' | 'classes' | 'columns' | 'layers' | 'changed'>;

export class Unsaved {
  /** @param storage null where the browser keeps nothing */
  constructor(private readonly storage: Kept | null) {}

  /** Keeps what a project says now; `written` lets go of it. */
  note(project: Project): { written: () => void } {
    const { name, author, licence, stored, classes, columns, layers, changed } = project;
    const words = JSON.stringify({ name, author, licence, stored, classes, columns, layers, changed } satisfies Words);
    try {
      this.storage?.setItem(keyOf(project), words);
    } catch {
      // A full storage: the database will do.
    }
    const written = () => {
      // What was changed since is not written yet.
      if (this.storage?.getItem(keyOf(project)) === words) this.forget(project);
    };
    return { written };
  }

  /** The project as it was when the page went. */
  latest(project: Project): Project {
    const words = this.read(project);
    return words !== null && words.changed >= project.changed ? renamed({ ...project, ...words }) : project;
  }

  forget(project: Pick<Project, 'id'>): void {
    this.storage?.removeItem(keyOf(project));
  }

  private read(project: Project): Words | null {
    try {
      return JSON.parse(this.storage?.getItem(keyOf(project)) ?? 'null') as Words | null;
    } catch {
      return null;
    }
  }
}

function keyOf({ id }: Pick<Project, 'id'>): string {
  return `tjbot.teach.unsaved.${id}`;
}
