/** A page in the background draws no frames; then it goes on so often. */
const WITHOUT_FRAMES_MILLISECONDS = 100;

/**
 * Hands things on, all that came together before the next frame is drawn: what is drawn from them changes once a frame
 * and not with each.
 *
 * @param handOn gets them in the order in which they came, and never none
 */
export class PerFrame<Thing> {
  #waiting: Thing[] = [];
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly handOn: (things: readonly Thing[]) => void) {}

  add(thing: Thing): void {
    this.#waiting.push(thing);
    if (this.#waiting.length > 1) return;
    this.#frame = requestAnimationFrame(() => this.flush());
    this.#timer = setTimeout(() => this.flush(), WITHOUT_FRAMES_MILLISECONDS);
  }

  /** Hands on what waits at once. */
  flush(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    const things = this.#waiting;
    this.#waiting = [];
    if (things.length > 0) this.handOn(things);
  }
}
