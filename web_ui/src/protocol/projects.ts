import { PROJECT_TYPE, type Holds } from '../network/network';
import { ask, download } from './ask';

/** A project that somebody asked the robot to keep, with its samples. */
export interface ProjectEntry {
  id: string;
  name: string;
  kind: 'pictures' | 'hands' | 'movements' | 'sounds' | 'numbers';
  author: string;
  classes: string[];
  /** How many there are, and how many of them are pictures or sounds. */
  samples: number;
  pictures: number;
  sounds: number;
  bytes: number;
  /** Of exactly this file. */
  hash: string;
  /** Milliseconds since 1970. */
  changed: number;
}

/** Reads and writes the projects on the robot; all its functions throw `RobotError`. */
export class RobotProjects {
  /** @param unreachable the sentence and the hint for when the robot does not answer at all */
  constructor(private readonly unreachable: { message: string; hint: string }) {}

  async list(): Promise<ProjectEntry[]> {
    const { projects } = (await ask('/api/projects', {}, this.unreachable)) as { projects: ProjectEntry[] };
    return projects;
  }

  /** Saves a project.
   * @param zip the project as one file
   * @param holds how many pictures and sounds leave the page with it
   * @param replaces the hash of the one that it takes the place of; null where there shall be none
   * @throws RobotError with the status 412 where another one is there by now */
  async save(id: string, zip: Uint8Array<ArrayBuffer>, holds: Holds, replaces: string | null): Promise<ProjectEntry> {
    const headers: Record<string, string> = replaces === null ? {} : { 'If-Match': `"${replaces}"` };
    const body = new Blob([zip], { type: PROJECT_TYPE });
    return (await ask(address(id), { method: 'PUT', headers, body, holds }, this.unreachable)) as ProjectEntry;
  }

  /** The project's file. */
  async load(id: string): Promise<Uint8Array<ArrayBuffer>> {
    return await download(`${address(id)}.zip`, this.unreachable);
  }

  /** Removes exactly this project. */
  async remove({ id, hash }: ProjectEntry): Promise<void> {
    await ask(address(id), { method: 'DELETE', headers: { 'If-Match': `"${hash}"` } }, this.unreachable);
  }
}

function address(id: string): string {
  return `/api/projects/${encodeURIComponent(id)}`;
}
