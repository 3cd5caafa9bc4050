import { holdsOf, packed, unpacked } from '../learn/archive';
import { newId, type Project, type Sample } from '../learn/project';
import { unzipped } from '../learn/zip';
import type { ProjectEntry, RobotProjects } from '../protocol/projects';
import { text } from '../text';
import type { Sharing } from './sharing.svelte';
import type { Teacher } from './teacher.svelte';

/** What somebody decides before a project leaves the page: null where nothing shall. */
export type Decision = 'replace' | 'beside' | null;

/** What would leave the page, and what lies on the robot in its place. */
export interface Question {
  samples: readonly Sample[];
  there: ProjectEntry | null;
}

/** The projects that the robot keeps, with their samples: only on request, and after it was said what that means. */
export class Keeping {
  /** Those on the robot. */
  projects = $state.raw<readonly ProjectEntry[]>([]);
  /** Waits for `decided`. */
  question = $state.raw<Question | null>(null);

  private decide: (decision: Decision) => void = () => undefined;

  constructor(
    private readonly teacher: Teacher,
    private readonly sharing: Sharing,
    private readonly robot: RobotProjects,
  ) {}

  /** Reads which projects the robot keeps. */
  async refresh(): Promise<void> {
    this.projects = await this.robot.list().catch(() => this.projects);
  }

  /** Saves the open project on the robot, once somebody has said that its samples may lie there. */
  async save(): Promise<void> {
    const { project } = this.teacher;
    if (project === null) return;
    await this.sharing.attempt(async () => {
      const samples = await this.sharing.agreed(this.teacher.samples);
      if (samples === null) return;
      this.projects = await this.robot.list();
      const there = this.projects.find(({ id }) => id === idOf(project)) ?? null;
      const decision = await this.ask({ samples, there });
      if (decision === null) return;
      const id = decision === 'beside' ? newId() : idOf(project);
      const zip = await packed(project, samples);
      const entry = await this.robot.save(id, zip, holdsOf(samples), decision === 'replace' ? (there?.hash ?? null) : null);
      const now = this.teacher.projects.find((one) => one.id === project.id);
      if (now !== undefined) await this.teacher.change({ ...now, stored: id });
      await this.refresh();
      this.sharing.note = text.teach.keep.saved(entry.name, entry.samples);
    });
  }

  /** Opens a project of the robot's in this browser; it stays on the robot. */
  async open({ id, name }: ProjectEntry): Promise<void> {
    await this.sharing.attempt(async () => {
      const { project, samples } = unpacked(unzipped(await this.robot.load(id), name), Date.now());
      await this.teacher.adopt({ ...project, stored: id }, samples);
    });
  }

  /** Removes a project from the robot, with its samples; what this browser has of it stays. */
  async remove(entry: ProjectEntry): Promise<void> {
    await this.sharing.attempt(() => this.robot.remove(entry));
    await this.refresh();
  }

  decided(decision: Decision): void {
    this.question = null;
    this.decide(decision);
  }

  private ask(question: Question): Promise<Decision> {
    this.question = question;
    return new Promise((resolve) => (this.decide = resolve));
  }
}

/** What a project is called on the robot. */
function idOf({ id, stored }: Project): string {
  return stored ?? id;
}
