import type { Picture } from '../frames/source';
import { lookOf, pictureOfFile, type Describes, type Look } from '../learn/collect';
import { taughtFrom } from '../learn/course';
import { renamed } from '../learn/lesson';
import { concernsOf, forbids, MOST_CLASSES, MOST_SAMPLES, nameFault, newId, newProject, tidied, type Gone, type Project, type Sample, type Signature, type Way } from '../learn/project';
import type { FollowsHands } from '../learn/filming';
import type { Ears } from '../learn/record';
import { lookOfSound, piecesOf, soundOfFile } from '../learn/sounds';
import type { Store } from '../learn/store';
import type { Progress } from '../learn/train';
import type { Trainer } from '../learn/trainer';
import { ModelError } from '../models/define';
import type { Cue } from '../models/movement/moving_hands';
import type { TaughtKind } from '../models/taught/card';
import { NOTHING, type TaughtModel } from '../models/taught/taught';
import { text } from '../text';
import { collectMovements, collectPictures, collectSounds, rested, type Collecting } from './collecting';
import { Mapping } from './mapping.svelte';
import { lastSignature, rememberSignature } from './signature';
import { troubleOf, type Trouble } from './trouble';
import { wordsFor, type Words } from './words';

/** So many pictures the timer takes, or pieces of sound: half a second each; and so many movements. */
const TIMER_SAMPLES = 20;
const TIMER_MOVEMENTS = 5;

/** Whoever has pictures, and can tell what they look like and what hands do in them. */
export interface Eyes extends FollowsHands {
  /** The next picture, which belongs to whoever asked; null where there is none. */
  glimpse(): Promise<Picture | null>;
  readonly finder: Describes;
}

/** What is taught in this page: the projects of this browser, the one that is open, and its training. */
export class Teacher {
  projects = $state.raw<readonly Project[]>([]);
  /** The one that is open; null while none is. */
  project = $state.raw<Project | null>(null);
  samples = $state.raw<readonly Sample[]>([]);
  /** The class that samples are being taken for. */
  collecting = $state<string | null>(null);
  /** Seconds until the timer begins; null while none runs. */
  countdown = $state<number | null>(null);
  /** What the hand has to do whose movements are being taken; null while none are. */
  cue = $state<Cue | null>(null);
  /** How much of the model that looks at samples has arrived, 0…1; null where it need not be loaded. */
  loads = $state<number | null>(null);
  /** How the next training goes about it. */
  way = $state<Way>('upon');
  /** Every epoch of the training that runs or ran last. */
  curve = $state.raw<readonly Progress[]>([]);
  training = $state(false);
  trouble = $state.raw<Trouble | null>(null);
  /** What was thrown away last, and can be had again until something else is opened or thrown away. */
  gone = $state.raw<Gone | null>(null);
  readonly map: Mapping;

  private touched = $state(false);
  /** Whether the button was let go: a sound that is being taken still ends. */
  private released = false;

  readonly concerns = $derived(this.project === null ? [] : concernsOf(this.project.classes, this.samples, this.project.kind));
  readonly canTrain = $derived(!this.training && this.project !== null && !this.concerns.some(forbids));
  /** Whether samples or classes are others than those that were learned. */
  readonly isStale = $derived(this.project?.outcome !== null && this.project !== null && this.touched);

  constructor(
    private readonly eyes: Eyes,
    private readonly ears: Ears,
    private readonly store: Store,
    private readonly trainer: Trainer,
    /** Is told of the models that there are to use from now on. */
    private readonly use: (taught: readonly TaughtModel[]) => void,
  ) {
    this.map = new Mapping(trainer);
  }

  /** Reads what is kept in this browser. */
  async open(): Promise<void> {
    await this.tried(async () => {
      this.projects = await this.store.projects();
      this.useAll();
    });
  }

