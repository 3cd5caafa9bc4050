import type { Me } from '../protocol/classroom';
import { RobotError } from '../protocol/answers';

const NAME_KEY = 'tjbot.name';
export const DIGITS = 6;

/** What joining asks of the robot. */
export interface Door {
  me(): Promise<Me>;
  pair(code: string, name: string): Promise<Me>;
  say(): Promise<void>;
  robotName(): Promise<string>;
}

/** What joining asks of the class. */
export interface ClassDoor {
  comeIn(name: string): Promise<void>;
}

/** The code that an invitation carries behind the `#` of its address, which no server ever sees; null without one. */
export function invitation(hash: string): string | null {
  return /^#join=([\w-]{4,200})$/.exec(hash)?.[1] ?? null;
}

/** A code as it is typed: its digits, wherever spaces or dashes stand. */
export function digitsOf(typed: string): string {
  return typed.replace(/\D/g, '').slice(0, DIGITS);
}

/** Whether this page is let in, and its knocking at the door. */
export class Joining {
  /** Undefined until the robot has said it once. */
  me = $state.raw<Me | undefined>();
  /** Whether this page was inside at any time: what it holds then stays, though it has to come in anew. */
  inside = $state(false);
  /** Whether the page is shown; once it is, it stays below whatever is asked. */
  shown = $state(false);
  /** Whether the page was shown for another robot than this one has by now. */
  anew = $state(false);
  busy = $state<'pair' | 'say' | 'name' | null>(null);
  trouble = $state.raw<{ message: string; hint: string } | null>(null);
  invited = $state<string | null>(null);
  /** What the robot is called, for whoever stands at its door: there may be several in the room. */
  robot = $state('');
  private asking: Promise<void> | null = null;
  /** The robot of a pupil's own that the page was shown for, null for the real one; undefined while that is not known. */
  private shownFor: string | null | undefined;

  constructor(
    private readonly door: Door,
    private readonly classDoor: ClassDoor,
    private readonly kept: Pick<Storage, 'getItem' | 'setItem'> | null,
  ) {}

  /** Whether the robot wants a code. */
  get outside(): boolean {
    return this.me?.kind === 'nobody';
  }

  /** Whether the class is open and does not know yet which of its pupils sits here. */
  get nameless(): boolean {
    return this.me?.kind === 'pupil' && this.me.class.open && this.me.class.pupil === null;
  }

  /** The robot of a pupil's own that this page is for; null for the real one. */
  get own(): string | null {
    const { open, pupil } = this.me?.class ?? { open: false, pupil: null };
    return open ? (pupil?.body ?? null) : null;
  }

  /** The name that was given last time. */
  get nameBefore(): string {
    return this.kept?.getItem(NAME_KEY) ?? '';
  }

  /** Asks who this page is to the robot; a robot that does not answer changes nothing, for the page waits for it by itself. */
  async ask(): Promise<void> {
    this.asking ??= this.look().finally(() => (this.asking = null));
    await this.asking;
  }

  /** Knocks with what was typed, or with the invitation. */
  async pair(typed: string, name: string, needed: { code: string; name: string }): Promise<void> {
    const code = this.invited ?? digitsOf(typed);
    if (this.invited === null && code.length < DIGITS) this.trouble = { message: needed.code, hint: '' };
    else if (name.trim() === '') this.trouble = { message: needed.name, hint: '' };
    else await this.during('pair', async () => this.come(code, name.trim()));
  }

  /** Comes into the class under a name. */
  async beCalled(name: string, needed: string): Promise<void> {
    if (name.trim() === '') this.trouble = { message: needed, hint: '' };
    else await this.during('name', () => this.enterClass(name.trim()));
  }

  async say(): Promise<void> {
    await this.during('say', () => this.door.say());
  }

  private async come(code: string, name: string): Promise<void> {
    try {
      const me = await this.door.pair(code, name);
      this.kept?.setItem(NAME_KEY, name);
      this.enter(me);
      // Who has just said a name is not asked for it again.
      if (this.nameless) await this.enterClass(name);
    } finally {
      // It lets in once; who was turned away with it types the code.
      this.invited = null;
    }
  }

  private async enterClass(name: string): Promise<void> {
    await this.classDoor.comeIn(name);
    this.kept?.setItem(NAME_KEY, name);
    this.enter(await this.door.me());
  }

  private async during(what: 'pair' | 'say' | 'name', work: () => Promise<void>): Promise<void> {
    this.busy = what;
    this.trouble = null;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof RobotError)) throw error;
      this.trouble = { message: error.message, hint: error.hint };
    } finally {
      this.busy = null;
    }
  }

  private async look(): Promise<void> {
    try {
      this.enter(await this.door.me());
    } catch {
      this.inside = true;
      this.shown = true;
    }
  }

  private enter(me: Me): void {
    this.me = me;
    if (me.kind !== 'nobody') this.inside = true;
    if (me.kind === 'nobody' || this.nameless) void this.door.robotName().then((name) => (this.robot = name), () => undefined);
    if (me.kind !== 'nobody') this.show();
  }

  private show(): void {
    if (this.nameless) {
      if (this.shown) this.shownFor ??= null;
      return;
    }
    this.anew ||= this.shownFor !== undefined && this.shownFor !== this.own;
    this.shown = true;
    this.shownFor = this.own;
  }
}
