import type { Library } from '../protocol/library';
import type { PageModel } from '../protocol/messages';
import type { Session } from '../protocol/session.svelte';
import { errorMarks, faultMarks, merged, type Mark } from './marks';
import type { Shelf } from './shelf.svelte';
import { labelsOf, wordsOf } from './words';

/** How long nobody must type before the robot looks a text through, in milliseconds. */
const PAUSE_MILLISECONDS = 400;

/** What there is to say about the text that is open: what the robot finds in it, and how its last run broke. */
export class Checking {
  /** The robot's words: they stay, while what is recognised may change with every report. */
  readonly words = $derived.by(() => wordsOf(this.session.welcome));
  readonly parts = $derived.by(() => this.session.welcome?.parts ?? []);
  readonly vocabulary = $derived.by(() => {
    const offers = this.session.robot.about?.offers ?? this.session.welcome?.offers ?? {};
    return { words: this.words, labels: labelsOf(this.parts, offers, this.models()) };
  });
  /** The text that was looked through last, and what was found in it. */
  private found = $state.raw<{ file: string | null; source: string; marks: readonly Mark[] }>(NOTHING);
  /** The text that ran last; its errors are no longer true when another one is typed. */
  private ran = $state.raw<{ file: string | null; source: string } | null>(null);
  private readonly ofRun = $derived.by(() => {
    const { file, source } = this.shelf;
    return this.ran?.source === source && this.ran.file === file ? errorMarks(source, this.session.output) : [];
  });
  readonly marks = $derived.by(() => merged(this.ofRun, this.found.file === this.shelf.file ? this.found.marks : []));
  /** Changes with what can be recognised or be switched on, so that labels are judged anew. */
  private readonly known = $derived.by(() => JSON.stringify([this.vocabulary.labels, this.models()]));

  constructor(
    private readonly session: Session,
    private readonly shelf: Shelf,
    private readonly library: Library,
    /** The models of this page. */
    private readonly models: () => readonly PageModel[],
  ) {}

  /** The text that the marks are about. */
  get source(): string {
    return this.found.source;
  }

  /** To be called when a recipe is started: what it says from now on is about this text. */
  starts(): void {
    this.ran = { source: this.shelf.source, file: this.shelf.file };
  }

  /** Has the text looked through when nobody has typed for a moment; returns what calls it off. */
  soon(): () => void {
    const { source, file, recipe } = this.shelf;
    void this.known;
    if (file === null || recipe === null) return () => undefined;
    const calledOff = new AbortController();
    const timer = setTimeout(() => void this.look(file, source, calledOff.signal), PAUSE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      calledOff.abort();
    };
  }

  private async look(file: string, source: string, signal: AbortSignal): Promise<void> {
    // A robot that is away finds nothing; that it is away is told elsewhere. It looks again when it is back.
    const faults = this.session.connected ? await this.library.check(file, source, signal).catch(() => []) : [];
    if (!signal.aborted) this.found = { file, source, marks: faultMarks(source, faults) };
  }
}

const NOTHING = { file: null, source: '', marks: [] };
