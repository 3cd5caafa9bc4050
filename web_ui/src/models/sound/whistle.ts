/** What is a whistle: one pure, steady tone, without the overtones of a voice or an instrument. Pure arithmetic. */
import { grade } from './decibels';
import type { Spectrum } from './spectrum';

/** Between these a person whistles, in hertz. */
const LOWEST_HERTZ = 500;
const HIGHEST_HERTZ = 4000;
/** All that counts against it. */
const HEARD_HERTZ = [100, 7500] as const;
/** The tone takes in so much to both sides, for it sways and slides: this fraction of its pitch, and two bins. */
const SWAY = 0.03;
/** How much of all energy must be in the tone: of no use, and perfect. */
const PURITY = [0.7, 0.93] as const;
/** How much of the tone its overtones may have: of no use, and perfect. */
const OVERTONES = [0.05, 0.015] as const;
/** From one look to the next its pitch moves no further, in octaves. */
const STEADY_OCTAVES = 0.12;

/** A look every 20 ms. */
export const LOOK_SECONDS = 0.02;
/** As sure as one can be after so long; 0.15 s of a perfect tone are enough to be sure (0.6). */
const LONG_ENOUGH_LOOKS = 12.5;
const REMEMBERED_LOOKS = 8;

/** Hears whistles. */
export class WhistleDetector {
  /** How pure the tone was in the last looks; empty while there is none. */
  #purities: number[] = [];
  #looks = 0;
  #hertz = 0;
  #missed = false;

  /**
   * Looks at the spectrum of the newest sound; to be called every 20 ms.
   *
   * @param spectrum null where it is too quiet for anything
   * @returns how sure one is of a whistle now, 0…1
   */
  look(spectrum: Spectrum | null): number {
    const hertz = spectrum?.peak(LOWEST_HERTZ, HIGHEST_HERTZ) ?? 0;
    const purity = spectrum === null ? 0 : purityOf(spectrum, hertz);
    const goesOn = purity > 0 && (this.#looks === 0 || Math.abs(Math.log2(hertz / this.#hertz)) < STEADY_OCTAVES);
    if (goesOn) this.#take(purity, hertz);
    else this.#miss();
    return this.#sure();
  }

  #take(purity: number, hertz: number): void {
    this.#purities = [...this.#purities, purity].slice(-REMEMBERED_LOOKS);
    this.#looks += 1;
    this.#hertz = hertz;
    this.#missed = false;
  }

  /** One look without it is a breath; a second ends it. */
  #miss(): void {
    if (this.#missed) {
      this.#purities = [];
      this.#looks = 0;
    }
    this.#missed = !this.#missed;
  }

  #sure(): number {
    if (this.#looks === 0) return 0;
    const mean = this.#purities.reduce((sum, purity) => sum + purity, 0) / this.#purities.length;
    return mean * Math.min(1, this.#looks / LONG_ENOUGH_LOOKS);
  }
}

/** How much of a sound is one pure tone of this pitch, 0…1. */
function purityOf(spectrum: Spectrum, hertz: number): number {
  const all = spectrum.between(...HEARD_HERTZ);
  if (all <= 0) return 0;
  const tone = toneAt(spectrum, hertz);
  // Half of its pitch is where a voice would be whose second overtone is the strongest.
  const overtones = [0.5, 2, 3].reduce((sum, times) => sum + toneAt(spectrum, times * hertz), 0);
  return Math.min(grade(tone / all, ...PURITY), grade(-overtones / tone, -OVERTONES[0], -OVERTONES[1]));
}

function toneAt(spectrum: Spectrum, hertz: number): number {
  const sway = hertz * SWAY + 2 * spectrum.hertzPerBin;
  return spectrum.between(hertz - sway, hertz + sway);
}
