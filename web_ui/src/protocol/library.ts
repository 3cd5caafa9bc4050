import { RobotError } from './answers';

/** A recipe of the robot's library, with its text. */
export interface Recipe {
  file: string;
  title: string;
  needs: string;
  learn: string;
  mine: boolean;
  source: string;
}

/** Reads and writes recipes on the robot; all its functions throw `RobotError`. */
export class Library {
  /**
   * @param unreachable the sentence and the hint for when the robot does not answer at all
   * @param countSent told of everything that leaves the page
   */
  constructor(
    private readonly unreachable: { message: string; hint: string },
    private readonly countSent: (data: string) => void,
  ) {}

  read(file: string): Promise<Recipe> {
    return this.request(file, { method: 'GET' });
  }

  /** Saves the text as the robot's own copy, which wins over the gallery's. */
  save(file: string, source: string): Promise<Recipe> {
    const body = JSON.stringify({ source });
    this.countSent(body);
    return this.request(file, { method: 'PUT', body, headers: { 'Content-Type': 'application/json' } });
  }

  /** Removes the robot's own copy, so that the gallery's is back. */
  async restore(file: string): Promise<void> {
    await this.request(file, { method: 'DELETE' });
  }

  private async request(file: string, options: RequestInit): Promise<Recipe> {
    const response = await fetch(`/api/recipes/${encodeURIComponent(file)}`, options).catch(() => null);
    if (response === null) throw new RobotError(this.unreachable.message, this.unreachable.hint);
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer as Recipe;
    const failed = answer as { message?: string; hint?: string } | null;
    throw new RobotError(failed?.message ?? `${response.status} ${response.statusText}`, failed?.hint ?? '');
  }
}
