import { LAMP } from './shapes';

/** The part of the drawing that is shown, in its own units. */
export const VIEW = { left: -90, top: -10, width: 610, height: 412 };

/** A stage has no size before it is first laid out. */
const SMALLEST_SCALE = 0.1;
const CHEEK = { x: 94, y: 184 };
/** Where one points to at each part that can be seen. */
const PARTS: Readonly<Record<string, Point>> = { arm: { x: 300, y: 226 }, light: { x: 236, y: 30 }, voice: { x: 232, y: 176 } };

interface Point {
  x: number;
  y: number;
}

/** Where the drawing lies on a stage: centred, standing on the floor. */
export interface Placing {
  /** Screen pixels a unit of the drawing. */
  scale: number;
  /** The light's middle, in the stage's pixels. */
  lamp: Point;
  /** Beside the mouth, where a speech bubble ends. */
  cheek: Point;
  /** The parts that can be seen, by their names. */
  parts: Readonly<Record<string, Point>>;
}

/**
 * Finds the drawing on a stage of this size in pixels.
 */
export function placed(width: number, height: number): Placing {
  const scale = Math.max(SMALLEST_SCALE, Math.min(width / VIEW.width, height / VIEW.height));
  const left = (width - VIEW.width * scale) / 2;
  const top = height - VIEW.height * scale;
  const onStage = ({ x, y }: Point): Point => ({ x: left + (x - VIEW.left) * scale, y: top + (y - VIEW.top) * scale });
  const parts = Object.fromEntries(Object.entries(PARTS).map(([name, place]) => [name, onStage(place)]));
  return { scale, lamp: onStage(LAMP), cheek: onStage(CHEEK), parts };
}
