/** All that is heard without training: one pass over the sound for every detector. */
import { BLOCK_SECONDS, BlockCutter, type Block } from './blocks';
import { ClapDetector } from './clap';
import { RoomLevel } from './level';
import { Spectrum } from './spectrum';
import { LOOK_SECONDS, WhistleDetector } from './whistle';

export const SOUNDS = ['clap', 'whistle', 'loud', 'quiet'] as const;
export type SoundLabel = (typeof SOUNDS)[number];

/** A clap is over when it is found; for so many blocks one goes on being sure of it. */
const CLAP_HELD_BLOCKS = 6;
const LOOK_BLOCKS = Math.round(LOOK_SECONDS / BLOCK_SECONDS);

/** Nothing closer to the room's floor can be a whistle, in decibels. */
const AUDIBLE_DECIBELS = 8;

/** Hears one microphone. */
export class Listener {
  readonly level = new RoomLevel();
  readonly #spectrum: Spectrum;
  #blocks: BlockCutter;
  #claps = new ClapDetector();
  #whistles = new WhistleDetector();
  #count = 0;
  #clap = 0;
  #clapHeld = 0;
  #whistle = 0;

  /** @param rate samples a second */
  constructor(readonly rate: number) {
    this.#blocks = new BlockCutter(rate);
    this.#spectrum = new Spectrum(rate);
  }

  /** How sure one is of each sound at the end of this piece, 0…1; of a clap, whether one ended in it. */
  hear(samples: Float32Array): Record<SoundLabel, number> {
    let clap = 0;
    for (let start = 0; start < samples.length; start += this.#blocks.length) {
      const part = samples.subarray(start, start + this.#blocks.length);
      this.#spectrum.push(part);
      for (const block of this.#blocks.cut(part)) this.#take(block);
      if (this.#clapHeld > 0) clap = Math.max(clap, this.#clap);
    }
    const { loud, quiet } = this.level;
    return { clap, whistle: this.#whistle, loud, quiet };
  }

  /** What comes next does not belong to what came before; the room is still the same. */
  interrupt(): void {
    this.level.interrupt();
    this.#blocks = new BlockCutter(this.rate);
    this.#claps = new ClapDetector();
    this.#whistles = new WhistleDetector();
    this.#clapHeld = this.#whistle = 0;
  }

  #take(block: Block): void {
    this.level.feed(block);
    const clap = this.#claps.feed(block, this.level.floor);
    this.#clapHeld = clap > 0 ? CLAP_HELD_BLOCKS : this.#clapHeld - 1;
    if (clap > 0) this.#clap = clap;
    this.#count += 1;
    if (this.#count % LOOK_BLOCKS === 0) this.#whistle = this.#whistles.look(this.#audible());
  }

  #audible(): Spectrum | null {
    if (!this.level.known || this.level.level - this.level.floor < AUDIBLE_DECIBELS) return null;
    this.#spectrum.measure();
    return this.#spectrum;
  }
}
