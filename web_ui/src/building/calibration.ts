import type { SettingValues } from '../protocol/settings';

export const PLACES = ['down', 'up', 'back'] as const;
export type Place = (typeof PLACES)[number];

/** What calibrating finds out: a pulse in microseconds for each place, and on which side the arm is. */
export interface Calibration {
  side: 'left' | 'right';
  pulses: Record<Place, number>;
}

/** Every hobby servo stays within these pulses, in microseconds. */
export const SHORTEST_PULSE_US = 500;
export const LONGEST_PULSE_US = 2500;
/** One press moves the arm by about a degree. */
export const STEP_US = 10;

/** What the settings of an arm say; null where they are not those of an arm. */
export function calibrationOf(values: SettingValues | undefined): Calibration | null {
  const [down, up, back] = PLACES.map((place) => values?.[`${place}_pulse_us`]);
  const side = values?.['side'];
  if (typeof down !== 'number' || typeof up !== 'number' || typeof back !== 'number') return null;
  return { side: side === 'left' ? 'left' : 'right', pulses: { down, up, back } };
}

/** The same arm on the other side of the robot: its servo turns the other way round. */
export function inverted({ side, pulses }: Calibration): Calibration {
  const mirror = (pulse: number): number => SHORTEST_PULSE_US + LONGEST_PULSE_US - pulse;
  return {
    side: side === 'left' ? 'right' : 'left',
    pulses: { down: mirror(pulses.down), up: mirror(pulses.up), back: mirror(pulses.back) },
  };
}

/** Another pulse for one place. */
export function placed(calibration: Calibration, place: Place, pulse: number): Calibration {
  return { ...calibration, pulses: { ...calibration.pulses, [place]: pulse } };
}

/** The settings to write, so that the arm is calibrated so. */
export function changesFor(calibration: Calibration): SettingValues {
  const pulses = PLACES.map((place) => [`${place}_pulse_us`, calibration.pulses[place]]);
  return { side: calibration.side, ...Object.fromEntries(pulses) };
}

/** Whether two calibrations are the same. */
export function same(one: Calibration, other: Calibration): boolean {
  return one.side === other.side && PLACES.every((place) => one.pulses[place] === other.pulses[place]);
}

/** A pulse one step on, held within what a servo bears. */
export function stepped(pulse: number, steps: number): number {
  return Math.min(LONGEST_PULSE_US, Math.max(SHORTEST_PULSE_US, pulse + steps * STEP_US));
}
