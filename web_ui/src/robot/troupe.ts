/** So often moving robots are painted: smooth for the eye, and half of what a screen could show. */
const STEP_MILLISECONDS = 30;

/** Something small that moves. */
export interface Actor {
  /** Paints itself a moment later; answers whether it still moves. */
  step(seconds: number): boolean;
}

/** Many small robots that are painted together, only while they move. */
export class Troupe {
  readonly #moving = new Set<Actor>();
  #last = 0;
  #frame: number | null = null;

  /** Has an actor painted from now on until it stands still. */
  wake(actor: Actor): void {
    this.#moving.add(actor);
    if (this.#frame !== null) return;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#step(now));
  }

  dismiss(actor: Actor): void {
    this.#moving.delete(actor);
  }

  #step(now: number): void {
    const passed = Math.max(0, now - this.#last);
    if (passed >= STEP_MILLISECONDS) {
      this.#last = now;
      for (const actor of [...this.#moving]) if (!actor.step(passed / 1000)) this.#moving.delete(actor);
    }
    this.#frame = this.#moving.size > 0 ? requestAnimationFrame((next) => this.#step(next)) : null;
  }
}
