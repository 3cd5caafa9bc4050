import { ask } from './ask';
import type { Class, OwnPupil, Pupil as SentPupil, Turn as SentTurn } from './messages';

// Of a class all is told each time; the wire's types only say what may be left away.

/** A pupil of the class, and what the own robot does; times are on the daemon's clock in seconds. */
export type Pupil = Required<SentPupil>;
/** Who has the real robot; `ends_at` is null while nobody waits for it. */
export type Turn = Required<SentTurn>;
/** The class as a teacher is told of it. */
export type ClassNow = Required<Omit<Class, 'pupils' | 'turn'>> & { pupils: Pupil[]; turn: Turn | null };
/** What a pupil's own robot tells of the class. */
export type MyTurn = Required<OwnPupil>;

/** Who a page is in the class. */
export interface ClassOfMe {
  open: boolean;
  pupil: { id: string; name: string; body: string } | null;
  full: boolean;
}

/** Where the recipes of all pupils are to be had as one zip. */
export const RECIPES_ADDRESS = '/api/class/recipes.zip';

export interface Settings {
  slice_seconds?: number;
  locked?: boolean;
  handing?: Class['handing'];
}

/** What teachers and pupils ask of the class; all its functions throw `RobotError`. */
export class ClassDoor {
  /** @param unreachable the sentence and the hint for when the robot does not answer at all */
  constructor(private readonly unreachable: { message: string; hint: string }) {}

  async open(): Promise<void> {
    await this.send('POST', '/open', {});
  }

  /** Pupils keep their recipes; everybody is on the real robot again. */
  async close(): Promise<void> {
    await this.send('POST', '/close', {});
  }

  /** Removes all pupils and what they made. */
  async wipe(): Promise<void> {
    await this.send('DELETE', '');
  }

  /** Comes in under a name. */
  async comeIn(name: string): Promise<void> {
    await this.send('POST', '/pupils', { name });
  }

  /** The next who comes in under the name of this pupil is this pupil. */
  async readmit(pupil: string): Promise<void> {
    await this.send('POST', `/pupils/${encodeURIComponent(pupil)}/readmit`, {});
  }

  async remove(pupil: string): Promise<void> {
    await this.send('DELETE', `/pupils/${encodeURIComponent(pupil)}`);
  }

  /** As a pupil: asks for the real robot. */
  async wait(): Promise<void> {
    await this.send('POST', '/queue', {});
  }

  /** As a pupil: does not want the real robot any more, or gives it back. */
  async leave(): Promise<void> {
    await this.send('DELETE', '/queue');
  }

  async handOver(pupil: string): Promise<void> {
    await this.send('POST', '/turn', { pupil });
  }

  async takeBack(): Promise<void> {
    await this.send('DELETE', '/turn');
  }

  async change(settings: Settings): Promise<void> {
    await this.send('PUT', '/settings', settings);
  }

  /** STOP for everything. */
  async stop(): Promise<void> {
    await this.send('POST', '/stop', {});
  }

  /** Tells every pupil something; an empty text takes away what was told. */
  async tell(text: string): Promise<void> {
    await this.send('POST', '/message', { text });
  }

  /** Gives every pupil a copy of a recipe.
   * @returns how many got it */
  async handOut(recipe: string): Promise<number> {
    return ((await this.send('POST', '/handout', { recipe })) as { pupils: number }).pupils;
  }

  private async send(method: string, path: string, what?: object): Promise<unknown> {
    const content = what && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(what) };
    return await ask(`/api/class${path}`, { method, ...content }, this.unreachable);
  }
}