  /** Begins a project of two classes, and opens it. */
  async begin(kind: TaughtKind): Promise<void> {
    const names = this.projects.map(({ name }) => name);
    let name = text.teach.kinds[kind].name;
    for (let number = 2; names.includes(name); number++) name = `${text.teach.kinds[kind].name} ${number}`;
    const project = newProject(kind, name, wordsFor(kind).firstClasses, Date.now(), lastSignature());
    await this.tried(async () => {
      await this.store.save(project);
      this.projects = [project, ...this.projects];
      await this.choose(project.id);
    });
  }

  /** Opens a project; null closes the one that is open. */
  async choose(id: string | null): Promise<void> {
    this.endCollecting();
    this.trainer.stop();
    await this.tried(async () => {
      const project = this.projects.find((one) => one.id === id) ?? null;
      const samples = project === null ? [] : await this.store.samples(project.id);
      this.samples = samples.filter((sample) => project?.classes.some((kind) => kind.id === sample.class));
      this.project = project;
      this.way = project?.outcome?.way ?? 'upon';
      this.curve = [];
      this.map.clear();
      this.gone = null;
      this.touched = false;
    });
  }

  /** Takes over a project that was brought, and opens it. */
  async adopt(project: Project, samples: readonly Sample[]): Promise<void> {
    await this.store.bring(project, samples);
    this.projects = [project, ...this.projects];
    this.useAll();
    await this.choose(project.id);
  }

  async rename(name: string): Promise<void> {
    const plain = tidied(name);
    if (this.project !== null && plain !== '') await this.change({ ...this.project, name: plain });
  }

  /** Says who made the open project and what others may do with it; the next one begins with the same. */
  async sign(changes: Partial<Signature>): Promise<void> {
    const { project } = this;
    if (project === null) return;
    const said = { author: project.author, licence: project.licence ?? '', ...changes };
    const signature = { ...said, author: tidied(said.author) };
    rememberSignature(signature);
    await this.change({ ...project, ...signature });
  }

  /** Throws the open project away, with its samples and its model. */
  async remove(): Promise<void> {
    const { project } = this;
    if (project === null) return;
    await this.choose(null);
    await this.tried(async () => {
      await this.store.remove(project.id);
      this.projects = this.projects.filter(({ id }) => id !== project.id);
      this.useAll();
    });
  }

  async addClass(): Promise<void> {
    const { project } = this;
    if (project === null) return;
    if (project.classes.length >= MOST_CLASSES) {
      this.trouble = text.teach.troubles.manyClasses(MOST_CLASSES);
      return;
    }
    let number = project.classes.length + 1;
    while (nameFault(text.teach.class(number), project.classes) !== null) number += 1;
    this.touched = true;
    await this.change({ ...project, classes: [...project.classes, { id: newId(), name: text.teach.class(number) }] });
  }

  async renameClass(id: string, name: string): Promise<void> {
    const { project } = this;
    if (project === null) return;
    const fault = nameFault(name, project.classes.filter((other) => other.id !== id));
    this.trouble = fault === null ? null : text.teach.troubles[fault](tidied(name));
    if (fault !== null) return;
    await this.change({ ...project, classes: project.classes.map((one) => (one.id === id ? { id, name: tidied(name) } : one)) });
  }

  /** Throws a class away, with its samples. */
  async removeClass(id: string): Promise<void> {
    const { project } = this;
    const kind = project?.classes.find((one) => one.id === id);
    if (project === null || kind === undefined) return;
    this.endCollecting();
    await this.change({ ...project, classes: project.classes.filter((one) => one.id !== id) });
    const samples = this.samples.filter((sample) => sample.class === id);
    await this.forget(samples.map((sample) => sample.id));
    this.touched = true;
    this.gone = { kind, samples };
  }

  /** Throws samples away. */
  async forget(ids: readonly string[]): Promise<void> {
    await this.tried(async () => {
      const samples = this.samples.filter(({ id }) => ids.includes(id));
      await this.store.forget(ids);
      this.samples = this.samples.filter(({ id }) => !ids.includes(id));
      this.gone = { kind: null, samples };
      this.touched = true;
    });
  }

