/** What was nearly noticed, so that somebody can be told why it was not. Pure: all times are given to it. */
import type { Sighting } from '../models/define';
import type { NearMiss, PageStamps, SmoothingOf } from './types';

/** Less than this share of the threshold, and less than so sure, is nothing like it. */
const NEAR_SHARE = 0.5;
const NEAR = 0.25;
/** What is nearly noticed for so long is told at once, not only when it is over. */
const LONG_MILLISECONDS = 1500;

/** What is nearly noticed now. */
interface Attempt {
  began: number;
  confidence: number;
  /** Frames in a row that were sure enough, now and at most. */
  row: number;
  frames: number;
  /** Frames in a row in which there was nothing like it. */
  without: number;
  told: boolean;
}

export class NearMisses {
  readonly #attempts = new Map<string, Map<string, Attempt>>();

  /**
   * @param isNoticed whether a label of a model is noticed now
   * @param missed called with what was nearly noticed and was not
   */
  constructor(
    private readonly isNoticed: (model: string, label: string) => boolean,
    private readonly missed: (miss: NearMiss) => void,
  ) {}

  /** Takes in a frame, after it was decided what is noticed in it.
   * @param models those that looked at it */
  update(models: readonly string[], sightings: readonly Sighting[], smoothing: SmoothingOf, { recognised }: PageStamps): void {
    for (const model of models) {
      const sure = surest(sightings.filter((sighting) => sighting.model === model));
      for (const label of sure.keys()) this.#open(model, label, recognised);
      for (const label of this.#attempts.get(model)?.keys() ?? []) {
        this.#follow(model, label, sure.get(label) ?? 0, smoothing, recognised);
      }
    }
  }

  #open(model: string, label: string, began: number): void {
    let attempts = this.#attempts.get(model);
    if (attempts === undefined) this.#attempts.set(model, (attempts = new Map<string, Attempt>()));
    if (!attempts.has(label)) attempts.set(label, { began, confidence: 0, row: 0, frames: 0, without: 0, told: false });
  }

  #follow(model: string, label: string, sure: number, smoothing: SmoothingOf, time: number): void {
    const attempts = this.#attempts.get(model);
    const attempt = attempts?.get(label);
    if (attempts === undefined || attempt === undefined) return;
    if (this.isNoticed(model, label)) {
      attempts.delete(label);
      return;
    }
    const { threshold, framesToEnter, framesToLeave, gapSeconds } = smoothing(model, label);
    const isNear = sure >= Math.max(NEAR, threshold * NEAR_SHARE);
    attempt.confidence = Math.max(attempt.confidence, sure);
    attempt.row = sure >= threshold ? attempt.row + 1 : 0;
    attempt.frames = Math.max(attempt.frames, attempt.row);
    attempt.without = isNear ? 0 : attempt.without + 1;
    const wasNear = attempt.confidence >= Math.max(NEAR, threshold * NEAR_SHARE);
    const isOver = attempt.without >= framesToLeave;
    if (wasNear && !attempt.told && (isOver || time - attempt.began >= LONG_MILLISECONDS)) {
      attempt.told = true;
      const { confidence, frames } = attempt;
      this.missed({ model, label, time, confidence, frames, threshold, framesToEnter, gapSeconds });
    }
    if (isOver) attempts.delete(label);
  }
}

/** How sure a model is of each label, where that is more than nothing. */
function surest(sightings: readonly Sighting[]): ReadonlyMap<string, number> {
  const sure = new Map<string, number>();
  for (const { confidences } of sightings) {
    for (const [label, confidence] of Object.entries(confidences)) {
      if (confidence >= NEAR && confidence > (sure.get(label) ?? 0)) sure.set(label, confidence);
    }
  }
  return sure;
}
