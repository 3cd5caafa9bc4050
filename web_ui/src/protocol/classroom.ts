import { ask } from './ask';
import type { ClassOfMe } from './class';

/** Who may do what: the owner sits at the robot, teacher and pupil were let in by their codes, nobody was not yet. */
export type Kind = 'owner' | 'teacher' | 'pupil' | 'nobody';
/** Who can be let in by a code. */
export type Guest = 'teacher' | 'pupil';

/** Who this page is to the robot. */
export interface Me {
  kind: Kind;
  /** What whoever sits here is called; empty where nobody said. */
  name: string;
  /** What the list of those let in calls this page; null where it needed no code. */
  session: string | null;
  /** Whether it came over https. */
  secure: boolean;
  /** Whether other computers can reach the robot. */
  network: boolean;
  /** Where others open this page; empty where nobody can, and for who is not let in. */
  address: string;
  /** Where it belongs in the class. */
  class: ClassOfMe;
}

export interface Code {
  code: string;
  ends_in_seconds: number;
}

/** The codes of now, and the addresses where the robot is found. */
export interface Codes {
  pupil: Code;
  teacher: Code;
  links: { url: string }[];
}

/** A computer that was let in. */
export interface Paired {
  id: string;
  kind: Guest;
  name: string;
  address: string;
  /** Milliseconds since 1970, as is `last_seen`. */
  since: number;
  last_seen: number;
  connected: boolean;
}

/** Asks the robot who is let in; all its functions throw `RobotError`. */
export class ClassroomDoor {
  /** @param unreachable the sentence and the hint for when the robot does not answer at all */
  constructor(private readonly unreachable: { message: string; hint: string }) {}

  async me(): Promise<Me> {
    return (await ask('/api/me', {}, this.unreachable)) as Me;
  }

  /** What the robot is called; it tells everybody. */
  async robotName(): Promise<string> {
    return ((await ask('/api/health', {}, this.unreachable)) as { name: string }).name;
  }

  /** Comes in with a code. */
  async pair(code: string, name: string): Promise<Me> {
    return (await this.post('/api/pair', { code, name })) as Me;
  }

  /** Lets the robot say the pupils' code aloud. */
  async say(): Promise<void> {
    await this.post('/api/pair/say', {});
  }

  async codes(): Promise<Codes> {
    return (await ask('/api/codes', {}, this.unreachable)) as Codes;
  }

  /** Makes a new code; the old one lets nobody in any more. */
  async renew(kind: Guest): Promise<void> {
    await this.post('/api/codes/new', { kind });
  }

  /** An address that lets in whoever opens it first. */
  async link(kind: Guest): Promise<string> {
    const { url } = (await this.post('/api/codes/link', { kind })) as { url: string };
    return url;
  }

  async sessions(): Promise<Paired[]> {
    const { sessions } = (await ask('/api/sessions', {}, this.unreachable)) as { sessions: Paired[] };
    return sessions;
  }

  /** Sends one computer out. */
  async revoke(id: string): Promise<void> {
    await ask(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }, this.unreachable);
  }

  /** Sends all pupils out. */
  async revokePupils(): Promise<void> {
    await ask('/api/sessions', { method: 'DELETE' }, this.unreachable);
  }

  private async post(address: string, what: object): Promise<unknown> {
    const headers = { 'Content-Type': 'application/json' };
    return await ask(address, { method: 'POST', headers, body: JSON.stringify(what) }, this.unreachable);
  }
}
