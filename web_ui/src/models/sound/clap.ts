/** What is a clap: it begins suddenly, is bright, rings in the room, dies away at once and stands alone. Pure. */
import type { Block } from './blocks';
import { SILENCE_DECIBELS, decibels, grade } from './decibels';

/** A candidate: so much louder than just before (energy), and above the room's floor (decibels). */
const SUDDEN = 10;
const SUDDEN_DECIBELS = 12;
/** Nothing so loud may come 0.4 s before: speech has hard sounds too, but after a louder vowel. */
const BEFORE_BLOCKS = 40;
/** It is judged when so many blocks are heard, its first among them. */
const AFTER_BLOCKS = 13;
/** Its peak is in the first blocks; from then on it dies away. */
const ATTACK_BLOCKS = 4;
const TAIL_BLOCKS = 8;
/** Each rule is kept for certain so many decibels beyond its limit, and broken for certain as many before it. */
const SOFTNESS_DECIBELS = 6;

/** The rules, in decibels of the loudest block. */
const ABOVE_FLOOR = 24;
const ABOVE_SILENCE = -52;
const ABOVE_BEFORE = 5;
const ABOVE_LATER = 5;
const ABOVE_TAIL = 13;
/** A key or a click near the microphone is over without an echo; hands in a room are not. What the room itself may
 * have added is taken off before. */
const ABOVE_ECHO = 31;
const FLOOR_IN_ECHO = 2;
/** Not so bright is a knock, as bright is a clap. */
const BRIGHTNESS = [0.15, 0.4] as const;

/** Hears claps. */
export class ClapDetector {
  #before: Block[] = [];
  #candidate: Block[] = [];

  /**
   * Takes the next 10 ms.
   *
   * @param floor how quiet the room is, in decibels
   * @returns how sure one is that a clap is over now (0.13 s after it began), 0…1; 0 at all other times
   */
  feed(block: Block, floor: number): number {
    if (this.#candidate.length === 0 && !this.#isSudden(block, floor)) {
      this.#remember([block]);
      return 0;
    }
    this.#candidate.push(block);
    if (this.#candidate.length < AFTER_BLOCKS) return 0;
    const candidate = this.#candidate;
    this.#candidate = [];
    const sure = this.#judge(candidate, floor);
    // A clap is forgotten, so that it does not hide the next one.
    this.#remember(sure >= 0.5 ? candidate.slice(TAIL_BLOCKS) : candidate);
    return sure;
  }

  #isSudden({ energy }: Block, floor: number): boolean {
    const justBefore = Math.max(0, ...this.#before.slice(-3, -1).map((block) => block.energy));
    return energy > SUDDEN * justBefore && decibels(energy) > Math.max(floor + SUDDEN_DECIBELS, ABOVE_SILENCE);
  }

  #judge(blocks: readonly Block[], floor: number): number {
    const peak = blocks.slice(0, ATTACK_BLOCKS).reduce((best, block) => (block.energy > best.energy ? block : best));
    const at = blocks.indexOf(peak);
    const loudness = decibels(peak.energy);
    const keeps = (margin: number) => grade(margin, -SOFTNESS_DECIBELS, SOFTNESS_DECIBELS);
    return Math.min(
      keeps(loudness - floor - ABOVE_FLOOR),
      keeps(loudness - ABOVE_SILENCE),
      keeps(loudness - loudest(this.#before) - ABOVE_BEFORE),
      keeps(loudness - loudest(blocks.slice(ATTACK_BLOCKS)) - ABOVE_LATER),
      keeps(loudness - decibels(mean(blocks.slice(TAIL_BLOCKS))) - ABOVE_TAIL),
      keeps(decibels(mean(blocks.slice(at + 2, at + 6)) - FLOOR_IN_ECHO * 10 ** (floor / 10)) + ABOVE_ECHO - loudness),
      grade(peak.brightness, ...BRIGHTNESS),
    );
  }

  #remember(blocks: readonly Block[]): void {
    this.#before = [...this.#before, ...blocks].slice(-BEFORE_BLOCKS);
  }
}

function loudest(blocks: readonly Block[]): number {
  return blocks.length === 0 ? SILENCE_DECIBELS : decibels(Math.max(...blocks.map(({ energy }) => energy)));
}

function mean(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { energy }) => sum + energy, 0) / blocks.length;
}
