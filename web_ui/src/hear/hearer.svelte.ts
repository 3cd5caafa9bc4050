import type { Sighting, Sound, SoundModel } from '../models/define';
import { taughtSoundModel } from '../models/taught/model';
import type { TaughtModel } from '../models/taught/taught';
import type { PageModel } from '../protocol/messages';
import type { Session } from '../protocol/session.svelte';
import { text } from '../text';
import { History } from '../tuning/history';
import { Remembered } from '../tuning/remembered.svelte';
import { Tuning } from '../tuning/tuning.svelte';
import type { NearMiss, SeenEvent } from '../watch/types';
import { Listening, SOUND_SMOOTHING, type ListenListener } from './listening';
import { LoudnessMeter, type Loudness } from './meter';
import { SOUND_MODELS, modelsHere, type OpenedSoundModels } from './models';
import type { SoundSource, Trouble } from './source';
import { robotSpeaks } from './speaks';
import { taughtModels } from './taught';
import { modelOf } from './words';

/** What changes 50 times a second is drawn 20 times. */
const DRAWN_EVERY_MILLISECONDS = 50;

/** Whoever takes the sound as it comes; `floor` is how quiet the room is at its quietest, in decibels, where it is known. */
export type Tap = (sound: Sound, floor: number | null) => void;

/** The microphone and the models that listen through it; tells the robot what they hear. */
export class Hearer implements ListenListener {
  /** Whether the microphone shall be on. */
  on = $state(false);
  /** Whether sounds arrive by now. */
  listening = $state(false);
  /** Whether the robot itself speaks, so that nothing is listened to. */
  deaf = $state(false);
  loudness = $state.raw<Loudness | null>(null);
  /** How sure the models are of each label, 0…1. */
  confidences = $state.raw<Readonly<Record<string, number>>>({});
  trouble = $state.raw<Trouble | null>(null);

  /** Whether the microphone is on, as far as anyone knows. */
  readonly awake = $derived(this.on && this.trouble === null);
  /** Models that were taught here, beside those that the page has by itself. */
  taught = $state.raw<readonly TaughtModel[]>([]);
  /** Every model for sounds; of those that know the same word, the first tells it. */
  readonly kinds: readonly SoundModel[] = $derived([...this.taught.map(taughtSoundModel), ...SOUND_MODELS]);

  /** What the robot is told of all of them: one switch is for all. */
  readonly cards: readonly PageModel[] = $derived(
    this.kinds.map(({ id, labels }) => ({ model: id, title: text.hear.start, sense: 'hear', labels: [...labels], on: this.on })),
  );

  readonly history = new History();
  readonly remembered = new Remembered(this.history);
  readonly tuning: Tuning;

  private listen: Listening | null = null;
  private meter = new LoudnessMeter();
  private newest: Loudness | null = null;
  /** The labels of each model that the robot was told of, as one text. */
  private offered: Readonly<Record<string, string>> = {};
  private drawn = -Infinity;
  /** How sure each model was of each of its labels at most, since it was drawn last. */
  private strongest: Readonly<Record<string, Readonly<Record<string, number>>>> = {};
  /** What was drawn last. */
  private heard: Readonly<Record<string, Readonly<Record<string, number>>>> = {};
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  private readonly taps = new Set<Tap>();

  constructor(private readonly session: Session) {
    this.tuning = new Tuning(session, SOUND_SMOOTHING);
  }

  /** Listens through a microphone. */
  start(source: SoundSource): void {
    this.stop();
    this.on = true;
    this.meter = new LoudnessMeter();
    const smoothing = (model: string, label: string) => this.tuning.of(model, label);
    this.listen = new Listening(source, modelsHere(), () => robotSpeaks(this.session), this, smoothing);
    if (this.taught.length > 0) this.listen.setOthers(taughtModels(this.taught));
    this.listen.start();
  }

  /** Has these taught models from now on. */
  setTaught(taught: readonly TaughtModel[]): void {
    const isSame = taught.length === this.taught.length && taught.every((model, index) => model === this.taught[index]);
    if (isSame) return;
    this.taught = taught;
    this.listen?.setOthers(taught.length > 0 ? taughtModels(taught) : null);
  }

  /** Gives every piece of sound that is listened to, from now on until the function that it returns is called. */
  tap(tap: Tap): () => void {
    this.taps.add(tap);
    return () => this.taps.delete(tap);
  }

  /** Switches the microphone off. */
  stop(): void {
    this.listen?.stop();
    this.listen = null;
    this.onReady([]);
    this.on = this.listening = this.deaf = false;
    this.forget();
    this.trouble = null;
  }

  /** Tells the robot what would be told if `label` were heard. */
  pretend(label: string, phase: 'started' | 'stopped'): void {
    const now = performance.now();
    this.tell({
      ...{ label, phase, model: modelOf(label, this.kinds) ?? 'sound', confidence: 1, side: null },
      ...{ x: null, y: null, width: null, height: null },
      stamps: { frame: now, recognised: now },
    });
  }

  onReady(offers: OpenedSoundModels['offers']): void {
    const models = offers.map(({ model }) => model);
    for (const model of Object.keys(this.offered).filter((id) => !models.includes(id))) this.session.socket.offer(model, [], 'hear');
    for (const { model, labels } of offers) {
      if (this.offered[model] !== labels.join()) this.session.socket.offer(model, [...labels], 'hear');
    }
    this.offered = Object.fromEntries(offers.map(({ model, labels }) => [model, labels.join()]));
    this.heard = Object.fromEntries(Object.entries(this.heard).filter(([model]) => models.includes(model)));
  }

  onPiece(sound: Sound): void {
    const loudness = this.meter.feed(sound, this.tuning.of('sound', 'loud').threshold);
    this.newest = loudness;
    for (const tap of this.taps) tap(sound, loudness.floor);
  }

  onSound(sound: Sound, sightings: readonly Sighting[]): void {
    for (const { model, confidences } of sightings) {
      this.strongest = { ...this.strongest, [model]: strongestOf(this.strongest[model] ?? {}, confidences) };
    }
    if (sound.time - this.drawn < DRAWN_EVERY_MILLISECONDS) return;
    this.drawn = sound.time;
    this.listening = true;
    this.loudness = this.newest;
    // What one of them did not hear meanwhile it hears as before.
    this.heard = { ...this.heard, ...this.strongest };
    this.strongest = {};
    this.confidences = Object.values(this.heard).reduce(strongestOf, {});
    this.history.add({ stamps: { frame: sound.time, recognised: sound.time }, confidences: this.confidences });
  }

  onDeaf(deaf: boolean): void {
    this.deaf = deaf;
    if (deaf) this.forget();
  }

  onEvent(event: SeenEvent): void {
    this.history.note(event);
    this.remembered.note(event, this.tell(event), this.tuning.of(event.model, event.label));
  }

  onMiss(miss: NearMiss): void {
    this.remembered.miss(miss);
  }

  private tell({ stamps: { frame, recognised }, ...event }: SeenEvent): string {
    return this.session.tell({ ...event, sense: 'hear', stamps: { sound: frame, recognised } });
  }

  onTrouble(trouble: Trouble | null): void {
    this.trouble = trouble;
    if (trouble) this.forget();
  }

  private forget(): void {
    this.loudness = this.newest = null;
    this.confidences = {};
    this.strongest = this.heard = {};
    this.drawn = -Infinity;
  }
}

function strongestOf(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): Record<string, number> {
  const both = { ...one };
  for (const [label, sure] of Object.entries(other)) both[label] = Math.max(both[label] ?? 0, sure);
  return both;
}
