/** Sound in blocks of 10 ms, however long the pieces are that it comes in. */

export const BLOCK_SECONDS = 0.01;

/** Below this there is only what shakes the microphone: steps, wind, a hum. */
const RUMBLE_HERTZ = 80;
/** Above this a sound is bright: hands that meet are, knuckles on a table are not. */
const BRIGHT_HERTZ = 1000;

/** 10 ms of sound. */
export interface Block {
  /** Mean square of the samples, without rumble. */
  energy: number;
  /** How much of the energy is bright, 0…1. */
  brightness: number;
}

/** Cuts sound into blocks and measures them. */
export class BlockCutter {
  /** Samples a block. */
  readonly length: number;
  readonly #rumble: HighPass;
  readonly #bright: HighPass;
  #count = 0;
  #energy = 0;
  #brightEnergy = 0;

  /** @param rate samples a second */
  constructor(rate: number) {
    this.length = Math.round(rate * BLOCK_SECONDS);
    this.#rumble = new HighPass(RUMBLE_HERTZ, rate);
    this.#bright = new HighPass(BRIGHT_HERTZ, rate);
  }

  /** The blocks that this piece completes, in order. */
  cut(samples: Float32Array): Block[] {
    const blocks: Block[] = [];
    for (const sample of samples) {
      const clean = this.#rumble.next(sample);
      const bright = this.#bright.next(clean);
      this.#energy += clean * clean;
      this.#brightEnergy += bright * bright;
      this.#count += 1;
      if (this.#count === this.length) blocks.push(this.#take());
    }
    return blocks;
  }

  #take(): Block {
    const block = {
      energy: this.#energy / this.length,
      brightness: this.#energy > 0 ? Math.min(1, this.#brightEnergy / this.#energy) : 0,
    };
    this.#count = this.#energy = this.#brightEnergy = 0;
    return block;
  }
}

/** Lets pass what is higher than a pitch; 6 decibels less for each octave below it. */
class HighPass {
  readonly #keep: number;
  #input = 0;
  #output = 0;

  constructor(hertz: number, rate: number) {
    const turn = Math.tan((Math.PI * hertz) / rate);
    this.#keep = (1 - turn) / (1 + turn);
  }

  next(sample: number): number {
    this.#output = ((1 + this.#keep) / 2) * (sample - this.#input) + this.#keep * this.#output;
    this.#input = sample;
    return this.#output;
  }
}