  /** Brings back what was thrown away last. */
  async bringBack(): Promise<void> {
    const { project, gone } = this;
    if (project === null || gone === null) return;
    if (gone.kind !== null && nameFault(gone.kind.name, project.classes) !== null) {
      this.trouble = text.teach.troubles.taken(gone.kind.name);
      return;
    }
    this.gone = null;
    if (gone.kind !== null) await this.change({ ...project, classes: [...project.classes, gone.kind] });
    await this.addSamples(gone.samples);
  }

  /** Takes samples for a class until `endCollecting`, or until so many are taken. */
  async collect(id: string, most = Infinity): Promise<void> {
    if (this.collecting !== null || this.project === null) return;
    this.collecting = id;
    this.released = false;
    this.trouble = null;
    const trouble = await this.collected(this.project.kind, id, most);
    this.cue = null;
    if (trouble !== null) this.trouble = trouble;
    if (this.collecting === id) this.collecting = null;
  }

  private collected(kind: TaughtKind, id: string, most: number): Promise<Trouble | null> {
    const { noCamera, silent } = this.words.troubles;
    const collecting: Collecting = {
      ...{ most, isOff: () => this.collecting !== id, goesOn: () => !this.released, nothingCounts: this.isNothing(id) },
      ...{ troubles: { asleep: noCamera, silent: silent(this.nameOf(id)) }, keep: (burst, look) => this.take(id, burst, look) },
    };
    if (kind === 'sounds') return collectSounds(this.ears, collecting);
    if (kind === 'movements') return collectMovements(this.eyes, collecting, (cue) => (this.cue = cue), (trouble) => (this.trouble = trouble));
    return collectPictures(() => this.eyes.glimpse(), collecting, (picture, burst) => this.takePicture(id, picture, `${id}-${burst}`));
  }

  /** Counts down, so that a child alone can stand in front of the camera, and then takes some samples. */
  async collectByTimer(id: string, seconds = 3): Promise<void> {
    if (this.countdown !== null || this.collecting !== null) return;
    for (this.countdown = seconds; this.countdown > 0; this.countdown -= 1) {
      await rested(1000);
      if (this.countdown === null) return;
    }
    this.countdown = null;
    await this.collect(id, this.project?.kind === 'movements' ? TIMER_MOVEMENTS : TIMER_SAMPLES);
  }

  /** The button is let go: the second of sound or the movement that has begun is still taken. */
  release(): void {
    if (['sounds', 'movements'].includes(this.project?.kind ?? '') && this.collecting !== null) this.released = true;
    else this.endCollecting();
  }

  endCollecting(): void {
    this.collecting = null;
    this.countdown = null;
  }

  /** Takes files with pictures or sounds as samples of a class; those that can not be read are named. */
  async addFiles(id: string, files: readonly File[]): Promise<void> {
    this.trouble = null;
    const failed: { name: string; trouble: Trouble }[] = [];
    for (const file of files) {
      try {
        if (!(await this.takeFile(id, file))) break;
      } catch (error) {
        failed.push({ name: file.name, trouble: troubleOf(error) });
      }
    }
    const [first] = failed;
    if (first !== undefined) this.trouble = failed.length === 1 ? first.trouble : this.words.troubles.files(failed.map(({ name }) => name));
  }

  /** Trains, and uses the model from then on. */
  async train(): Promise<void> {
    const { project, samples, way } = this;
    if (project === null || !this.canTrain) return;
    this.endCollecting();
    this.training = true;
    this.curve = [];
    await this.tried(async () => {
      const tell = (progress: Progress) => (this.curve = [...this.curve, progress]);
      const looked = (part: number) => (this.loads = part < 1 ? part : null);
      const after = await taughtFrom(project, samples, way, this.trainer, tell, looked);
      // Names may have changed meanwhile; samples that came late are for the next time.
      const now = this.project?.id === project.id ? this.project : project;
      this.touched = this.samples !== samples || now.classes !== project.classes;
      await this.change(renamed({ ...after, name: now.name, classes: now.classes }));
    });
    this.training = false;
    this.loads = null;
  }

