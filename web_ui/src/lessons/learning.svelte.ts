import type { RobotLessons, Lesson, LessonEntry } from '../protocol/lessons';
import type { About } from '../protocol/messages';
import { sentences } from '../protocol/session.svelte';
import { newlyReached, stepToGoOn } from './course';

type Opened = NonNullable<About['lesson']>;
type Kept = Pick<Storage, 'getItem' | 'setItem'>;

const STEP = 'tjbot lesson step ';

/** What a page knows of the lessons, and where in the open one somebody is. */
export class Learning {
  entries = $state.raw<LessonEntry[] | null>(null);
  /** The open lesson in full; null while it has not arrived. */
  lesson = $state.raw<Lesson | null>(null);
  /** The step that is shown, from 0, and how many of its hints are open. */
  step = $state(0);
  hints = $state(0);
  trouble = $state.raw<{ message: string; hint: string } | null>(null);
  /** The goal that was reached last, to be told to who cannot see it. */
  announced = $state('');

  private before: { id: string; reached: boolean[] } | null = null;

  /** @param storage where the page remembers the step; null where the browser keeps nothing */
  constructor(
    private readonly robot: RobotLessons,
    private readonly storage: Kept | null,
  ) {}

  async list(): Promise<void> {
    await this.attempt(async () => {
      this.entries = await this.robot.list();
    });
  }

  /** Follows what the robot says of the lesson that is open. */
  async follow(opened: Opened | undefined): Promise<void> {
    if (opened === undefined) {
      this.lesson = null;
      this.before = null;
      return;
    }
    const reached = opened.goals.map((goal) => goal.reached === true);
    const known = this.lesson;
    const ticked = newlyReached(this.before, opened.id, reached);
    this.before = { id: opened.id, reached };
    const last = ticked.at(-1);
    if (last !== undefined) this.announced = known?.goals[last]?.text ?? opened.goals[last]?.text ?? '';
    // A teacher may have written it anew.
    const same = known?.id === opened.id && known.goals.length === opened.goals.length;
    if (same) return;
    await this.attempt(async () => {
      const lesson = await this.robot.read(opened.id);
      // Another one may have been opened while this one was on its way.
      if (this.before?.id !== opened.id) return;
      this.lesson = lesson;
      this.step = stepToGoOn(lesson, reached, this.remembered(opened.id));
      this.hints = 0;
      this.announced = '';
    });
  }

  async begin(id: string, anew = false): Promise<boolean> {
    return await this.attempt(() => this.robot.begin(id, anew));
  }

  async leave(): Promise<boolean> {
    return await this.attempt(() => this.robot.leave());
  }

  go(step: number): void {
    if (this.lesson === null || step < 0 || step >= this.lesson.steps.length) return;
    this.step = step;
    this.hints = 0;
    try {
      this.storage?.setItem(STEP + this.lesson.id, `${step}`);
    } catch {
      // A full storage remembers no step; the goals tell how far one has come.
    }
  }

  private remembered(id: string): number | null {
    const kept = this.storage?.getItem(STEP + id) ?? null;
    return kept === null ? null : Number(kept);
  }

  private async attempt(work: () => Promise<void>): Promise<boolean> {
    this.trouble = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.trouble = sentences(error);
      return false;
    }
  }
}
