/** What a taught model for movements tells: each movement once, when it is over. */
import type { Frame, Place, Sighting } from '../define';
import { at } from '../hand/geometry';
import type { TrackedHand } from '../hand/track';
import { whereIs } from '../hand/where';
import { movementFeatures, palmIn } from '../movement/features';
import { MovingHands, type Film } from '../movement/moving_hands';
import { judged, type TaughtModel } from './taught';

/** A movement is over in a moment; it is told for so long and in so many pictures, so that whoever waits for a label that
 * lasts notices it. The next one takes longer. */
const TOLD_SECONDS = 0.5;
const TOLD_LOOKS = 6;
/** Of a trail, so many places are drawn. */
const PINS = 16;

type Judged = ReturnType<typeof judged>;

/** Follows the hands before one camera, and asks one network about their movements. */
export class MovementTeller {
  readonly #hands = new MovingHands();
  #told: (Judged & { since: number; looks: number; place: Place | null; trail: Sighting['landmarks'] }) | undefined;
  #place: Place | null = null;

  /** @param ask how likely each class is, for the features of a movement */
  constructor(
    private readonly taught: Pick<TaughtModel, 'id' | 'labels'>,
    private readonly ask: (features: Float32Array) => Promise<Float32Array>,
  ) {}

  /** What is to be told now: the movement that is just over, or the trail of one that goes on. */
  async look(hands: readonly TrackedHand[], frame: Frame): Promise<Sighting[]> {
    const seconds = frame.time / 1000;
    const [first] = hands;
    if (first !== undefined) this.#place = whereIs(first, frame).place;
    for (const { what, film } of this.#hands.update(hands.map(({ points }) => points), seconds)) {
      if (what === 'done') await this.#hear(film, frame);
    }
    const told = this.#stillTold(seconds);
    if (told !== undefined) return [this.#sighting(told, told.place, told.trail)];
    const nothing = judged(this.taught.labels, []);
    const trails = this.#hands.movements.map((film) => trailOf(film, frame));
    return (trails.length > 0 ? trails : [[]]).map((trail) => this.#sighting(nothing, null, trail));
  }

  /** Of two hands that are done at once, the surer one counts. */
  async #hear(film: Film, frame: Frame): Promise<void> {
    const seconds = frame.time / 1000;
    const said = judged(this.taught.labels, await this.ask(movementFeatures(film)));
    if (this.#told?.since === seconds && this.#told.confidence >= said.confidence) return;
    this.#told = { ...said, since: seconds, looks: 0, place: this.#place, trail: trailOf(film, frame) };
  }

  #stillTold(seconds: number): Judged & { place: Place | null; trail: Sighting['landmarks'] } | undefined {
    if (this.#told === undefined) return undefined;
    if (this.#told.looks >= TOLD_LOOKS && seconds - this.#told.since >= TOLD_SECONDS) this.#told = undefined;
    else this.#told.looks += 1;
    return this.#told;
  }

  #sighting({ label, confidence, confidences }: Judged, place: Place | null, landmarks: Sighting['landmarks']): Sighting {
    const bones = landmarks.slice(1).map((_, index) => [index, index + 1] as const);
    return { model: this.taught.id, label, confidence, confidences, place, side: null, landmarks, bones };
  }
}

/** Where the palm went, in fractions of the picture. */
function trailOf(film: Film, { width, height }: Frame): Sighting['landmarks'] {
  const count = Math.min(PINS, film.length);
  return Array.from({ length: count }, (_, pin) => {
    const { x, y } = palmIn(at(film, Math.round((pin * (film.length - 1)) / Math.max(1, count - 1))));
    return { x: x / width, y: y / height, z: 0 };
  });
}