  /** How many dense layers at the end of a model that was brought are trained anew. */
  async freezeAllBut(layers: number): Promise<void> {
    if (this.project !== null) await this.change({ ...this.project, layers });
  }

  /** Ends the training; what it has learned by then is used. */
  stopTraining(): void {
    this.trainer.stop();
  }

  /** Draws the map of the samples anew. */
  async drawMap(): Promise<void> {
    await this.tried(() => this.map.draw(this.samples));
  }

  /** @throws ModelError where it is no picture or no sound, or nothing can be heard in it */
  private async takeFile(id: string, file: File): Promise<boolean> {
    if (this.project?.kind === 'movements') throw new ModelError(`“${file.name}” is no movement.`, text.teachMovements.fromCamera);
    if (this.project?.kind !== 'sounds') return await this.takePicture(id, await pictureOfFile(file, file.name), newId());
    const pieces = piecesOf(await soundOfFile(file, file.name)).filter(({ silent }) => !silent || this.isNothing(id));
    if (pieces.length === 0) {
      const { message, hint } = this.words.troubles.silent(this.nameOf(id));
      throw new ModelError(message, hint);
    }
    const burst = newId();
    for (const piece of pieces) if (!(await this.take(id, burst, () => lookOfSound(piece)))) return false;
    return true;
  }

  private async takePicture(id: string, picture: Picture, burst: string): Promise<boolean> {
    const kind = this.project?.kind ?? 'pictures';
    const loads = (part: number) => (this.loads = part < 1 ? part : null);
    if (this.project === null || this.samples.length >= MOST_SAMPLES) picture.image.close();
    const taken = await this.take(id, burst, () => lookOf(kind, picture, this.eyes.finder, loads));
    this.loads = null;
    return taken;
  }

  private async take(id: string, burst: string, look: () => Promise<Look>): Promise<boolean> {
    const { project } = this;
    if (project === null || this.samples.length >= MOST_SAMPLES) {
      this.trouble = text.teach.troubles.manySamples(MOST_SAMPLES);
      return false;
    }
    return await this.tried(async () => {
      const sample: Sample = { ...(await look()), id: newId(), project: project.id, class: id, burst, made: Date.now() };
      // Its class may have been thrown away while it was looked at.
      if (!this.projects.some((one) => one.id === project.id && one.classes.some((kind) => kind.id === id))) return;
      await this.store.add([sample]);
      if (this.project?.id !== project.id) return;
      this.samples = [...this.samples, sample];
      this.touched = true;
    });
  }

  private get words(): Words {
    return wordsFor(this.project?.kind);
  }

  private nameOf(id: string): string {
    return this.project?.classes.find((one) => one.id === id)?.name ?? '';
  }

  /** Whether silence is a sample of this class. */
  private isNothing(id: string): boolean {
    return this.nameOf(id) === NOTHING;
  }

  /** Adds samples that are made already. */
  async addSamples(samples: readonly Sample[]): Promise<boolean> {
    return await this.tried(async () => {
      await this.store.add(samples);
      this.samples = [...this.samples, ...samples.filter(({ project }) => project === this.project?.id)];
      this.touched = true;
    });
  }

  /** Changes the open project, or one of the others. */
  async change(project: Project): Promise<void> {
    const changed = renamed({ ...project, changed: Date.now() });
    // At once, so that what is changed next builds upon it.
    this.projects = this.projects.map((one) => (one.id === changed.id ? changed : one));
    if (this.project?.id === changed.id) this.project = changed;
    this.useAll();
    await this.tried(() => this.store.save(changed));
  }

  private useAll(): void {
    this.use(this.projects.flatMap(({ taught }) => (taught === null ? [] : [taught])));
  }

  private async tried(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.trouble = troubleOf(error);
      return false;
    }
  }
}
