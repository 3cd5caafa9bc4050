import { RobotError } from '../protocol/answers';
import type { ClassDoor } from '../protocol/class';

/** What a teacher asks of the class, and what comes of it. */
export class Board {
  trouble = $state.raw<{ message: string; hint: string } | null>(null);
  /** What was done last, as a sentence. */
  note = $state('');
  busy = $state(false);

  constructor(readonly door: ClassDoor) {}

  /** Does one thing, and tells where that fails. Another one that is wished meanwhile waits for nobody: the robot takes them in turn.
   * @param done the sentence for when it is done, made of what came back */
  async attempt<Answer>(work: (door: ClassDoor) => Promise<Answer>, done?: (answer: Answer) => string): Promise<boolean> {
    this.busy = true;
    try {
      const answer = await work(this.door);
      this.trouble = null;
      this.note = done?.(answer) ?? '';
      return true;
    } catch (error) {
      if (!(error instanceof RobotError)) throw error;
      this.trouble = { message: error.message, hint: error.hint };
      return false;
    } finally {
      this.busy = false;
    }
  }
}
