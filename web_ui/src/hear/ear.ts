/** Models that hear piece after piece; pieces wait for them, but not for the models of another ear. */
import { ModelError, type Sighting, type Sound } from '../models/define';
import type { OpenedSoundModels, SoundModels } from './models';
import type { Trouble } from './source';

/** Half a second of sound may wait for busy models; what comes then is not heard. */
const MOST_WAITING = 25;
/** Models that fail at so many pieces in a row are not asked any more. */
const MOST_FAILURES = 3;

export class Ear {
  /** What its models can recognise; null until they are loaded, and once they broke. */
  offers: OpenedSoundModels['offers'] | null = null;
  trouble: Trouble | null = null;
  #open = true;
  #waiting = 0;
  #failures = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(private readonly models: SoundModels) {}

  get isOpen(): boolean {
    return this.#open;
  }

  /** Loads the models; says whether they are still wanted. */
  async open(): Promise<boolean> {
    const { offers, troubles } = await this.models.open();
    if (!this.#open) {
      // What was being loaded while it was closed.
      this.models.close();
      return false;
    }
    this.offers = offers;
    this.trouble = troubles[0] ?? null;
    return true;
  }

  /** Lets the models hear a piece when its turn comes, unless too many wait already.
   * @param heard is told what they hear
   * @param broke is told that they failed again and again, and hear no more */
  hear(sound: Sound, heard: (sightings: readonly Sighting[]) => void, broke: () => void): void {
    if (!this.#open || this.offers === null || this.#waiting >= MOST_WAITING) return;
    this.#waiting += 1;
    this.#queue = this.#queue.then(() => this.#hear(sound, heard, broke)).finally(() => {
      this.#waiting -= 1;
    });
  }

  /** Frees the models. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.models.close();
  }

  async #hear(sound: Sound, heard: (sightings: readonly Sighting[]) => void, broke: () => void): Promise<void> {
    if (!this.#open) return;
    try {
      const sightings = await this.models.listen(sound);
      this.#failures = 0;
      // It may have been closed meanwhile.
      if (this.isOpen) heard(sightings);
    } catch (error) {
      this.#failures += 1;
      if (!this.isOpen || this.#failures < MOST_FAILURES) return;
      this.close();
      this.offers = null;
      this.trouble =
        error instanceof ModelError
          ? { message: error.message, hint: error.hint }
          : { message: `The models for sounds stopped: ${String(error)}`, hint: 'Stop listening, and start again.' };
      broke();
    }
  }
}
