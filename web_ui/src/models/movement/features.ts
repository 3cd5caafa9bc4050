/** A movement as numbers, with the arithmetic of docs/models.md: which way a hand went and how fast, and what its fingers
 * did meanwhile. Neither the hand's place and size nor how many pictures a second were taken change them; direction and
 * speed do. Pure. */
import { at, type Point } from '../hand/geometry';
import { palmOf } from '../hand/track';
import type { TaughtInput } from '../taught/card';
import type { Film, Shot } from './moving_hands';

/** The moments of a movement, evenly from its beginning to its end. */
export const STEPS = 24;
/** What is told of each moment: where the palm is (x, y), how fast it goes (x, y), where the fingers point (x, y), and how
 * far each of the five finger tips is from the wrist. */
export const NUMBERS = 11;
export const TIPS = [4, 8, 12, 16, 20] as const;

/** What is taught here takes this. */
export const MOVED: Extract<TaughtInput, { kind: 'hand_movement' }> = { kind: 'hand_movement', shape: [STEPS, NUMBERS] };

/** Speeds are told in palm lengths in so long, so that they are about as large as ways. */
const SPEED_SECONDS = 0.2;
const PALM = [0, 5, 9, 13, 17] as const;

/** @param film at least two shots, the oldest first
 * @returns `STEPS` times `NUMBERS` numbers, moment by moment */
export function movementFeatures(film: Film): Float32Array {
  const unit = medianOf(film.map(({ points }) => palmOf(points))) || 1;
  const rows = resampled(film, film.map((shot) => momentOf(shot, unit)));
  const seconds = at(film, film.length - 1).seconds - at(film, 0).seconds;
  const between = seconds / (STEPS - 1) / SPEED_SECONDS || 1;
  const [middleX, middleY] = [0, 1].map((column) => rows.reduce((sum, row) => sum + at(row, column), 0) / STEPS) as [number, number];
  return Float32Array.from(
    rows.flatMap((row, step) => {
      const [before, after] = [at(rows, Math.max(0, step - 1)), at(rows, Math.min(STEPS - 1, step + 1))];
      const apart = between * (Math.min(STEPS - 1, step + 1) - Math.max(0, step - 1));
      const [x = 0, y = 0, ...hand] = row;
      return [x - middleX, y - middleY, (at(after, 0) - at(before, 0)) / apart, (at(after, 1) - at(before, 1)) / apart, ...hand];
    }),
  );
}

/** The middle of the palm: the mean of wrist and roots of the fingers. */
export function palmIn({ points }: Pick<Shot, 'points'>): Point {
  const mean = (of: (point: Point) => number) => PALM.reduce((sum: number, index) => sum + of(at(points, index)), 0) / PALM.length;
  return { x: mean(({ x }) => x), y: mean(({ y }) => y) };
}

/** One shot: x to the right as the person sees themselves, y upwards, in palm lengths. */
function momentOf(shot: Shot, unit: number): number[] {
  const palm = palmIn(shot);
  const [wrist, middle] = [at(shot.points, 0), at(shot.points, 9)];
  const reaches = TIPS.map((tip) => Math.hypot(at(shot.points, tip).x - wrist.x, at(shot.points, tip).y - wrist.y));
  return [-palm.x, -palm.y, wrist.x - middle.x, wrist.y - middle.y, ...reaches].map((length) => length / unit);
}

/** The same at `STEPS` times that are equally far apart; what was not seen is bridged by a straight line. */
function resampled(film: Film, moments: readonly number[][]): number[][] {
  const [first, last] = [at(film, 0).seconds, at(film, film.length - 1).seconds];
  let next = 1;
  return Array.from({ length: STEPS }, (_, step) => {
    const seconds = first + ((last - first) * step) / (STEPS - 1);
    while (next < film.length - 1 && at(film, next).seconds < seconds) next += 1;
    const [before, after] = [at(film, next - 1).seconds, at(film, next).seconds];
    const part = after > before ? Math.max(0, Math.min(1, (seconds - before) / (after - before))) : 0;
    const [from, to] = [at(moments, next - 1), at(moments, next)];
    return from.map((value, column) => value + part * (at(to, column) - value));
  });
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
