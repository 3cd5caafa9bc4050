import { Glimpses } from '../frames/glimpses';
import type { FrameSource, Picture } from '../frames/source';
import type { PictureModel } from '../models/define';
import type { Point3 } from '../models/hand/geometry';
import { pointsIn } from '../models/hand/where';
import { taughtPictureModel } from '../models/taught/model';
import type { TaughtModel } from '../models/taught/taught';
import type { PageModel } from '../protocol/messages';
import type { Session } from '../protocol/session.svelte';
import type {
  Backend,
  ChosenBackend,
  FrameInfo,
  ModelStatus,
  NearMiss,
  SeenEvent,
  Sighting,
  Trouble,
  Watch,
  WatchListener,
  WatchOptions,
  WatchStatus,
} from '../watch/types';
import { told } from '../text';
import { Finder } from '../watch/find';
import { rememberWanted, wanted } from '../watch/remembered';
import { DEFAULT_SMOOTHING } from '../watch/smoother';
import { startWatching } from '../watch/watch';
import { History } from '../tuning/history';
import { modelOf, PICTURE_MODELS, rememberSwitch, switchedOn } from './models';
import { Remembered } from '../tuning/remembered.svelte';
import { Tuning } from '../tuning/tuning.svelte';

/** The model that tells where a hand's landmarks are. */
const HAND = 'hand';

/** Nobody reads numbers that change more often. */
const READ_EVERY_MILLISECONDS = 100;

/** The most letters of a model's title that travel. */
const LONGEST_TITLE = 64;

/** The camera and the models that look through it; tells the robot what they see. */
export class Watcher implements WatchListener {
  /** Whether the camera shall be on. */
  on = $state(false);
  /** Whether the models look at pictures by now. */
  looking = $state(false);
  /** Models that were taught here, beside those that the page has by itself. */
  taught = $state.raw<readonly TaughtModel[]>([]);
  /** Every model for pictures, in the order of its switches. */
  readonly kinds: readonly PictureModel[] = $derived([...PICTURE_MODELS, ...this.taught.map(taughtPictureModel)]);
  /** The ids of the models that are switched on. */
  models = $state.raw<readonly string[]>(switchedOn());
  /** What the robot is told of all of them. */
  readonly cards: readonly PageModel[] = $derived(
    this.kinds.map(({ id, title, labels }) => ({ model: id, title: told(title).slice(0, LONGEST_TITLE), sense: 'see', labels: [...labels], on: this.models.includes(id) })),
  );
  /** How far each of them is; empty while the camera is off, for then none is loaded. */
  statuses = $state.raw<readonly ModelStatus[]>([]);
  sightings = $state.raw<readonly Sighting[]>([]);
  /** The last picture of which the numbers are shown: some ten a second. */
  frame = $state.raw<FrameInfo | null>(null);
  status = $state.raw<WatchStatus | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  /** What the models compute on; null while the camera is off. */
  chosen = $state.raw<ChosenBackend | null>(null);
  /** What the person wants them to compute on; null for what is fastest. */
  wanted = $state.raw<Backend | null>(wanted());

  /** Whether the camera is on, as far as anyone knows. */
  readonly awake = $derived(this.on && this.trouble === null);

  /** For whoever has a single picture; it works without the camera too. */
  readonly finder = new Finder(() => this.watch);

  readonly history = new History();
  readonly remembered = new Remembered(this.history);
  readonly tuning: Tuning;

  private watch: Watch | null = null;
  private glimpses: Glimpses | null = null;
  private followers: readonly ((hands: readonly (readonly Point3[])[], seconds: number) => void)[] = [];
  /** The labels of each model that the robot was told of, as one text. */
  private offered: Readonly<Record<string, string>> = {};

  constructor(private readonly session: Session) {
    this.tuning = new Tuning(session, DEFAULT_SMOOTHING);
  }

  /** Looks through a camera, or another one than before. */
  start(source: FrameSource): void {
    this.on = true;
    this.forgetSights();
    this.glimpses = new Glimpses(source);
    if (this.watch) this.watch.setSource(this.glimpses);
    else this.watch = startWatching(this.glimpses, this, this.options());
  }

  /** Switches the camera off. */
  stop(): void {
    this.watch?.stop();
    this.watch = this.glimpses = null;
    this.onReady([]);
    this.on = this.looking = false;
    this.statuses = [];
    this.forgetSights();
    this.status = this.chosen = this.trouble = null;
  }

  /** The next picture, for whoever wants a single one; null while there is none. */
  async glimpse(): Promise<Picture | null> {
    return (await this.glimpses?.glimpse()) ?? null;
  }

