/** Gestures that are movements: told from the way that one hand has gone. Pure: times are given to it. */
import { at } from '../hand/geometry';
import { extended, part, swingsOf, wayLength, type Step, type Swing } from './path';

export const MOVING_GESTURES = ['wave', 'swipe left', 'swipe right', 'circle'] as const;
export type MovingGesture = (typeof MOVING_GESTURES)[number];

// All lengths are in palm widths: nothing, or not at all, at the first number; for certain from the second.
const WAVE = {
  swing: 0.35,
  width: [0.4, 0.65],
  /** A wave goes to and fro, at least so many times. */
  swings: 3,
  slowestSwingSeconds: 0.65,
  /** Without another swing for so long, the wave is over. */
  pauseSeconds: 0.6,
  /** How high all of it may be, for each of its width. */
  steepness: [0.75, 0.5],
} as const;
const SWIPE = {
  swing: 0.8,
  width: [1.7, 2.3],
  speed: [3.5, 5.5],
  straightness: [0.8, 0.9],
  steepness: [0.6, 0.4],
  /** The hand rests that long before a swipe, as far as it rests, and does not come back at once after it. */
  calmSeconds: 0.3,
  trembling: 0.5,
  stayedSeconds: 0.28,
  /** How much its fingers may change from before it to after it: the mean of the four, 1 for one that closes. */
  change: [0.45, 0.3],
  /** So long a swipe is told; what begins so soon after it is the hand that goes back. */
  toldSeconds: 0.45,
  restSeconds: 0.9,
} as const;
const CIRCLE = {
  leastSeconds: 0.4,
  turn: [300, 340],
  radius: [0.35, 0.5],
  speed: [1.6, 2.4],
  /** How unequal the radii may be (standard deviation by mean), how much of the turning may be backwards, and how far
   * from its beginning it may end, in radii. */
  unevenness: [0.32, 0.2],
  backwards: [0.1, 0.04],
  gap: [1, 0.7],
  /** As long as the hand still goes round. */
  pauseSeconds: 0.35,
} as const;

/** Follows one hand. */
export class Movements {
  #path: readonly Step[] = [];
  #swipe: (Swipe & { time: number }) | undefined;

