/** What is known of a hand's gesture follows the network slowly, so that a hand on its way from one pose to another
 * does nothing. Pure: times are given to it. */

/** How slowly; training counts on it when it counts false alarms (tjbot/learn/gestures/judge.py). */
const STEADY_SECONDS = 0.45;

export class Steady {
  #known: readonly number[] | undefined;
  #seconds = 0;
  #pictures = 0;

  /** What is known, after the network said `classes` (how likely each is) of the picture taken at `seconds`: at first
   * the mean of all pictures, because the first one, in which the hand was found, is no better than the others. */
  update(classes: readonly number[], seconds: number): readonly number[] {
    const known = this.#known ?? classes;
    this.#pictures += 1;
    const slowly = 1 - Math.exp(-Math.max(0, seconds - this.#seconds) / STEADY_SECONDS);
    const gain = Math.max(1 / this.#pictures, slowly);
    this.#seconds = seconds;
    return (this.#known = known.map((before, index) => before + gain * ((classes[index] ?? before) - before)));
  }
}
