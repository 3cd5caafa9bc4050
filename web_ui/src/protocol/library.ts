import { ask } from './ask';
import type { RecipeCard } from './messages';

/** A recipe of the robot's library, with its text and the name of exactly this text. */
export interface Recipe extends RecipeCard {
  source: string;
  edition: string;
}

/** An earlier text: when it was replaced, in milliseconds since 1970, and its length in bytes. */
export interface Version {
  time: number;
  size: number;
}

/** A recipe that was thrown away and can be had again. */
export interface ThrownAway {
  file: string;
  title: string;
  time: number;
}

/** Something that is wrong with a recipe: lines count from 1, columns from 0 in letters of JavaScript. */
export interface Fault {
  line: number;
  column: number;
  end_line: number;
  end_column: number;
  /** An error will break the recipe, a warning is probably not what was meant. */
  severity: 'error' | 'warning';
  message: string;
  hint: string;
  /** What to write in place of it, where that is known. */
  replacement: string | null;
  /** A model of a page that is switched off and should not be. */
  model: string | null;
}

type Options = Parameters<typeof ask>[1];

/** Reads and writes recipes on the robot; all its functions throw `RobotError`. */
export class Library {
  /** @param unreachable the sentence and the hint for when the robot does not answer at all */
  constructor(private readonly unreachable: { message: string; hint: string }) {}

  read(file: string): Promise<Recipe> {
    return this.request(`recipes/${encodeURIComponent(file)}`);
  }

  /**
   * Saves the text as the robot's own copy, which wins over the gallery's.
   *
   * @param basedOn the edition that was changed to this text; null to replace whatever is there
   * @throws RobotError with the status 412 where another text is there by now; this one is then kept as a version
   */
  save(file: string, source: string, basedOn: string | null): Promise<Recipe> {
    const condition: Record<string, string> = basedOn === null ? {} : { 'If-Match': `"${basedOn}"` };
    return this.send(`recipes/${encodeURIComponent(file)}`, 'PUT', { source }, condition);
  }

  /** Saves a text as a new recipe; its file gets a name that is plain and free. `titled` makes the name its title. */
  create(name: string, source: string, titled: boolean): Promise<Recipe> {
    return this.send('recipes', 'POST', { name, source, titled });
  }

  rename(file: string, name: string): Promise<Recipe> {
    return this.send(`recipes/${encodeURIComponent(file)}/rename`, 'POST', { name });
  }

  /** Throws the robot's own copy away, so that the gallery's is back; it is kept as a version. */
  forget(file: string): Promise<{ time: number }> {
    return this.request(`recipes/${encodeURIComponent(file)}`, { method: 'DELETE' });
  }

  /** The earlier texts of a recipe, newest first. */
  async versions(file: string): Promise<Version[]> {
    const answer = await this.request<{ versions: Version[] }>(`recipes/${encodeURIComponent(file)}/versions`);
    return answer.versions;
  }

  /** An earlier text. */
  async version(file: string, time: number): Promise<string> {
    const answer = await this.request<{ source: string }>(`recipes/${encodeURIComponent(file)}/versions/${time}`);
    return answer.source;
  }

  async thrownAway(): Promise<ThrownAway[]> {
    return (await this.request<{ recipes: ThrownAway[] }>('thrown-away-recipes')).recipes;
  }

  /** What is wrong with a text, in the order of its places, judged by what the robot knows now. */
  check(file: string, source: string, signal: AbortSignal): Promise<Fault[]> {
    const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
    return this.request(`recipes/check?file=${encodeURIComponent(file)}`, { method: 'POST', body: source, headers, signal });
  }

  private send<T = Recipe>(path: string, method: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    const all = { 'Content-Type': 'application/json', ...headers };
    return this.request(path, { method, body: JSON.stringify(body), headers: all });
  }

  private async request<T = Recipe>(path: string, options: Options = { method: 'GET' }): Promise<T> {
    return (await ask(`/api/${path}`, options, this.unreachable)) as T;
  }
}
