/** Two kinds of dots on a square from −1 to 1: two clouds, or one kind in a ring around the other. The same ones each time. */

export interface Dot {
  x: number;
  y: number;
  /** 0 is blue, 1 is orange. */
  kind: 0 | 1;
}

/** Two clouds that a straight line parts, but for a few dots.
 * @param each how many there are of each kind */
export function clouds(each: number): Dot[] {
  const bell = bellFrom(7);
  return pairs(each, (kind) => {
    const side = kind === 1 ? 1 : -1;
    return { x: inside(side * 0.36 + 0.6 * bell()), y: inside(side * 0.28 + 0.6 * bell()), kind };
  });
}

/** Blue ones in the middle, and orange ones in a ring around them, which no straight line parts.
 * @param each how many there are of each kind */
export function ring(each: number): Dot[] {
  const bell = bellFrom(11);
  return pairs(each, (kind, index) => {
    if (kind === 0) return { x: inside(0.17 * bell()), y: inside(0.17 * bell()), kind };
    const angle = (2 * Math.PI * index) / each;
    const far = 0.76 + 0.06 * bell();
    return { x: inside(far * Math.cos(angle)), y: inside(far * Math.sin(angle)), kind };
  });
}

/** One of each kind in turn, so that the next dot is one of the other kind. */
function pairs(each: number, dot: (kind: 0 | 1, index: number) => Dot): Dot[] {
  return Array.from({ length: each }, (_, index) => [dot(1, index), dot(0, index)]).flat();
}

function inside(value: number): number {
  return Math.max(-0.95, Math.min(0.95, value));
}

/** Numbers around 0, most of them nearer than 1; the same ones for the same seed. */
function bellFrom(seed: number): () => number {
  let state = seed;
  const chance = () => (state = (state * 16807) % 2147483647) / 2147483647;
  return () => chance() + chance() + chance() + chance() - 2;
}
