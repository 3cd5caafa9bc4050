import type { Trouble } from '../frames/source';
import type { Sound } from '../models/define';

export type { Trouble } from '../frames/source';

/** Somewhere that sound comes from, piece after piece of 20 ms. */
export interface SoundSource {
  /**
   * Opens it. It tries again by itself whenever that may help, until `stop`.
   *
   * @param onSound gets every piece; `time` is on the page's clock (`performance.now()`)
   * @param onTrouble told what is wrong, now or later; null says that it is over
   */
  start(onSound: (sound: Sound) => void, onTrouble: (trouble: Trouble | null) => void): void;
  /** Closes it and switches the microphone off. */
  stop(): void;
}
