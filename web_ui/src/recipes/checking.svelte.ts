import type { Session } from '../protocol/session.svelte';
import { text } from '../text';
import { errorMarks, labelMarks, type Mark } from './marks';
import type { Shelf } from './shelf.svelte';
import { labelsOf, wordsOf } from './words';

/** How long nobody must type before a text is looked through, in milliseconds. */
const PAUSE_MILLISECONDS = 350;

/** What there is to say about the text that is open, while it is being typed. */
export class Checking {
  readonly vocabulary = $derived.by(() => {
    const parts = this.session.welcome?.parts ?? [];
    const offers = this.session.robot.about?.offers ?? this.session.welcome?.offers ?? {};
    return { words: wordsOf(this.session.welcome), labels: labelsOf(parts, offers) };
  });
  /** What there is to say about `source`, the text that was looked through last. */
  marks = $state.raw<readonly Mark[]>([]);
  source = '';
  /** The text that ran last; its errors are no longer true when another one is typed. */
  private ran: { source: string; file: string | null } | null = null;

  constructor(
    private readonly session: Session,
    private readonly shelf: Shelf,
  ) {}

  /** To be called when a recipe is started: what it says from now on is about this text. */
  starts(): void {
    this.ran = { source: this.shelf.source, file: this.shelf.file };
  }

  /** Looks a text through when nobody has typed for a moment; returns what calls it off. */
  soon(): () => void {
    const { source, file } = this.shelf;
    const { words, labels } = this.vocabulary;
    const ears = (this.session.welcome?.parts ?? []).some((part) => part.sense === 'hear' && !part.fault);
    const ran = this.ran?.source === source && this.ran.file === file;
    const found = [
      ...(ran ? errorMarks(source, this.session.output) : []),
      ...labelMarks(source, words, labels, ears, text.recipes.labels),
    ];
    const timer = setTimeout(() => {
      this.source = source;
      this.marks = found;
    }, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }
}