  /** How sure each moving gesture is, 0…1, now that the hand is at `step`. */
  update(step: Step): Record<MovingGesture, number> {
    this.#path = extended(this.#path, step);
    const swipe = this.#swiped(step.time);
    const circle = circleIn(this.#path);
    return {
      // Only an open hand waves.
      wave: Math.min(...step.out, waveIn(this.#path), 1 - circle),
      'swipe left': swipe?.gesture === 'swipe left' ? swipe.confidence : 0,
      'swipe right': swipe?.gesture === 'swipe right' ? swipe.confidence : 0,
      circle,
    };
  }

  /** The swipe that is told now. */
  #swiped(time: number): Swipe | undefined {
    const known = this.#swipe;
    if (known !== undefined && time - known.time <= SWIPE.toldSeconds) return known;
    const found = swipeIn(this.#path);
    if (found === undefined || (known !== undefined && found.began - known.time < SWIPE.restSeconds)) return undefined;
    this.#swipe = { ...found, time };
    return found;
  }
}

/** How sure it is that the hand waves at the end of the path. */
export function waveIn(path: readonly Step[]): number {
  const now = path.at(-1)?.time ?? 0;
  const swings = swingsOf(path, WAVE.swing).slice(-WAVE.swings);
  const [first, last] = [swings[0], swings.at(-1)];
  if (first === undefined || last === undefined || swings.length < WAVE.swings) return 0;
  if (now - last.to.time > WAVE.pauseSeconds) return 0;
  let sure = part(steepness(path, first.from, last.to), ...WAVE.steepness);
  for (const { from, to } of swings) {
    if (to.time - from.time > WAVE.slowestSwingSeconds) return 0;
    sure = Math.min(sure, part(Math.abs(to.x - from.x), ...WAVE.width));
  }
  return sure;
}

interface Swipe {
  gesture: 'swipe left' | 'swipe right';
  confidence: number;
  /** When it began, in seconds. */
  began: number;
}

/** The swipe that is over at the end of the path. */
export function swipeIn(path: readonly Step[]): Swipe | undefined {
  const now = path.at(-1);
  const swing = swingsOf(path, SWIPE.swing).at(-1);
  if (now === undefined || swing === undefined) return undefined;
  const { from, to } = swing;
  const width = Math.abs(to.x - from.x);
  const stays = now.time - to.time >= SWIPE.stayedSeconds && Math.abs(now.x - to.x) < SWIPE.trembling;
  if (!stays || now.time - to.time > SWIPE.toldSeconds || !calmBefore(path, swing)) return undefined;
  const confidence = Math.min(
    part(width, ...SWIPE.width),
    part(topSpeed(path, swing), ...SWIPE.speed),
    part(width / (wayLength(path, from, to) || 1), ...SWIPE.straightness),
    part(steepness(path, from, to), ...SWIPE.steepness),
    part(changeOver(path, swing), ...SWIPE.change),
  );
  if (confidence === 0) return undefined;
  return { gesture: to.x > from.x ? 'swipe right' : 'swipe left', confidence, began: from.time };
}

/** How sure it is that the hand goes round at the end of the path. */
export function circleIn(path: readonly Step[]): number {
  const end = path.at(-1);
  if (end === undefined) return 0;
  const lately = path.filter(({ time }) => end.time - time <= CIRCLE.pauseSeconds);
  if (wayLength(path, lately[0] ?? end, end) < CIRCLE.radius[0]) return 0;
  let sure = 0;
  let length = 0;
  for (let start = path.length - 1; start >= 0; start--) {
    const [here, next] = [at(path, start), path[start + 1] ?? end];
    length += Math.hypot(next.x - here.x, next.y - here.y);
    if (end.time - here.time < CIRCLE.leastSeconds) continue;
    // The mean radius of a way is at most a third of its length, so most ways need no closer look.
    if (Math.hypot(end.x - here.x, end.y - here.y) > (CIRCLE.gap[0] * length) / 3) continue;
    sure = Math.max(sure, roundness(path.slice(start)));
  }
  return sure;
}

/** How sure it is that the whole path is one round. */
function roundness(path: readonly Step[]): number {
  const [start, end] = [at(path, 0), at(path, path.length - 1)];
  // A place counts by how far the hand goes there, so that a rest does not.
  const ways = path.slice(1).map((after, index) => {
    const before = at(path, index);
    const length = Math.hypot(after.x - before.x, after.y - before.y);
    return { before, after, length, x: (before.x + after.x) / 2, y: (before.y + after.y) / 2 };
  });
  const total = ways.reduce((sum, { length }) => sum + length, 0) || 1;
  const mean = (of: (way: (typeof ways)[number]) => number) =>
    ways.reduce((sum, way) => sum + (way.length * of(way)) / total, 0);
  const middle = { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  const radiusAt = ({ x, y }: { x: number; y: number }) => Math.hypot(x - middle.x, y - middle.y);
  const radius = mean(radiusAt);
  const variance = mean((way) => (radiusAt(way) - radius) ** 2);
  const turns = ways.map(({ before, after }) => angleBetween(before, after, middle));
  const turn = Math.abs(turns.reduce((sum, one) => sum + one, 0));
  const turning = turns.reduce((sum, one) => sum + Math.abs(one), 0);
  return Math.min(
    part(turn, ...CIRCLE.turn),
    part(radius, ...CIRCLE.radius),
    part((2 * Math.PI * radius) / (end.time - start.time), ...CIRCLE.speed),
    part(Math.hypot(end.x - start.x, end.y - start.y) / (radius || 1), ...CIRCLE.gap),
    part(Math.sqrt(variance) / (radius || 1), ...CIRCLE.unevenness),
    part((turning - turn) / (2 * turning || 1), ...CIRCLE.backwards),
  );
}

/** How far one goes round the middle from one place to the next, in degrees, -180…180. */
function angleBetween(one: Step, other: Step, middle: { x: number; y: number }): number {
  const [ax, ay, bx, by] = [one.x - middle.x, one.y - middle.y, other.x - middle.x, other.y - middle.y];
  return (Math.atan2(ax * by - ay * bx, ax * bx + ay * by) * 180) / Math.PI;
}

/** How much height there is in a stretch of the path, for each of its width. */
function steepness(path: readonly Step[], from: Step, to: Step): number {
  const way = path.filter(({ time }) => time >= from.time && time <= to.time);
  const extent = (numbers: number[]) => Math.max(...numbers) - Math.min(...numbers);
  return extent(way.map(({ y }) => y)) / (extent(way.map(({ x }) => x)) || 1);
}

/** How much the fingers are out otherwise after the swing than before it, the mean of all. While it swings the picture
 * is blurred, so that does not count. */
function changeOver(path: readonly Step[], { from, to }: Swing): number {
  const [before, after] = [stepsBefore(path, from), path.filter(({ time }) => time >= to.time)];
  const mean = (steps: readonly Step[], finger: number) =>
    steps.reduce((sum, { out }) => sum + at(out, finger), 0) / steps.length;
  return from.out.reduce((sum, _, finger) => sum + Math.abs(mean(after, finger) - mean(before, finger)), 0) / from.out.length;
}

/** Where the hand was for a moment before it swung. */
function stepsBefore(path: readonly Step[], from: Step): readonly Step[] {
  return path.filter(({ time }) => time <= from.time && from.time - time <= SWIPE.calmSeconds);
}

/** Whether the hand hardly moved before it swung. */
function calmBefore(path: readonly Step[], { from }: Swing): boolean {
  const before = stepsBefore(path, from);
  const first = at(path, 0);
  return from.time - first.time >= SWIPE.calmSeconds / 2
    ? before.every(({ x, y }) => Math.hypot(x - from.x, y - from.y) < SWIPE.trembling)
    : false;
}

/** The highest speed of a swing, in palm widths a second, between places at least a tenth of a second apart. */
function topSpeed(path: readonly Step[], { from, to }: Swing): number {
  const way = path.filter(({ time }) => time >= from.time && time <= to.time);
  let speed = 0;
  for (const [index, start] of way.entries()) {
    const end = way.slice(index).find(({ time }) => time - start.time >= 0.1) ?? to;
    if (end.time > start.time) {
      speed = Math.max(speed, Math.abs(end.x - start.x) / Math.max(0.1, end.time - start.time));
    }
  }
  return speed;
}
