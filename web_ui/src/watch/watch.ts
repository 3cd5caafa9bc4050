import type { FrameSource, Trouble } from '../frames/source';
import { ModelError } from '../models/define';
import { forgetBackend, WatchClient } from './client';
import { Smoother } from './smoother';
import { FrameMeter } from './meter';
import type { Sighting, Smoothing, Watch, WatchListener, WatchOptions } from './types';

/** Without a frame for so long, nothing is seen any more. */
const SILENCE_MILLISECONDS = 1000;
const TICK_MILLISECONDS = 500;
/** After trouble with the models it tries again so often. */
const RETRY_MILLISECONDS = 5000;

/** Watches: hands the source's frames to the models and tells the listener what they see, until `stop`. */
export function startWatching(source: FrameSource, listener: WatchListener, options: WatchOptions = {}): Watch {
  const watching = new Watching(source, listener, options);
  watching.start();
  return watching;
}

class Watching implements Watch {
  readonly #smoother: Smoother;
  readonly #meter = new FrameMeter();
  #client: WatchClient | undefined;
  #labels: readonly string[] = [];
  #lastFrame = -Infinity;
  #tick: ReturnType<typeof setInterval> | undefined;
  #wake: () => void = () => undefined;
  #running = true;
  #cameraTrouble: Trouble | null = null;
  #modelTrouble: Trouble | null = null;

  constructor(
    private readonly source: FrameSource,
    private readonly listener: WatchListener,
    private readonly options: WatchOptions,
  ) {
    this.#smoother = new Smoother(options.smoothing);
  }

  start(): void {
    this.source.start((trouble) => {
      this.#cameraTrouble = trouble;
      this.#tellTrouble();
    });
    this.#tick = setInterval(() => {
      this.#onTick();
    }, TICK_MILLISECONDS);
    void this.#run();
  }

  setSmoothing(smoothing: Partial<Smoothing>): void {
    this.#smoother.setSmoothing(smoothing);
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    clearInterval(this.#tick);
    this.source.stop();
    this.#client?.close();
    this.#wake();
    this.#endAll();
  }

  /** Opens the models and feeds them; when they fail, says so and begins again a little later. */
  async #run(): Promise<void> {
    while (this.#running) {
      try {
        await this.#open();
        await this.#feed();
      } catch (error) {
        if (!this.#isRunning()) return;
        this.#modelTrouble = troubleOf(error);
        this.#tellTrouble();
        this.#endAll();
        this.#client?.close();
        forgetBackend();
        await this.#pause();
      }
    }
  }

  async #open(): Promise<void> {
    this.#client = new WatchClient();
    const { backend, threads, offers, troubles } = await this.#client.open(this.options.models ?? null);
    const trouble = troubles[0] ?? null;
    if (!this.#isRunning()) return;
    if (backend === null || offers.length === 0) {
      throw new ModelError(trouble?.message ?? 'There is no model to look with.', trouble?.hint ?? 'Reload the page.');
    }
    this.#meter.begin(backend, threads, performance.now());
    this.#labels = offers.flatMap(({ labels }) => labels);
    this.#modelTrouble = trouble;
    this.#tellTrouble();
    this.listener.onReady(offers);
  }

  async #feed(): Promise<void> {
    const client = this.#client;
    while (this.#isRunning() && client !== undefined) {
      const picture = await this.source.next();
      if (picture === null) return;
      if (!this.#isRunning()) {
        picture.image.close();
        return;
      }
      const { width, height, time: frame } = picture;
      const handedOver = performance.now();
      const sightings = await client.look(picture);
      if (!this.#isRunning()) return;
      const recognised = performance.now();
      this.#lastFrame = recognised;
      this.#meter.add(recognised - handedOver);
      const stamps = { frame, recognised };
      this.listener.onSightings(sightings, { width, height, stamps, confidences: this.#strongest(sightings) });
      for (const event of this.#smoother.update(sightings, stamps)) this.listener.onEvent(event);
    }
  }

  #strongest(sightings: readonly Sighting[]): Record<string, number> {
    return Object.fromEntries(
      this.#labels.map((label) => [label, Math.max(0, ...sightings.map(({ confidences }) => confidences[label] ?? 0))]),
    );
  }

  #onTick(): void {
    const now = performance.now();
    if (now - this.#lastFrame > SILENCE_MILLISECONDS) this.#endAll();
    const status = this.#meter.status(now, this.source.dropped);
    if (status !== null) this.listener.onStatus(status);
  }

  #endAll(): void {
    for (const event of this.#smoother.end(performance.now())) this.listener.onEvent(event);
  }

  #tellTrouble(): void {
    this.listener.onTrouble(this.#cameraTrouble ?? this.#modelTrouble);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, RETRY_MILLISECONDS);
    });
  }

  /** A function, because TypeScript takes a field for unchanged across an `await`. */
  #isRunning(): boolean {
    return this.#running;
  }
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof ModelError) return { message: error.message, hint: error.hint };
  return { message: `The models stopped: ${String(error)}`, hint: 'They start again by themselves in a moment.' };
}
