import type { Picture } from '../frames/source';
import { ModelError, type Finding, type Model, type Subject } from '../models/define';
import type { Answer, Asked } from '../protocol/messages';
import type { Session } from '../protocol/session.svelte';
import { text } from '../text';

/** So many findings go into one answer. */
const MOST_FINDINGS = 100;

/** Whoever has pictures of its own, and models for single pictures. */
export interface Eyes {
  /** Whether it has pictures now. */
  readonly awake: boolean;
  /** The next of them, which belongs to whoever asked; null where there is none. */
  glimpse(): Promise<Picture | null>;
  /** What a model finds in a picture, the surest first; the picture is given away. `loads` is told how much of the model
   * has arrived, 0…1, where it has to be loaded. Throws ModelError. */
  readonly finder: { find(model: string, picture: Picture, loads: (fraction: number) => void): Promise<readonly Finding[]> };
}

/** A question that came, and what became of it. */
export interface Answered {
  asked: Asked;
  /** Null while the page still looks. */
  answer: Answer | null;
}

/** Answers what recipes ask about pictures: with words and places, and never with a picture. */
export class Answering {
  /** The newest question. */
  latest = $state.raw<Answered | null>(null);
  /** How much of the model that it needs has arrived, 0…1; null where it is not being loaded. */
  loaded = $state<number | null>(null);
  private readonly models: ReadonlyMap<Subject, string>;

  constructor(
    private readonly session: Session,
    private readonly eyes: Eyes,
    models: readonly Model[],
  ) {
    this.models = modelsBySubject(models);
    session.asked = (asked, bytes) => void this.heard(asked, bytes);
  }

  /** Tells the robot what this page can answer now. */
  tell(): void {
    this.session.socket.willing([...this.models.keys()], this.eyes.awake);
  }

  private async heard(asked: Asked, bytes: Uint8Array<ArrayBuffer> | null): Promise<void> {
    this.latest = { asked, answer: null };
    this.loaded = null;
    const answer = await this.answerTo(asked, bytes);
    this.session.socket.answer(answer);
    if (this.latest.asked === asked) this.latest = { asked, answer };
  }

  private readonly loads = (fraction: number): void => {
    this.loaded = fraction < 1 ? fraction : null;
  };

  private async answerTo({ question, what }: Asked, bytes: Uint8Array<ArrayBuffer> | null): Promise<Answer> {
    try {
      const model = this.models.get(what);
      if (model === undefined) throw unable(text.answers.noModel);
      const picture = bytes === null ? await this.eyes.glimpse() : await unpacked(bytes);
      if (picture === null) throw unable(text.answers.noPicture);
      return { type: 'answer', question, findings: found(await this.eyes.finder.find(model, picture, this.loads)) };
    } catch (error) {
      const { message, hint } = error instanceof ModelError ? error : { message: String(error), hint: '' };
      return { type: 'answer', question, message: message.slice(0, 500), hint: hint.slice(0, 500) };
    }
  }
}

function modelsBySubject(models: readonly Model[]): Map<Subject, string> {
  const able = models.flatMap((model) => (model.sense === 'see' && model.answers && model.loadStill ? [[model.answers, model.id] as const] : []));
  return new Map(able);
}

function unable({ message, hint }: { message: string; hint: string }): ModelError {
  return new ModelError(message, hint);
}

/** A picture from the bytes of its file, upright. */
async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Picture> {
  try {
    const image = await createImageBitmap(new Blob([bytes]), { imageOrientation: 'from-image' });
    return { image, width: image.width, height: image.height, time: performance.now() };
  } catch {
    throw unable(text.answers.unreadable);
  }
}

function found(findings: readonly Finding[]): Answer['findings'] {
  return findings.slice(0, MOST_FINDINGS).map(({ label, confidence, box }) => ({
    label,
    confidence: fraction(confidence),
    ...(box && { left: fraction(box.x), top: fraction(box.y), width: fraction(box.width), height: fraction(box.height) }),
  }));
}

/** Ten-thousandths are exact enough. */
function fraction(value: number): number {
  return Math.round(Math.max(0, Math.min(1, value)) * 10_000) / 10_000;
}
