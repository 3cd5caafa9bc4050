import type { NearMiss, SeenEvent, Smoothing } from '../watch/types';
import type { History } from './history';

const REMEMBERED_MISSES = 30;
const REMEMBERED_BEGINNINGS = 30;
/** A curve holds so many points and goes back so far at most. */
const CURVE_POINTS = 80;
const CURVE_MILLISECONDS = 4000;

/** How sure the page was of a label until it was decided, and what was needed. */
export interface Curve {
  /** `time` in milliseconds, 0 when it was decided; `sure` 0…1. The oldest first. */
  points: readonly { time: number; sure: number }[];
  threshold: number;
  framesToEnter: number;
}

/** A curve as it is kept: dozens of them with dozens of points are numbers in a row, and points when somebody looks. */
class KeptCurve implements Curve {
  readonly #numbers: Float32Array;

  constructor(points: Curve['points'], readonly threshold: number, readonly framesToEnter: number) {
    this.#numbers = Float32Array.from(points.flatMap(({ time, sure }) => [time, sure]));
  }

  get points(): Curve['points'] {
    const numbers = this.#numbers;
    return Array.from({ length: numbers.length / 2 }, (_, point) => ({ time: numbers[2 * point], sure: numbers[2 * point + 1] }));
  }
}

/** A near miss with its curve. */
export interface Missed extends NearMiss {
  curve: Curve;
}

/** Why labels began, or did not, in the last minutes: so much that somebody can look at it afterwards. */
export class Remembered {
  /** What was nearly noticed, the newest last. */
  misses = $state.raw<readonly Missed[]>([]);
  /** The curves of what began, by the event's trace. */
  curves = $state.raw<Readonly<Record<string, Curve>>>({});

  constructor(private readonly history: History) {}

  /** Takes in what was nearly noticed. */
  miss(miss: NearMiss): void {
    this.misses = [...this.misses.slice(1 - REMEMBERED_MISSES), { ...miss, curve: this.curveOf(miss.label, miss.time, miss) }];
  }

  /** Takes in an event that goes its way under the name `trace`. */
  note(event: SeenEvent, trace: string, smoothing: Smoothing): void {
    if (event.phase !== 'started') return;
    const curve = this.curveOf(event.label, event.stamps.recognised, smoothing);
    this.curves = Object.fromEntries([...Object.entries(this.curves).slice(1 - REMEMBERED_BEGINNINGS), [trace, curve]]);
  }

  private curveOf(label: string, decided: number, { threshold, framesToEnter }: Pick<Smoothing, 'threshold' | 'framesToEnter'>): Curve {
    const points = this.history.of(label).map(({ time, sure }) => ({ time: time - decided, sure }));
    const recent = points.filter(({ time }) => time >= -CURVE_MILLISECONDS && time <= 0).slice(-CURVE_POINTS);
    return new KeptCurve(recent, threshold, framesToEnter);
  }
}
