import { ask } from './ask';

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
  /** @param unreachable the sentence and the hint for when the robot does not answer at all */
  constructor(private readonly unreachable: { message: string; hint: string }) {}

  read(file: string): Promise<Recipe> {
    return this.request(file, { method: 'GET' });
  }

  /** Saves the text as the robot's own copy, which wins over the gallery's. */
  save(file: string, source: string): Promise<Recipe> {
    const body = JSON.stringify({ source });
    return this.request(file, { method: 'PUT', body, headers: { 'Content-Type': 'application/json' } });
  }

  /** Removes the robot's own copy, so that the gallery's is back. */
  async restore(file: string): Promise<void> {
    await this.request(file, { method: 'DELETE' });
  }

  private async request(file: string, options: Parameters<typeof ask>[1]): Promise<Recipe> {
    return (await ask(`/api/recipes/${encodeURIComponent(file)}`, options, this.unreachable)) as Recipe;
  }
}
