/** From pieces of sound to events. */
import type { Sighting, Sound } from '../models/define';
import { Smoother } from '../watch/smoother';
import type { SeenEvent, Smoothing, SmoothingOf } from '../watch/types';
import type { OpenedSoundModels, SoundModels } from './models';
import type { SoundSource, Trouble } from './source';

/** Pieces come 50 times a second, and the detectors wait by themselves until they are sure: one piece makes a label
 * start, and three without it (60 ms) make it stop. A second clap is heard 130 ms after the first, at the earliest. */
export const SOUND_SMOOTHING: Smoothing = { threshold: 0.6, framesToEnter: 1, framesToLeave: 3, gapSeconds: 0 };

/** While a sound lasts nothing moves that somebody would follow. */
const NOW_INTERVAL_MILLISECONDS = 500;

/** After the robot's own voice the room still rings; the robot's own ears wait as long. */
const RINGING_MILLISECONDS = 400;
/** Without a piece for so long, nothing is heard any more. */
const SILENCE_MILLISECONDS = 1000;
const TICK_MILLISECONDS = 500;
/** Half a second of sound may wait for busy models; what comes then is not heard. */
const MOST_WAITING = 25;

/** What the page hears. Every function is called on the page's own thread. */
export interface ListenListener {
  /** The models are loaded; sounds follow. */
  onReady(offers: OpenedSoundModels['offers']): void;
  /** After every piece that the models heard. */
  onSound(sound: Sound, sightings: readonly Sighting[]): void;
  /** Whether nothing is listened to now, because the robot itself speaks. */
  onDeaf(deaf: boolean): void;
  /** On the edges, and at most twice a second while a label lasts. */
  onEvent(event: SeenEvent): void;
  onTrouble(trouble: Trouble | null): void;
}

/** Listens: gives every piece of the source to the models and tells the listener what they hear, until `stop`. */
export class Listening {
  readonly #smoother: Smoother;
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  #lastPiece = -Infinity;
  #deafUntil = -Infinity;
  #deaf = false;
  #models: readonly string[] | null = null;
  #running = true;
  #tick: ReturnType<typeof setInterval> | undefined;
  #soundTrouble: Trouble | null = null;
  #modelTrouble: Trouble | null = null;

  /** @param speaks whether the robot's own voice sounds now
   * @param smoothing how eager each label is */
  constructor(
    private readonly source: SoundSource,
    private readonly models: SoundModels,
    private readonly speaks: () => boolean,
    private readonly listener: ListenListener,
    smoothing: SmoothingOf = () => SOUND_SMOOTHING,
  ) {
    this.#smoother = new Smoother(smoothing, NOW_INTERVAL_MILLISECONDS);
  }

  /** Opens the source and the models. */
  start(): void {
    this.source.start(
      (sound) => this.#take(sound),
      (trouble) => {
        this.#soundTrouble = trouble;
        if (trouble !== null) this.#endAll();
        this.#tellTrouble();
      },
    );
    this.#tick = setInterval(() => {
      if (performance.now() - this.#lastPiece > SILENCE_MILLISECONDS) this.#endAll();
    }, TICK_MILLISECONDS);
    void this.#open();
  }

  /** Ends what is heard (with `stopped` events), closes the microphone and frees the models. */
  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    clearInterval(this.#tick);
    this.source.stop();
    this.models.close();
    this.#endAll();
  }

  async #open(): Promise<void> {
    const { offers, troubles } = await this.models.open();
    if (!this.#running) {
      this.models.close();
      return;
    }
    this.#modelTrouble = troubles[0] ?? null;
    this.#tellTrouble();
    this.#models = offers.map(({ model }) => model);
    this.listener.onReady(offers);
  }

  #take(sound: Sound): void {
    if (!this.#running || this.#models === null) return;
    this.#lastPiece = performance.now();
    if (this.#isDeaf(sound.time) || this.#waiting >= MOST_WAITING) return;
    this.#waiting += 1;
    this.#queue = this.#queue.then(() => this.#listen(sound)).finally(() => {
      this.#waiting -= 1;
    });
  }

  async #listen(sound: Sound): Promise<void> {
    try {
      const sightings = await this.models.listen(sound);
      if (!this.#running || this.#deaf) return;
      this.listener.onSound(sound, sightings);
      const stamps = { frame: sound.time, recognised: Math.max(sound.time, performance.now()) };
      for (const event of this.#smoother.update(this.#models ?? [], sightings, stamps)) this.listener.onEvent(event);
    } catch (error) {
      this.#modelTrouble = { message: `The models for sounds stopped: ${String(error)}`, hint: 'Stop listening, and start again.' };
      this.#tellTrouble();
    }
  }

  #isDeaf(time: number): boolean {
    if (this.speaks()) this.#deafUntil = time + RINGING_MILLISECONDS;
    const deaf = time < this.#deafUntil;
    if (deaf !== this.#deaf) {
      this.#deaf = deaf;
      if (deaf) this.#endAll();
      this.listener.onDeaf(deaf);
    }
    return deaf;
  }

  #endAll(): void {
    for (const event of this.#smoother.end(performance.now())) this.listener.onEvent(event);
  }

  #tellTrouble(): void {
    this.listener.onTrouble(this.#soundTrouble ?? this.#modelTrouble);
  }
}
