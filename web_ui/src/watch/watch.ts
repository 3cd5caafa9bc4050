import type { FrameSource, Picture, Trouble } from '../frames/source';
import { ModelError, type Finding } from '../models/define';
import { MODELS } from '../models/registry';
import { taughtPictureModel } from '../models/taught/model';
import type { TaughtModel } from '../models/taught/taught';
import { Awaited } from './awaited';
import { WatchClient } from './client';
import { Found, strongest } from './found';
import type { Looked } from './loaded';
import { LongTaskCounter } from './long_tasks';
import { FrameMeter } from './meter';
import { isAsItWas } from './choose';
import { choose } from './contest';
import { forgetFastest, rememberFastest, rememberWanted, wish } from './remembered';
import { NearMisses } from './near_misses';
import { Slowness } from './slowness';
import { DEFAULT_SMOOTHING, Smoother } from './smoother';
import { Switches } from './switches';
import { labelsTold, sightingTold } from './tellers';
import type { Backend, ChosenBackend, SmoothingOf, Watch, WatchListener, WatchOptions, Wish } from './types';

/** Without a frame for so long, nothing is seen any more. */
const SILENCE_MILLISECONDS = 1000;
const TICK_MILLISECONDS = 500;
/** After trouble with the worker it tries again so often. */
const RETRY_MILLISECONDS = 5000;
/** A back end that is lost again so soon is not trusted any more. */
const SOON_MILLISECONDS = 60_000;

/** Watches: hands the source's frames to the models and tells the listener what they see, until `stop`. */
export function startWatching(source: FrameSource, listener: WatchListener, options: WatchOptions = {}): Watch {
  const watching = new Watching(source, listener, options);
  watching.start();
  return watching;
}

/** A browser gives a tab that nobody sees few frames, or none. */
const IN_BACKGROUND: Trouble = {
  message: 'This tab is in the background, so it sees nothing.',
  hint: 'Bring it to the front; it goes on by itself.',
};

class Watching implements Watch {
  readonly #smoother: Smoother;
  readonly #misses: NearMisses;
  #smoothing: SmoothingOf;
  readonly #meter = new FrameMeter();
  readonly #found = new Found();
  readonly #longTasks = new LongTaskCounter();
  readonly #switches: Switches;
  #client: WatchClient | undefined;
  /** Also those that only compete. */
  readonly #clients: WatchClient[] = [];
  /** The next worker, for those who have a picture before it is open. */
  readonly #opening = new Awaited<WatchClient>();
  #chosen: ChosenBackend | undefined;
  #slowness = new Slowness();
  /** Whether the worker shall be replaced by one that chooses its back end anew. */
  #anew = false;
  #lost: { backend: Backend; time: number; twice: boolean } | undefined;
  #on: readonly string[] = [];
  #taught: readonly TaughtModel[];
  #labels: readonly string[] = [];
  /** The labels that each model tells while these are on. */
  #told: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  #lastFrame = -Infinity;
  #tick: ReturnType<typeof setInterval> | undefined;
  #wake: () => void = () => undefined;
  #running = true;
  #inBackground = false;
  #sourceTrouble: Trouble | null = null;
  #workerTrouble: Trouble | null = null;

