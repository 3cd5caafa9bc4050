import type { Sighting, Sound } from '../models/define';
import type { Session } from '../protocol/session.svelte';
import { History } from '../tuning/history';
import { Tuning } from '../tuning/tuning.svelte';
import type { SeenEvent } from '../watch/types';
import { Listening, SOUND_SMOOTHING, type ListenListener } from './listening';
import { LoudnessMeter, type Loudness } from './meter';
import { SOUND_MODELS, modelsHere, type OpenedSoundModels } from './models';
import type { SoundSource, Trouble } from './source';
import { robotSpeaks } from './speaks';

/** What changes 50 times a second is drawn 20 times. */
const DRAWN_EVERY_MILLISECONDS = 50;

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
  /** What the models can recognise once the microphone is on. */
  readonly labels: readonly string[] = SOUND_MODELS.flatMap(({ labels }) => labels);

  readonly history = new History();
  readonly tuning: Tuning;

  private listen: Listening | null = null;
  private meter = new LoudnessMeter();
  private offered: string[] = [];
  private drawn = -Infinity;
  private strongest: Record<string, number> = {};

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
    this.listen.start();
  }

  /** Switches the microphone off. */
  stop(): void {
    this.listen?.stop();
    this.listen = null;
    for (const model of this.offered) this.session.socket.offer(model, [], 'hear');
    this.offered = [];
    this.on = this.listening = this.deaf = false;
    this.forget();
    this.trouble = null;
  }

  /** Tells the robot what would be told if `label` were heard. */
  pretend(label: string, phase: 'started' | 'stopped'): void {
    const now = performance.now();
    this.tell({
      ...{ label, phase, model: 'sound', confidence: 1, side: null },
      ...{ x: null, y: null, width: null, height: null },
      stamps: { frame: now, recognised: now },
    });
  }

  onReady(offers: OpenedSoundModels['offers']): void {
    this.offered = offers.map(({ model }) => model);
    for (const { model, labels } of offers) this.session.socket.offer(model, [...labels], 'hear');
  }

  onSound(sound: Sound, sightings: readonly Sighting[]): void {
    const loudness = this.meter.feed(sound, this.tuning.of('sound', 'loud').threshold);
    for (const { confidences } of sightings) {
      for (const [label, sure] of Object.entries(confidences)) {
        this.strongest[label] = Math.max(this.strongest[label] ?? 0, sure);
      }
    }
    if (sound.time - this.drawn < DRAWN_EVERY_MILLISECONDS) return;
    this.drawn = sound.time;
    this.listening = true;
    this.loudness = loudness;
    this.confidences = this.strongest;
    this.history.add({ stamps: { frame: sound.time, recognised: sound.time }, confidences: this.strongest });
    this.strongest = {};
  }

  onDeaf(deaf: boolean): void {
    this.deaf = deaf;
    if (deaf) this.forget();
  }

  onEvent(event: SeenEvent): void {
    this.history.note(event);
    this.tell(event);
  }

  private tell({ stamps: { frame, recognised }, ...event }: SeenEvent): void {
    this.session.tell({ ...event, sense: 'hear', stamps: { sound: frame, recognised } });
  }

  onTrouble(trouble: Trouble | null): void {
    this.trouble = trouble;
    if (trouble) this.forget();
  }

  private forget(): void {
    this.loudness = null;
    this.confidences = {};
    this.strongest = {};
    this.drawn = -Infinity;
  }
}
