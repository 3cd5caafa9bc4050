import { packed } from '../learn/archive';
import { brought, columnsOf } from '../learn/bring';
import { modelId } from '../learn/lesson';
import { filesOf, modelOf } from '../learn/model_files';
import { newProject, newId, type Sample } from '../learn/project';
import type { Trainer } from '../learn/trainer';
import { unzipped, zipped } from '../learn/zip';
import { kindOf } from '../models/taught/card';
import { RobotError } from '../protocol/answers';
import type { ModelEntry, RobotModels } from '../protocol/models';
import { text } from '../text';
import { toAskAbout, type Asked, type Finds } from './checks';
import { lastSignature } from './signature';
import type { Teacher } from './teacher.svelte';
import { troubleOf, type Trouble } from './trouble';

/** A file that the browser shall save. */
export interface Saved {
  name: string;
  data: Blob;
}

/** What leaves this browser, and what comes into it: files, and models on the robot. */
export class Sharing {
  /** The models that live on the robot. */
  robots = $state.raw<readonly ModelEntry[]>([]);
  busy = $state(false);
  /** How many of the samples were looked over, 0…1; null while none are. */
  looked = $state<number | null>(null);
  /** Samples with a face or print on them: somebody has to say whether they go along. */
  asked = $state.raw<readonly Asked[]>([]);
  trouble = $state.raw<Trouble | null>(null);
  /** What was done, for people. */
  note = $state('');

  private decide: (along: boolean | null) => void = () => undefined;

  constructor(
    private readonly teacher: Teacher,
    private readonly trainer: Trainer,
    private readonly models: RobotModels,
    private readonly finder: Finds,
    /** Lets the browser save a file. */
    private readonly save: (file: Saved) => void,
  ) {}

  /** Reads which models live on the robot. */
  async refresh(): Promise<void> {
    this.robots = await this.models.list().catch(() => this.robots);
  }

  /** Opens files that somebody brought: a project, a model, a Teachable Machine export, pictures. */
  async bring(files: readonly File[]): Promise<void> {
    await this.attempt(async () => {
      const found = await brought(files, Date.now());
      if (found.what === 'project') {
        if (found.project.taught !== null) await this.trainer.check(found.project.taught);
        await this.teacher.adopt(found.project, found.samples);
        return;
      }
      const names = [...found.pictures.keys()];
      const project = newProject('pictures', found.name, ['', ''], Date.now(), lastSignature());
      const classes = names.map((name) => ({ id: newId(), name }));
      await this.teacher.adopt({ ...project, classes }, []);
      for (const [index, pictures] of [...found.pictures.values()].entries()) {
        const own = pictures.map(({ name, picture }) => new File([picture], name));
        await this.teacher.addFiles(classes[index]?.id ?? '', own);
      }
    });
  }

  /** Saves the open project as a file; if there are faces or papers on its pictures, somebody decides first. */
  async saveProject(): Promise<void> {
    const { project } = this.teacher;
    if (project === null) return;
    await this.attempt(async () => {
      const shared = await this.agreed(this.teacher.samples);
      if (shared === null) return;
      this.save({ name: `${fileName(project.name)}.tjbot.zip`, data: new Blob([await packed(project, shared)], { type: 'application/zip' }) });
      this.note = text.teach.share.savedFile(shared.length);
    });
  }

  /** Saves the model of the open project as a folder for any web page; there are no pictures in it. */
  async saveWebPage(): Promise<void> {
    const taught = this.teacher.project?.taught;
    if (!taught) return;
    await this.attempt(async () => {
      const zip = await this.trainer.webPage(taught);
      this.save({ name: `${fileName(taught.title)}-for-a-web-page.zip`, data: new Blob([zip], { type: 'application/zip' }) });
      this.note = text.teach.share.savedPage;
    });
  }

  /** Saves the model of the open project on the robot, in place of its own earlier one; there are no pictures in it. */
  async saveOnRobot(): Promise<void> {
    const taught = this.teacher.project?.taught;
    if (!taught) return;
    await this.attempt(async () => {
      await this.refresh();
      const before = this.robots.find(({ id }) => id === taught.id)?.hash ?? null;
      await this.models.save(taught.id, zipped(filesOf(taught)), before);
      await this.refresh();
      this.note = text.teach.share.savedOnRobot(taught.title);
    });
  }

  /** Takes a model from the robot into this browser. */
  async loadFromRobot({ id }: ModelEntry): Promise<void> {
    await this.attempt(async () => {
      const taught = modelOf(unzipped(await this.models.load(id), id), id);
      await this.trainer.check(taught);
      const kind = kindOf(taught.input);
      const fresh = newProject(kind, taught.title, ['', ''], Date.now());
      // It keeps its name on the wire, unless this browser has it already, with its samples.
      const own = id.replace(/^own-/, '');
      const isHere = this.teacher.projects.some((project) => project.id === own);
      const project = { ...fresh, id: id.startsWith('own-') && !isHere ? own : fresh.id };
      const classes = taught.labels.map((name) => ({ id: newId(), name }));
      const outcome = { time: Date.now(), learned: 0, seconds: 0, answers: [], classes };
      const here = { ...taught, id: modelId(project) };
      await this.teacher.adopt({ ...project, author: taught.author, licence: taught.licence, classes, columns: columnsOf(taught), taught: here, base: here, outcome }, []);
    });
  }

  /** Removes a model from the robot. */
  async removeFromRobot({ id }: ModelEntry): Promise<void> {
    await this.attempt(() => this.models.remove(id));
    await this.refresh();
  }

  /** What becomes of the samples that were asked about: they go along, they stay here, or (null) nothing is saved. */
  decided(along: boolean | null): void {
    this.asked = [];
    this.decide(along);
  }

  /** Those of the samples that may be shared: all, unless somebody was asked and leaves some out; null: none of them. */
  async agreed(samples: readonly Sample[]): Promise<readonly Sample[] | null> {
    const asked = await this.lookedOver(samples);
    const along = asked.length === 0 || (await this.ask(asked));
    if (along === null) return null;
    return along ? samples : samples.filter((one) => !asked.some(({ sample }) => sample === one));
  }

  private ask(asked: readonly Asked[]): Promise<boolean | null> {
    this.asked = asked;
    return new Promise((resolve) => (this.decide = resolve));
  }

  private async lookedOver(samples: readonly Sample[]): Promise<readonly Asked[]> {
    // What is drawn of a sound or a movement shows nobody.
    if (['sounds', 'movements'].includes(this.teacher.project?.kind ?? '')) return [];
    try {
      return await toAskAbout(samples, this.finder, (fraction) => (this.looked = fraction));
    } finally {
      this.looked = null;
    }
  }

  /** Does something that may fail, and tells what went wrong; only one thing at a time. */
  async attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.trouble = null;
    this.note = '';
    try {
      await work();
    } catch (error) {
      this.trouble = error instanceof RobotError ? { message: error.message, hint: error.hint } : troubleOf(error);
    } finally {
      this.busy = false;
    }
  }
}

/** A project's name as the name of a file. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '') || 'tjbot';
}