  constructor(
    private source: FrameSource,
    private readonly listener: WatchListener,
    options: WatchOptions,
  ) {
    this.#smoothing = options.smoothing ?? (() => DEFAULT_SMOOTHING);
    this.#smoother = new Smoother(this.#smoothing);
    this.#misses = new NearMisses((model, label) => this.#smoother.isSeen(model, label), (miss) => this.listener.onMiss?.(miss));
    this.#taught = options.taught ?? [];
    const models = options.models ?? MODELS.flatMap(({ id, startsOn, sense }) => (startsOn && sense === 'see' ? [id] : []));
    this.#switches = new Switches(models, () => {
      this.#heardModels();
    });
  }

  start(): void {
    this.#startSource();
    this.#tick = setInterval(() => {
      this.#onTick();
    }, TICK_MILLISECONDS);
    void this.#run();
  }

  setModels(ids: readonly string[]): void {
    this.#switches.set(ids);
  }

  setTaught(taught: readonly TaughtModel[]): void {
    const changed = taught.filter((model) => !this.#taught.includes(model));
    this.#taught = taught;
    void this.#client?.teach(taught).catch(() => undefined);
    const on = this.#switches.all().map(({ model }) => model);
    const anew = on.filter((id) => changed.some((model) => model.id === id));
    if (anew.length === 0) return;
    this.#switches.set(on.filter((id) => !anew.includes(id)));
    this.#switches.set(on);
  }

  setSource(source: FrameSource): void {
    this.source.stop();
    this.source = source;
    this.#endAll();
    this.#startSource();
  }

  setBackend(backend: Backend | null): void {
    rememberWanted(backend);
    this.#chooseAnew();
  }

  setSmoothing(smoothing: SmoothingOf): void {
    this.#smoothing = smoothing;
    this.#smoother.setSmoothing(smoothing);
  }

  async find(model: string, picture: Picture, loads: (fraction: number) => void): Promise<Finding[]> {
    const client = this.#client ?? (await this.#opening.next());
    return await client.find(model, picture, loads);
  }

  async describe(model: string, picture: Picture, loads: (fraction: number) => void): Promise<Float32Array | null> {
    const client = this.#client ?? (await this.#opening.next());
    return await client.describe(model, picture, loads);
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#opening.fail(new ModelError('The camera was switched off before the picture was looked at.', 'Try again.'));
    clearInterval(this.#tick);
    this.#longTasks.stop();
    this.source.stop();
    this.#closeWorkers();
    this.#wake();
    this.#endAll();
  }

  #startSource(): void {
    const source = this.source;
    this.#sourceTrouble = null;
    source.start((trouble) => {
      if (source !== this.source) return;
      this.#sourceTrouble = trouble;
      this.#tellTrouble();
    });
  }

  /** Opens the worker and feeds it; when it fails, says so and begins again a little later. */
  async #run(): Promise<void> {
    while (this.#running) {
      try {
        await this.#open();
        await this.#feed();
        this.#closeWorkers();
      } catch (error) {
        if (!this.#isRunning()) return;
        this.#workerTrouble = troubleOf(error);
        this.#closeWorkers();
        this.#tellTrouble();
        this.#endAll();
        this.#opening.fail(new ModelError(this.#workerTrouble.message, this.#workerTrouble.hint));
        forgetFastest();
        if (!(error instanceof BackendLost)) await this.#pause();
      }
    }
  }

  async #open(): Promise<void> {
    this.#anew = false;
    const [client, chosen] = await choose(this.#wish(), () => this.#newClient());
    if (!this.#isRunning()) return;
    this.#client = client;
    rememberFastest(chosen);
    this.#chosen = chosen;
    this.#slowness = new Slowness();
    this.#meter.begin(chosen.backend, chosen.threads, performance.now());
    this.#workerTrouble = null;
    this.listener.onBackend?.(chosen);
    await client.teach(this.#taught);
    if (!this.#isRunning()) return;
    this.#switches.use(client);
    this.#opening.come(client);
  }

  #newClient(): WatchClient {
    const client = new WatchClient();
    this.#clients.push(client);
    return client;
  }

  #wish(): Wish {
    return { ...wish(), shunned: this.#lost?.twice === true ? this.#lost.backend : null };
  }

  #closeWorkers(): void {
    this.#switches.use(undefined);
    this.#client = undefined;
    for (const client of this.#clients.splice(0)) client.close();
  }

  #chooseAnew(): void {
    this.#anew = true;
    this.#wake();
  }

  async #feed(): Promise<void> {
    const client = this.#client;
    while (this.#isRunning() && client !== undefined && !this.#anew) {
      const source = this.source;
      const picture = await source.next();
      if (picture === null) {
        // Another source took over, or it is all over.
        if (source === this.source) return;
      } else if (!this.#isRunning() || this.#on.length === 0 || source !== this.source) {
        picture.image.close();
      } else {
        await this.#look(client, picture);
      }
    }
  }

  async #look(client: WatchClient, picture: Picture): Promise<void> {
    const { width, height, time: frame } = picture;
    const handedOver = performance.now();
    const answer = await client.look(picture);
    if (!this.#isRunning()) return;
    if (answer === 'lost') throw this.#heardLost();
    const looked = this.#stillOn(answer);
    const recognised = performance.now();
    this.#lastFrame = recognised;
    this.#meter.add(recognised - handedOver, looked.models);
    for (const { model, trouble } of looked.troubles) this.#switches.fail(model, trouble);
    this.#found.add(looked, recognised);
    const stamps = { frame, recognised };
    const all = this.#found.all(recognised);
    this.listener.onSightings(all, { width, height, stamps, confidences: strongest(this.#labels, all) });
    const models = looked.models.map(({ model }) => model);
    for (const event of this.#smoother.update(models, looked.sightings, stamps)) this.listener.onEvent(event);
    this.#misses.update(models, looked.sightings, this.#smoothing, stamps);
  }

  #heardLost(): BackendLost {
    const backend = this.#chosen?.backend ?? 'wasm';
    const now = performance.now();
    this.#lost = { backend, time: now, twice: now - (this.#lost?.time ?? -Infinity) < SOON_MILLISECONDS };
    return new BackendLost();
  }

  /** A model may have been switched off while it looked. */
  #stillOn({ models, sightings, troubles }: Looked): Looked {
    const isOn = ({ model }: { model: string }) => this.#on.includes(model);
    const told = sightings.filter(isOn).map((sighting) => sightingTold(sighting, this.#told));
    return { models: models.filter(isOn), sightings: told, troubles };
  }

  #heardModels(): void {
    const before = this.#on;
    this.#on = this.#switches.on();
    const all = [...MODELS.filter(({ sense }) => sense === 'see'), ...this.#taught.map(taughtPictureModel)];
    const models = all.filter(({ id }) => this.#on.includes(id));
    for (const model of before.filter((id) => !this.#on.includes(id))) {
      this.#found.forget(model);
      this.#tellEnd(model);
    }
    if (before.length !== this.#on.length || before.some((id) => !this.#on.includes(id))) {
      const told = labelsTold(models);
      this.#told = new Map([...told].map(([id, labels]) => [id, new Set(labels)]));
      this.#labels = [...told.values()].flat();
      this.listener.onReady(models.map(({ id, title }) => ({ model: id, title, labels: told.get(id) ?? [] })));
    }
    this.listener.onModels?.(this.#switches.all());
    this.#tellTrouble();
  }

  #onTick(): void {
    const now = performance.now();
    const silent = now - this.#lastFrame > SILENCE_MILLISECONDS;
    if (silent) this.#endAll();
    this.#inBackground = silent && this.#on.length > 0 && document.visibilityState === 'hidden';
    this.#tellTrouble();
    const status = this.#meter.status(now, this.source.dropped, () => this.#longTasks.take());
    if (status === null) return;
    this.listener.onStatus(status);
    if (this.#slowness.heard(status.models, now)) void this.#lookIntoSlowness();
  }

  /** Threads that wait for each other on busy cores are many times slower than one: then it is chosen anew. */
  async #lookIntoSlowness(): Promise<void> {
    const chosen = this.#chosen;
    const milliseconds = await this.#client?.measure().catch(() => undefined);
    if (chosen === undefined || chosen !== this.#chosen || milliseconds === undefined) return;
    if (chosen.threads === 1 || isAsItWas(chosen.milliseconds, milliseconds)) return;
    forgetFastest();
    this.#chooseAnew();
  }

  #endAll(): void {
    this.#tellEnd();
  }

  #tellEnd(model?: string): void {
    for (const event of this.#smoother.end(performance.now(), model)) this.listener.onEvent(event);
  }

  #toldTrouble: Trouble | null = null;

  #tellTrouble(): void {
    if (!this.#running) return;
    const trouble = this.#sourceTrouble ?? this.#workerTrouble ?? this.#switches.trouble ?? (this.#inBackground ? IN_BACKGROUND : null);
    if (trouble?.message === this.#toldTrouble?.message) return;
    this.#toldTrouble = trouble;
    this.listener.onTrouble(trouble);
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

/** The graphics card was reset, or its driver took its memory back. */
class BackendLost extends ModelError {
  constructor() {
    super('The graphics card stopped computing.', 'The models start again by themselves.');
  }
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof ModelError) return { message: error.message, hint: error.hint };
  return { message: `The models stopped: ${String(error)}`, hint: 'They start again by themselves in a moment.' };
}
