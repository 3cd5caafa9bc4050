/** A hidden layer that learns as long as a pupil lets it, a few rounds for each picture that the screen shows. */
import { PLACES } from './answers';
import type { Dot } from './dots';
import type { HiddenLayer } from './hidden_layer';

type Neurons = ReturnType<HiddenLayer['neurons']>;

const ROUNDS_A_FRAME = 2;
const UNDECIDED = new Float32Array(PLACES.length / 2).fill(0.5);

export class Learning {
  /** Whether it learns now. */
  on = $state(false);
  ready = $state(false);
  failed = $state(false);
  rounds = $state(0);
  loss = $state<number | null>(null);
  /** How many dots are answered right. */
  right = $state(0);
  /** How sure of orange it is at each of `PLACES`, 0…1. */
  answers = $state.raw<Float32Array>(UNDECIDED);
  neurons = $state.raw<Neurons>([]);

  readonly #dots: readonly Dot[];
  readonly #places: Float32Array;
  #network: HiddenLayer | null = null;
  #seed = 1;
  #closed = false;
  /** What is done with the network goes one after the other: none is freed while it learns. */
  #turn: Promise<void> = Promise.resolve();

  constructor(dots: readonly Dot[]) {
    this.#dots = dots;
    this.#places = Float32Array.from([...dots.flatMap(({ x, y }) => [x, y]), ...PLACES]);
  }

  /** Forgets all, and begins with other weights.
   * @param units neurons in the hidden layer, 1 or more */
  anew(units: number): void {
    this.on = false;
    this.#next(async () => {
      const { HiddenLayer } = await import('./hidden_layer');
      this.#network?.dispose();
      this.#network = null;
      if (this.#closed) return;
      this.#network = await HiddenLayer.make(units, this.#dots, this.#seed++);
      this.rounds = 0;
      this.loss = null;
      this.#show(this.#network);
      this.ready = true;
    });
  }

  /** Learns until it is stopped. */
  start(): void {
    if (this.on) return;
    this.on = true;
    this.#next(async () => {
      while (this.on && this.#network !== null) {
        for (let round = 0; round < ROUNDS_A_FRAME; round++) this.loss = await this.#network.learn();
        this.rounds += ROUNDS_A_FRAME;
        this.#show(this.#network);
        await new Promise(requestAnimationFrame);
      }
    });
  }

  stop(): void {
    this.on = false;
  }

  /** Frees all that it holds. */
  close(): void {
    this.#closed = true;
    this.on = false;
    this.#next(() => {
      this.#network?.dispose();
      this.#network = null;
      return Promise.resolve();
    });
  }

  #next(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch(() => {
      this.on = false;
      this.failed = true;
    });
  }

  #show(network: HiddenLayer): void {
    const answers = network.answers(this.#places);
    this.right = this.#dots.filter(({ kind }, index) => (answers[index] ?? 0) > 0.5 === (kind === 1)).length;
    this.answers = answers.slice(this.#dots.length);
    this.neurons = network.neurons();
  }
}
