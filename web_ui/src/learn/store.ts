/** What is kept in this browser: projects with their samples and models, until somebody throws them away. */
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { ModelError } from '../models/define';
import type { Project, Sample } from './project';
import { Unsaved } from './unsaved';

const NAME = 'tjbot-teach';

interface Schema extends DBSchema {
  projects: { key: string; value: Project };
  samples: { key: string; value: Sample; indexes: { project: string } };
}

/** All its functions throw ModelError with a sentence where the browser keeps nothing, or has no room left. */
export class Store {
  #database: Promise<IDBPDatabase<Schema>> | undefined;

  /** @param unsaved keeps what is not in the database yet
   * @param name of the database; tests have their own */
  constructor(
    private readonly unsaved: Unsaved,
    private readonly name = NAME,
  ) {}

  /** Every project, the one that was changed last first. */
  async projects(): Promise<Project[]> {
    const all = await this.#within((database) => database.getAll('projects'));
    return all.map((project) => this.unsaved.latest(project)).sort((one, other) => other.changed - one.changed);
  }

  /** The samples of a project, in the order in which they were made. */
  async samples(project: string): Promise<Sample[]> {
    const all = await this.#within((database) => database.getAllFromIndex('samples', 'project', project));
    return all.sort((one, other) => one.made - other.made || (one.id < other.id ? -1 : 1));
  }

  /** What is small of it outlives a page that is gone before this is done. */
  async save(project: Project): Promise<void> {
    const noted = this.unsaved.note(project);
    await this.#within((database) => database.put('projects', project));
    noted.written();
  }

  /** Adds samples: all of them, or none where there is no room. */
  async add(samples: readonly Sample[]): Promise<void> {
    await this.#within(async (database) => {
      const change = database.transaction('samples', 'readwrite');
      await Promise.all([...samples.map((sample) => change.store.put(sample)), change.done]);
    });
  }

  async forget(samples: readonly string[]): Promise<void> {
    await this.#within(async (database) => {
      const change = database.transaction('samples', 'readwrite');
      await Promise.all([...samples.map((id) => change.store.delete(id)), change.done]);
    });
  }

  /** Saves a project with all its samples as one step: it is there whole, or not at all. */
  async bring(project: Project, samples: readonly Sample[]): Promise<void> {
    await this.#within(async (database) => {
      const change = database.transaction(['projects', 'samples'], 'readwrite');
      const puts = samples.map((sample) => change.objectStore('samples').put(sample));
      await Promise.all([change.objectStore('projects').put(project), ...puts, change.done]);
    });
  }

  /** Throws a project away, with its samples and its model. */
  async remove(project: string): Promise<void> {
    await this.#within(async (database) => {
      const change = database.transaction(['projects', 'samples'], 'readwrite');
      const keys = await change.objectStore('samples').index('project').getAllKeys(project);
      const removals = keys.map((key) => change.objectStore('samples').delete(key));
      await Promise.all([change.objectStore('projects').delete(project), ...removals, change.done]);
    });
    this.unsaved.forget({ id: project });
  }

  /** Throws all of it away. */
  async clear(): Promise<void> {
    (await this.#database)?.close();
    this.#database = undefined;
    await deleteDB(this.name);
  }

  async #within<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      return await work(await (this.#database ??= this.#open()));
    } catch (error) {
      // A browser may close a database at any time; the next who asks opens it again.
      this.#database = undefined;
      throw troubleOf(error);
    }
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    return openDB<Schema>(this.name, 1, {
      upgrade(database) {
        database.createObjectStore('projects', { keyPath: 'id' });
        database.createObjectStore('samples', { keyPath: 'id' }).createIndex('project', 'project');
      },
      blocking: (_from, _to, event) => {
        // Another tab has a newer page, which waits for this one.
        (event.target as IDBDatabase).close();
      },
    });
  }
}

function troubleOf(error: unknown): ModelError {
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') {
    return new ModelError(
      'This browser has no room left, so the last samples were not kept.',
      'Throw away samples or projects that you do not need; save what you want to keep as a file first.',
    );
  }
  return new ModelError(
    'This browser keeps nothing for this page, so what you teach is gone when the page closes.',
    'Does it run in a private window? Open the page in a normal one, or save the project as a file.',
  );
}
