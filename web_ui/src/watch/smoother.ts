/** From what is seen in each frame to events on the edges. Pure: all times are given to it. */
import type { Sighting } from '../models/define';
import type { PageStamps, SeenEvent, Smoothing, SmoothingOf } from './types';

export const DEFAULT_SMOOTHING: Smoothing = { threshold: 0.6, framesToEnter: 3, framesToLeave: 4, gapSeconds: 0 };

/** While a label lasts, its events are at least this far apart: at most 10 a second. */
const NOW_INTERVAL_MILLISECONDS = 100;

/** What is known of one label of one model. */
interface Seeing {
  /** Frames in a row that had it, or had it not. */
  with: number;
  without: number;
  /** The last time it was there. */
  last: Sighting;
  confidence: number;
  /** When the last event was made; undefined while it is not seen. */
  told: number | undefined;
  /** When it started last. */
  started: number;
}

export class Smoother {
  readonly #seeing = new Map<string, Map<string, Seeing>>();

  /** @param nowInterval while a label lasts, its events are at least so many milliseconds apart */
  constructor(
    private smoothing: SmoothingOf = () => DEFAULT_SMOOTHING,
    private readonly nowInterval = NOW_INTERVAL_MILLISECONDS,
  ) {}

  setSmoothing(smoothing: SmoothingOf): void {
    this.smoothing = smoothing;
  }

  /** The events that one frame brings about.
   * @param models those that looked at the frame; for the labels of the others it did not happen
   * @param stamps of the frame; `recognised` is the clock and never goes back */
  update(models: readonly string[], sightings: readonly Sighting[], stamps: PageStamps): SeenEvent[] {
    const events: SeenEvent[] = [];
    for (const { model, confidences } of sightings) {
      for (const label of Object.keys(confidences)) this.#know(model, label, sightings);
    }
    for (const model of models) {
      for (const [label, seeing] of this.#seeing.get(model) ?? []) {
        const smoothing = this.smoothing(model, label);
        const best = bestOf(model, label, sightings, seeing, smoothing.threshold);
        const event =
          best === undefined
            ? absent(label, seeing, smoothing, stamps)
            : present(label, best, seeing, smoothing, stamps, this.nowInterval);
        if (event !== undefined) events.push(event);
      }
    }
    return events;
  }

  /** Whether a label is seen now. */
  isSeen(model: string, label: string): boolean {
    return this.#seeing.get(model)?.get(label)?.told !== undefined;
  }

  /** Ends all that is seen, or all that one model sees, because it looks at no more frames. */
  end(time: number, model?: string): SeenEvent[] {
    const stamps = { frame: time, recognised: time };
    const events: SeenEvent[] = [];
    for (const ending of model === undefined ? [...this.#seeing.keys()] : [model]) {
      for (const [label, seeing] of this.#seeing.get(ending) ?? []) {
        if (seeing.told !== undefined) events.push(eventOf(label, 'stopped', seeing, stamps));
        // When it started last is still true.
        Object.assign(seeing, { with: 0, without: 0, told: undefined });
      }
    }
    return events;
  }

  #know(model: string, label: string, sightings: readonly Sighting[]): void {
    let labels = this.#seeing.get(model);
    if (labels === undefined) this.#seeing.set(model, (labels = new Map<string, Seeing>()));
    if (!labels.has(label)) {
      const last = sightings.find((sighting) => sighting.model === model) as Sighting;
      labels.set(label, { with: 0, without: 0, last, confidence: 0, told: undefined, started: -Infinity });
    }
  }
}

/** The sighting that has the label most surely; of two hands rather the one that had it before. */
function bestOf(
  model: string,
  label: string,
  sightings: readonly Sighting[],
  seeing: Seeing,
  threshold: number,
): Sighting | undefined {
  let best: Sighting | undefined;
  let most = 0;
  for (const sighting of sightings) {
    const confidence = sighting.model === model ? (sighting.confidences[label] ?? 0) : 0;
    if (confidence < threshold) continue;
    const known = seeing.told !== undefined && sighting.side === seeing.last.side ? 1 : 0;
    if (best === undefined || confidence + known > most) {
      best = sighting;
      most = confidence + known;
    }
  }
  return best;
}

function present(
  label: string,
  sighting: Sighting,
  seeing: Seeing,
  { framesToEnter, gapSeconds }: Smoothing,
  stamps: PageStamps,
  nowInterval: number,
): SeenEvent | undefined {
  const now = stamps.recognised;
  seeing.with += 1;
  seeing.without = 0;
  seeing.last = sighting;
  seeing.confidence = sighting.confidences[label] ?? 0;
  if (seeing.told === undefined) {
    if (seeing.with < framesToEnter || now - seeing.started < gapSeconds * 1000) return undefined;
    seeing.told = seeing.started = now;
    return eventOf(label, 'started', seeing, stamps);
  }
  if (now - seeing.told < nowInterval) return undefined;
  seeing.told = now;
  return eventOf(label, 'now', seeing, stamps);
}

function absent(label: string, seeing: Seeing, { framesToLeave }: Smoothing, stamps: PageStamps): SeenEvent | undefined {
  seeing.with = 0;
  seeing.without += 1;
  if (seeing.told === undefined || seeing.without < framesToLeave) return undefined;
  seeing.told = undefined;
  return eventOf(label, 'stopped', seeing, stamps);
}

const NOWHERE = { x: null, y: null, width: null, height: null };

function eventOf(label: string, phase: SeenEvent['phase'], seeing: Seeing, stamps: PageStamps): SeenEvent {
  const { model, place, side, pointer, speed } = seeing.last;
  const event = { label, phase, model, confidence: seeing.confidence, ...(place ?? NOWHERE), side, stamps };
  return {
    ...event,
    ...(pointer === undefined ? {} : { pointer_x: pointer.x, pointer_y: pointer.y }),
    ...(speed === undefined ? {} : { speed }),
  };
}
