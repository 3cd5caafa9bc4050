import type { About, Smoothing as SentSmoothing } from '../protocol/messages';
import { latestOnly } from '../protocol/latest';
import { sentences, type Session } from '../protocol/session.svelte';
import { putSmoothing } from '../protocol/smoothing';
import { text } from '../text';
import type { Smoothing, Trouble } from '../watch/types';

/** What was moved here; it holds until the robot has told of it. */
interface Draft {
  smoothing: Smoothing;
  /** What the robot said last when it had taken the draft; null until then. */
  taken: About | null;
}

/** How eager each label is: as the robot keeps it, for all pages; what is moved here holds at once. */
export class Tuning {
  trouble = $state.raw<Trouble | null>(null);
  private drafts = $state.raw<Readonly<Record<string, Draft>>>({});
  /** For each label on its own the newest wish is sent, one at a time. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  private readonly senders = new Map<string, (smoothing: Smoothing | null) => void>();

  /** @param usual how eager a label is that nobody has changed */
  constructor(
    private readonly session: Session,
    private readonly usual: Smoothing,
  ) {}

  /** How eager a label is now. */
  of(model: string, label: string): Smoothing {
    const draft = this.drafts[keyOf(model, label)];
    if (draft && (draft.taken === null || draft.taken === this.session.robot.about)) return draft.smoothing;
    const sent = this.session.robot.about?.smoothing?.[model]?.[label];
    return sent ? received(sent) : this.usual;
  }

  /** Whether a label is as eager as usual. */
  isUsual(model: string, label: string): boolean {
    const now = this.of(model, label);
    return (Object.keys(this.usual) as (keyof Smoothing)[]).every((key) => now[key] === this.usual[key]);
  }

  /** Makes a label more or less eager, here at once and on the robot as soon as may be; null: as usual. */
  set(model: string, label: string, smoothing: Smoothing | null): void {
    this.draft(model, label, { smoothing: smoothing ?? this.usual, taken: null });
    const key = keyOf(model, label);
    const send = this.senders.get(key) ?? latestOnly((wish: Smoothing | null) => this.put(model, label, wish));
    this.senders.set(key, send);
    send(smoothing);
  }

  private async put(model: string, label: string, smoothing: Smoothing | null): Promise<void> {
    try {
      await putSmoothing(model, label, smoothing && sendable(smoothing), text.connection.gone);
      this.trouble = null;
    } catch (error) {
      this.trouble = sentences(error);
    }
    const draft = this.drafts[keyOf(model, label)];
    if (draft) this.draft(model, label, { ...draft, taken: this.session.robot.about });
  }

  private draft(model: string, label: string, draft: Draft): void {
    this.drafts = { ...this.drafts, [keyOf(model, label)]: draft };
  }
}

function keyOf(model: string, label: string): string {
  return `${model}/${label}`;
}

function received({ threshold, frames_to_enter, frames_to_leave, gap_seconds }: SentSmoothing): Smoothing {
  return { threshold, framesToEnter: frames_to_enter, framesToLeave: frames_to_leave, gapSeconds: gap_seconds };
}

function sendable({ threshold, framesToEnter, framesToLeave, gapSeconds }: Smoothing): SentSmoothing {
  return { threshold, frames_to_enter: framesToEnter, frames_to_leave: framesToLeave, gap_seconds: gapSeconds };
}
