/** What the classifier looks at: angles and distances between a hand's landmarks, and where they are in the picture if
 * the palm is turned upright with the index finger's side at the right. Nothing of it changes with the hand's place, its
 * size or its side; how the hand is turned shows only in how far palm, thumb and fingers point upwards and to the camera.
 *
 * `tjbot/learn/gestures/features.py` computes the same for training; `features.fixture.json` holds both to it. */
import { at, type Point, type Point3 } from '../hand/geometry';

const ROOTS = [1, 5, 9, 13, 17] as const;
const TIPS = [4, 8, 12, 16, 20] as const;
const KNUCKLES = [3, 6, 10, 14, 18] as const;
const FINGERS = [1, 2, 3, 4] as const;
const THUMB_TIP = 4;
/** Where the thumb's tip may lie: roots and first joints of the fingers. */
const MEETS_THUMB = [5, 6, 9, 10, 13, 14, 17] as const;
/** From which landmark to which palm, thumb, index finger and little finger point. */
const POINTERS = [
  [0, 9],
  [2, 4],
  [5, 8],
  [17, 20],
] as const;

/** How many numbers `featuresOf` gives. */
export const FEATURES = 126;

/** @param points 21 landmarks in the picture, y downwards, in any unit; only x and y are used
 * @param metricPoints the same in space, y downwards, z away from the camera, in any unit */
export function featuresOf(points: readonly Point[], metricPoints: readonly Point3[]): number[] {
  const flat = points.map(({ x, y }) => ({ x, y, z: 0 }));
  return [
    ...shape(flat),
    ...shape(metricPoints),
    ...bends(metricPoints),
    ...spreads(metricPoints),
    ...directions(metricPoints),
    ...places(flat),
  ];
}

/** Distances, in the size of the palm. */
function shape(points: readonly Point3[]): number[] {
  const distance = (one: number, other: number) => length(way(points, one, other));
  const fromWrist = [5, 9, 13, 17].map((root) => distance(0, root));
  const across = distance(5, 17);
  const size = sizeOf(points);
  const reach = TIPS.map((tip) => distance(0, tip));
  return [
    Math.max(...fromWrist),
    Math.min(...fromWrist),
    across,
    distance(6, 18),
    ...reach,
    ...reach.map((far, finger) => far - distance(0, at(KNUCKLES, finger))),
    ...FINGERS.map((finger) => distance(at(TIPS, finger - 1), at(TIPS, finger))),
    ...FINGERS.map((finger) => distance(at(ROOTS, finger), at(TIPS, finger))),
    ...MEETS_THUMB.map((place) => distance(THUMB_TIP, place)),
  ].map((value) => value / size);
}

/** How large the palm is: its length, or what it would be where it is foreshortened. */
function sizeOf(points: readonly Point3[]): number {
  const lengths = [5, 9, 13, 17].map((root) => length(way(points, 0, root)));
  return Math.max(...lengths, 1.3 * length(way(points, 5, 17)), 1e-9);
}

/** Where the landmarks are from the wrist, in the size of the palm: how far along it, then how far to the right. */
function places(points: readonly Point3[]): number[] {
  const ways = points.slice(1).map((_, index) => way(points, 0, index + 1));
  const palm = at(ways, 8);
  const far = Math.max(length(palm), 1e-9);
  const along = { x: palm.x / far, y: palm.y / far };
  const across = way(points, 17, 5);
  const side = across.y * along.x - across.x * along.y < 0 ? -1 : 1;
  const size = sizeOf(points);
  return [
    ...ways.map(({ x, y }) => (x * along.x + y * along.y) / size),
    ...ways.map(({ x, y }) => (side * (y * along.x - x * along.y)) / size),
  ];
}

/** By how much each finger's three joints bend, in radians. */
function bends(points: readonly Point3[]): number[] {
  return ROOTS.flatMap((root) => {
    const chain = [0, root, root + 1, root + 2, root + 3];
    const ways = [0, 1, 2, 3].map((step) => way(points, at(chain, step), at(chain, step + 1)));
    return [0, 1, 2].map((joint) => angle(at(ways, joint), at(ways, joint + 1)));
  });
}

/** How far neighbouring fingers, and palm and thumb, point apart, in radians. */
function spreads(points: readonly Point3[]): number[] {
  const ways = [2, 5, 9, 13, 17].map((root, finger) => way(points, root, at(TIPS, finger)));
  return [
    ...FINGERS.map((finger) => angle(at(ways, finger - 1), at(ways, finger))),
    angle(at(ways, 0), way(points, 0, 9)),
  ];
}

/** How far palm, thumb, index and little finger point up and to the camera, -1…1. */
function directions(points: readonly Point3[]): number[] {
  return POINTERS.flatMap(([from, to]) => {
    const { x, y, z } = way(points, from, to);
    const far = Math.max(length({ x, y, z }), 1e-9);
    return [-y / far, -z / far];
  });
}

function way(points: readonly Point3[], from: number, to: number): Point3 {
  const [one, other] = [at(points, from), at(points, to)];
  return { x: other.x - one.x, y: other.y - one.y, z: other.z - one.z };
}

function length({ x, y, z }: Point3): number {
  return Math.sqrt(x * x + y * y + z * z);
}

function angle(one: Point3, other: Point3): number {
  const cosine = (one.x * other.x + one.y * other.y + one.z * other.z) / Math.max(length(one) * length(other), 1e-12);
  return Math.acos(Math.max(-1, Math.min(1, cosine)));
}
