import type { Done, Failed } from './messages';

/** A command that the robot did not carry out: what happened, and what to try. */
export class RobotError extends Error {
  /**
   * @param halted it was begun and cut short by STOP, so nobody made a mistake
   * @param status what HTTP calls it, 0 where it did not answer; null where it was no request
   */
  constructor(
    message: string,
    readonly hint = '',
    readonly halted = false,
    readonly status: number | null = null,
  ) {
    super(message);
    this.name = 'RobotError';
  }
}

interface Waiting {
  resolve: (answer: Done) => void;
  reject: (error: RobotError) => void;
}

/** Commands that wait for their answer, by their id. */
export class Answers {
  private next = 1;
  private readonly waiting = new Map<number, Waiting>();

  /** A new id, and the promise of the answer to the command that carries it. */
  expect(): { id: number; answer: Promise<Done> } {
    const id = this.next++;
    const answer = new Promise<Done>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    return { id, answer };
  }

  /** Hands an answer to whom it belongs; false when nobody waits for it. */
  settle(report: Done | Failed): boolean {
    const id = report.id ?? -1;
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return false;
    this.waiting.delete(id);
    if (report.type === 'done') waiting.resolve(report);
    else waiting.reject(new RobotError(report.message, report.hint, report.halted ?? false));
    return true;
  }

  /** The robot is gone: nobody who waits shall wait for ever. */
  abandon(error: RobotError): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
