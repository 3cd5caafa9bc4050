/** Hands that are made up for tests: a hand that goes along a path, picture by picture. */
import type { Point3 } from '../hand/geometry';
import type { Film } from './moving_hands';

/** Where a hand is, by seconds: x and y as the camera sees it, in palm lengths. */
export type Path = (seconds: number) => { x: number; y: number };

/** A palm's length in pixels, and where the middle of the picture is. */
export const PALM = 80;

/** An upright open hand: 21 landmarks. @param curled 0 stretches the fingers, 1 bends them onto the palm */
export function handAt(x: number, y: number, { curled = 0, palm = PALM } = {}): Point3[] {
  const point = (right: number, up: number) => ({ x: 320 + palm * (x + right), y: 240 + palm * (y - up), z: 0 });
  const finger = (right: number) => [1, 1 + 0.4 * (1 - 2 * curled), 1 + 0.7 * (1 - 1.6 * curled), 1 + 0.95 * (1 - 1.5 * curled)].map((up) => point(right, up));
  const thumb = [0.25, 0.45, 0.6, 0.7].map((up, joint) => point(0.3 + 0.15 * joint, up));
  return [point(0, 0), ...thumb, ...[0.3, 0, -0.2, -0.4].flatMap(finger)];
}

/** The path as a camera of so many pictures a second sees it. */
export function filmOf(path: Path, seconds: number, rate: number, look: Parameters<typeof handAt>[2] = {}): Film {
  const count = Math.round(seconds * rate) + 1;
  return Array.from({ length: count }, (_, index) => {
    const { x, y } = path(index / rate);
    return { seconds: index / rate, points: handAt(x, y, look) };
  });
}

/** Stays, goes along each place in so many seconds, and stays. */
export function along(places: readonly (readonly [number, number])[], { still = 0.8, each = 0.3, after = 0.8 } = {}): { path: Path; seconds: number } {
  const seconds = still + each * (places.length - 1) + after;
  const path = (now: number) => {
    const place = Math.max(0, Math.min(places.length - 1, (now - still) / each));
    const [from, to] = [places[Math.floor(place)], places[Math.min(places.length - 1, Math.floor(place) + 1)]] as const;
    const part = place - Math.floor(place);
    return { x: from[0] + part * (to[0] - from[0]), y: from[1] + part * (to[1] - from[1]) };
  };
  return { path, seconds };
}

export const ZIGZAG = [[-2, 1], [-1, -1], [0, 1], [1, -1], [2, 1]] as const;
export const TICK = [[-1, 0], [-0.3, 1], [1.5, -1.5]] as const;
