import { ask } from './ask';

/** What the settings of a part are now, by their keys in `tjbot.toml`. */
export type SettingValues = Record<string, unknown>;

/** A pin of the board, in one of its two columns; `row` counts from the top, from 0 on. */
export interface HeaderPin {
  number: number;
  name: string;
  side: 'left' | 'right';
  row: number;
  gpio: number | null;
  /** What it gives where that is a supply or ground. */
  gives: string;
}

/** A wire from a part to a pin of the header; `shared`: another wire ends there too. */
export interface Wire {
  part: string;
  name: string;
  use: string;
  /** A CSS colour. */
  color: string;
  gpio: number | null;
  pin: number;
  shared: boolean;
}

export interface Wiring {
  board: 'pi' | 'pico';
  pins: HeaderPin[];
  wires: Wire[];
}

type Sentences = { message: string; hint: string };

/** Reads and changes how the robot is built; all its functions throw `RobotError`. */
export class Settings {
  /** @param unreachable the sentence and the hint for when the robot does not answer at all */
  constructor(private readonly unreachable: Sentences) {}

  /** The settings of every part, by its name. */
  async read(): Promise<Record<string, SettingValues>> {
    const parts = (await this.request('/api/settings', {})) as Record<string, { values: SettingValues }>;
    return Object.fromEntries(Object.entries(parts).map(([name, { values }]) => [name, values]));
  }

  /** Writes some settings of a part into `tjbot.toml`; they hold at once. Answers all settings of the part. */
  async change(part: string, changes: SettingValues): Promise<SettingValues> {
    const body = JSON.stringify(changes);
    const headers = { 'Content-Type': 'application/json' };
    return (await this.request(`/api/settings/${encodeURIComponent(part)}`, { method: 'PUT', body, headers })) as SettingValues;
  }

  /** Where every wire goes. */
  async wiring(): Promise<Wiring> {
    return (await this.request('/api/wiring', {})) as Wiring;
  }

  private async request(address: string, options: Parameters<typeof ask>[1]): Promise<unknown> {
    return await ask(address, options, this.unreachable);
  }
}