  /** Gives the landmarks of the hands, in pixels, in every picture that is looked at for hands, until the function that it
   * returns is called; meanwhile hands are looked for, whatever is switched on. */
  follow(take: (hands: readonly (readonly Point3[])[], seconds: number) => void): () => void {
    this.followers = [...this.followers, take];
    this.useModels();
    return () => {
      this.followers = this.followers.filter((one) => one !== take);
      this.useModels();
    };
  }

  /** Switches a model on or off. */
  switchModel(model: string, on: boolean): void {
    this.models = on ? [...this.models, model] : this.models.filter((other) => other !== model);
    rememberSwitch(model, on);
    if (!on) this.sightings = this.sightings.filter((sighting) => sighting.model !== model);
    this.useModels();
  }

  /** Has these taught models from now on; a new one is switched on, unless it was left off. */
  setTaught(taught: readonly TaughtModel[]): void {
    const before = this.taught.map(({ id }) => id);
    const now = taught.map(({ id }) => id);
    this.taught = taught;
    const left = switchedOn(this.kinds);
    const on = now.filter((id) => (before.includes(id) ? this.models : left).includes(id));
    this.models = [...this.models.filter((id) => !before.includes(id) && !now.includes(id)), ...on];
    this.watch?.setTaught(taught);
    this.useModels();
  }

  /** Lets the models compute on something else; null: on what is fastest. */
  setBackend(backend: Backend | null): void {
    this.wanted = backend;
    if (this.watch) this.watch.setBackend(backend);
    else rememberWanted(backend);
  }

  /** Tells the robot what would be told if `label` were seen. */
  pretend(label: string, phase: 'started' | 'stopped'): void {
    const now = performance.now();
    this.tell({
      ...{ label, phase, model: modelOf(label, this.models, this.kinds)?.id ?? 'hand', confidence: 1, side: null },
      ...{ x: 0.5, y: 0.5, width: 0.3, height: 0.4 },
      stamps: { frame: now, recognised: now },
    });
  }

  onReady(offers: readonly { model: string; labels: readonly string[] }[]): void {
    const models = offers.map(({ model }) => model);
    for (const model of Object.keys(this.offered).filter((id) => !models.includes(id))) this.session.socket.offer(model, []);
    for (const { model, labels } of offers) {
      // Of the words that two models know, one takes over what the other told.
      const told = labels.join();
      if (this.offered[model] !== told) this.session.socket.offer(model, [...labels]);
    }
    this.offered = Object.fromEntries(offers.map(({ model, labels }) => [model, labels.join()]));
  }

  onSightings(sightings: readonly Sighting[], frame: FrameInfo): void {
    this.looking = true;
    this.tellFollowers(this.sightings, sightings, frame);
    this.sightings = sightings;
    this.history.add(frame);
    const since = frame.stamps.recognised - (this.frame?.stamps.recognised ?? -Infinity);
    const isAsLarge = frame.width === this.frame?.width && frame.height === this.frame.height;
    if (since >= READ_EVERY_MILLISECONDS || !isAsLarge) this.frame = frame;
  }

  onEvent(event: SeenEvent): void {
    this.history.note(event);
    this.remembered.note(event, this.tell(event), this.tuning.of(event.model, event.label));
  }

  onMiss(miss: NearMiss): void {
    this.remembered.miss(miss);
  }

  onStatus(status: WatchStatus): void {
    this.status = status;
  }

  onTrouble(trouble: Trouble | null): void {
    this.trouble = trouble;
    if (trouble) this.sightings = [];
  }

  onBackend(chosen: ChosenBackend): void {
    this.chosen = chosen;
  }

  onModels(statuses: readonly ModelStatus[]): void {
    this.statuses = statuses;
  }

  private useModels(): void {
    this.watch?.setModels(this.wantedModels);
  }

  private get wantedModels(): readonly string[] {
    return this.followers.length === 0 || this.models.includes(HAND) ? this.models : [...this.models, HAND];
  }

  private tellFollowers(before: readonly Sighting[], now: readonly Sighting[], frame: FrameInfo): void {
    const hands = now.filter(({ model }) => model === HAND);
    // Those that are the same ones as before are of an older picture.
    if (hands.length > 0 && hands.every((hand) => before.includes(hand))) return;
    for (const take of this.followers) take(hands.map(({ landmarks }) => pointsIn(frame, landmarks)), frame.stamps.frame / 1000);
  }

  private options(): WatchOptions {
    return { models: this.wantedModels, taught: this.taught, smoothing: (model, label) => this.tuning.of(model, label) };
  }

  private forgetSights(): void {
    this.sightings = [];
    this.frame = null;
  }

  private tell(event: SeenEvent): string {
    return this.session.tell({ ...event, sense: 'see', stamps: { ...event.stamps } });
  }
}
