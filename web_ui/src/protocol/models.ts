import { MODEL_TYPE } from '../network/network';
import { ask, download } from './ask';

/** A taught model that lives on the robot. */
export interface ModelEntry {
  id: string;
  name: string;
  author: string;
  licence: string;
  kind: 'pictures' | 'hands' | 'movements' | 'sounds' | 'numbers';
  labels: string[];
  /** With its card. */
  bytes: number;
  /** Of exactly this model. */
  hash: string;
  /** Milliseconds since 1970. */
  changed: number;
}

/** Reads and writes the taught models on the robot; all its functions throw `RobotError`. */
export class RobotModels {
  /** @param unreachable the sentence and the hint for when the robot does not answer at all */
  constructor(private readonly unreachable: { message: string; hint: string }) {}

  async list(): Promise<ModelEntry[]> {
    const { models } = (await ask('/api/models', {}, this.unreachable)) as { models: ModelEntry[] };
    return models;
  }

  /** Saves a model.
   * @param zip its card and the files that the card names
   * @param replaces the hash of the one that it takes the place of; null where there shall be none
   * @throws RobotError with the status 412 where another one is there by now */
  async save(id: string, zip: Uint8Array<ArrayBuffer>, replaces: string | null): Promise<ModelEntry> {
    const headers: Record<string, string> = replaces === null ? {} : { 'If-Match': `"${replaces}"` };
    const body = new Blob([zip], { type: MODEL_TYPE });
    return (await ask(address(id), { method: 'PUT', headers, body }, this.unreachable)) as ModelEntry;
  }

  /** The model's zip. */
  async load(id: string): Promise<Uint8Array<ArrayBuffer>> {
    return await download(`${address(id)}.zip`, this.unreachable);
  }

  async remove(id: string): Promise<void> {
    await ask(address(id), { method: 'DELETE' }, this.unreachable);
  }
}

function address(id: string): string {
  return `/api/models/${encodeURIComponent(id)}`;
}
