import { RobotError } from '../protocol/answers';
import type { Room } from '../protocol/room';

/** Robots come and go while somebody looks for theirs. */
const AGAIN_MILLISECONDS = 4000;

/** The robots in the network, kept up to date while somebody looks. */
export class Looking {
  room = $state.raw<Room | null>(null);
  trouble = $state.raw<{ message: string; hint: string } | null>(null);

  /** @param ask throws RobotError where the robot does not answer */
  constructor(private readonly ask: () => Promise<Room>) {}

  /** Looks now and again and again, one look after the other; what is returned ends that. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const look = async (): Promise<void> => {
      await this.look();
      if (!over) timer = setTimeout(() => void look(), AGAIN_MILLISECONDS);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }

  private async look(): Promise<void> {
    try {
      this.room = await this.ask();
      this.trouble = this.room.trouble ? { message: this.room.trouble, hint: this.room.hint } : null;
    } catch (error) {
      if (!(error instanceof RobotError)) throw error;
      // Who was found stays in sight.
      this.trouble = { message: error.message, hint: error.hint };
    }
  }
}
