import { RobotError } from '../protocol/answers';
import type { ClassroomDoor, Codes, Guest, Paired } from '../protocol/classroom';

/** Codes run out and computers come in; somebody looks at this list while they do. */
const AGAIN_MILLISECONDS = 3000;

/** Who is let in, and by which codes, kept up to date while it is looked at. */
export class Classroom {
  codes = $state.raw<Codes | null>(null);
  paired = $state.raw<Paired[]>([]);
  trouble = $state.raw<{ message: string; hint: string } | null>(null);
  /** An invitation to scan; null until somebody asks for one. */
  invitation = $state<string | null>(null);
  busy = $state(false);

  constructor(private readonly door: ClassroomDoor) {}

  /** Reads it now and every few seconds; what is returned ends that. */
  watch(): () => void {
    void this.look();
    const again = setInterval(() => void this.look(), AGAIN_MILLISECONDS);
    return () => clearInterval(again);
  }

  async renew(kind: Guest): Promise<void> {
    await this.change(() => this.door.renew(kind));
    if (kind === 'pupil') this.invitation = null;
  }

  async invite(): Promise<void> {
    await this.change(async () => void (this.invitation = await this.door.link('pupil')));
  }

  async sendOut(who: Paired): Promise<void> {
    await this.change(() => this.door.revoke(who.id));
  }

  async sendPupilsOut(): Promise<void> {
    await this.change(() => this.door.revokePupils());
  }

  private async change(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    await this.telling(work);
    await this.look();
    this.busy = false;
  }

  private async look(): Promise<void> {
    await this.telling(async () => {
      [this.codes, this.paired] = await Promise.all([this.door.codes(), this.door.sessions()]);
    });
  }

  private async telling(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.trouble = null;
    } catch (error) {
      if (!(error instanceof RobotError)) throw error;
      this.trouble = { message: error.message, hint: error.hint };
    }
  }
}
