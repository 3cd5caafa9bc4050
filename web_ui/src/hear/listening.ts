/** From pieces of sound to events. */
import type { Sighting, Sound } from '../models/define';
import { NearMisses } from '../watch/near_misses';
import { Smoother } from '../watch/smoother';
import { labelsTold, sightingTold } from '../watch/tellers';
import type { NearMiss, SeenEvent, Smoothing, SmoothingOf } from '../watch/types';
import { Ear } from './ear';
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
/** What the page hears. Every function is called on the page's own thread. */
export interface ListenListener {
  /** Other models than before hear from now on: all of them, with the labels that each tells: no label twice. */
  onReady(offers: OpenedSoundModels['offers']): void;
  /** Every piece that is listened to. */
  onPiece(sound: Sound): void;
  /** After every piece that some of the models heard. */
  onSound(sound: Sound, sightings: readonly Sighting[]): void;
  /** Whether nothing is listened to now, because the robot itself speaks. */
  onDeaf(deaf: boolean): void;
  /** On the edges, and at most twice a second while a label lasts. */
  onEvent(event: SeenEvent): void;
  /** Something was nearly heard, and was not. */
  onMiss?(miss: NearMiss): void;
  onTrouble(trouble: Trouble | null): void;
}

/** Listens: gives every piece of the source to the models and tells the listener what they hear, until `stop`. */
export class Listening {
  readonly #smoother: Smoother;
  readonly #misses: NearMisses;
  /** The page's own models. */
  readonly #own: Ear;
  /** Those beside them. */
  #others: Ear | null = null;
  /** The labels that each model tells. */
  #told: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  #lastPiece = -Infinity;
  #deafUntil = -Infinity;
  #deaf = false;
  #running = true;
  #tick: ReturnType<typeof setInterval> | undefined;
  #soundTrouble: Trouble | null = null;

  /** @param speaks whether the robot's own voice sounds now
   * @param smoothing how eager each label is */
  constructor(
    private readonly source: SoundSource,
    models: SoundModels,
    private readonly speaks: () => boolean,
    private readonly listener: ListenListener,
    private readonly smoothing: SmoothingOf = () => SOUND_SMOOTHING,
  ) {
    this.#own = new Ear(models);
    this.#smoother = new Smoother(smoothing, NOW_INTERVAL_MILLISECONDS);
    this.#misses = new NearMisses((model, label) => this.#smoother.isSeen(model, label), (miss) => this.listener.onMiss?.(miss));
  }

  /** Opens the source and the models. */
  start(): void {
    this.source.start(
      (sound) => this.#take(sound),
      (trouble) => {
        this.#soundTrouble = trouble;
        if (trouble !== null) this.#tell(this.#smoother.end(performance.now()));
        this.#tellTrouble();
      },
    );
    this.#tick = setInterval(() => {
      if (performance.now() - this.#lastPiece > SILENCE_MILLISECONDS) this.#tell(this.#smoother.end(performance.now()));
    }, TICK_MILLISECONDS);
    void this.#open(this.#own);
  }

  /** Lets these models hear beside the page's own, in place of those that did so before; a word that both know is told by
   * them. Null: no others. */
  setOthers(models: SoundModels | null): void {
    if (!this.#running) return;
    const before = this.#others;
    this.#others = models === null ? null : new Ear(models);
    before?.close();
    this.#endAll(before?.offers?.map(({ model }) => model) ?? []);
    if (this.#others !== null) void this.#open(this.#others);
  }

  /** Ends what is heard (with `stopped` events), closes the microphone and frees the models. */
  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    clearInterval(this.#tick);
    this.source.stop();
    for (const ear of this.#ears()) ear.close();
    this.#tell(this.#smoother.end(performance.now()));
  }

  #ears(): Ear[] {
    return this.#others === null ? [this.#own] : [this.#others, this.#own];
  }

  async #open(ear: Ear): Promise<void> {
    if (await ear.open()) this.#share();
  }

  /** Shares the words out among the models that are loaded. */
  #share(): void {
    this.#tellTrouble();
    const offers = this.#ears().flatMap((ear) => ear.offers ?? []);
    const told = labelsTold(offers.map(({ model, labels }) => ({ id: model, labels })));
    this.#told = new Map([...told].map(([model, labels]) => [model, new Set(labels)]));
    this.listener.onReady(offers.map((offer) => ({ ...offer, labels: told.get(offer.model) ?? [] })));
  }

  #take(sound: Sound): void {
    if (!this.#running || this.#ears().every(({ offers }) => offers === null)) return;
    this.#lastPiece = performance.now();
    if (this.#isDeaf(sound.time)) return;
    this.listener.onPiece(sound);
    for (const ear of this.#ears()) {
      const models = ear.offers?.map(({ model }) => model) ?? [];
      ear.hear(
        sound,
        (sightings) => this.#heard(models, sound, sightings),
        () => this.#endAll(models),
      );
    }
  }

  #heard(models: readonly string[], sound: Sound, all: readonly Sighting[]): void {
    if (!this.#running || this.#deaf) return;
    const sightings = all.map((sighting) => sightingTold(sighting, this.#told));
    this.listener.onSound(sound, sightings);
    const stamps = { frame: sound.time, recognised: Math.max(sound.time, performance.now()) };
    this.#tell(this.#smoother.update(models, sightings, stamps));
    this.#misses.update(models, sightings, this.smoothing, stamps);
  }

  /** These models hear no more. */
  #endAll(models: readonly string[]): void {
    for (const model of models) this.#tell(this.#smoother.end(performance.now(), model));
    this.#share();
  }

  #isDeaf(time: number): boolean {
    if (this.speaks()) this.#deafUntil = time + RINGING_MILLISECONDS;
    const deaf = time < this.#deafUntil;
    if (deaf !== this.#deaf) {
      this.#deaf = deaf;
      if (deaf) this.#tell(this.#smoother.end(performance.now()));
      this.listener.onDeaf(deaf);
    }
    return deaf;
  }

  #tell(events: readonly SeenEvent[]): void {
    for (const event of events) this.listener.onEvent(event);
  }

  #tellTrouble(): void {
    const troubles = this.#ears().map(({ trouble }) => trouble);
    this.listener.onTrouble(this.#soundTrouble ?? troubles.find((trouble) => trouble !== null) ?? null);
  }
}
