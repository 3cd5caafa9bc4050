/** A message that is later than the earliest by more than this means that the audio stood still. */
const STOOD_STILL_MILLISECONDS = 1000;
/** The audio's clock may be that much slower than the page's: milliseconds a second. */
const DRIFT = 1;

/** Converts the audio thread's clock to the page's. Pure: messages come late, never early, so the earliest are right. */
export class AudioClock {
  #offset = Infinity;
  #before = -Infinity;
  #last = -Infinity;

  /**
   * When a sound was taken, in milliseconds on the page's clock; never earlier than the one before.
   *
   * @param seconds on the audio's clock
   * @param now when the page heard of it, in milliseconds
   */
  at(seconds: number, now: number): number {
    const offset = now - seconds * 1000;
    const drifted = this.#offset + Math.max(0, seconds - this.#before) * DRIFT;
    this.#offset = offset - this.#offset > STOOD_STILL_MILLISECONDS ? offset : Math.min(offset, drifted);
    this.#before = seconds;
    this.#last = Math.max(this.#last, seconds * 1000 + this.#offset);
    return this.#last;
  }
}
