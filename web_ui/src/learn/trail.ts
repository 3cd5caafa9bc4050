/** What is kept of a movement: its numbers, and a drawn trail from the hand at the beginning to the hand at the end. */
import { ModelError } from '../models/define';
import { at, boxOf, type Point } from '../models/hand/geometry';
import { movementFeatures, palmIn } from '../models/movement/features';
import type { Film } from '../models/movement/moving_hands';
import type { Look } from './collect';

/** The side of a sample's picture, in pixels. */
const PICTURE_PIXELS = 160;
const MARGIN = 12;
const PAPER = '#fffdf6';
/** From the beginning to the end. */
const [EARLY, LATE] = [
  [201, 146, 82],
  [29, 107, 53],
] as const;
/** How wide the trail is at its beginning and its end. */
const [THIN, THICK] = [3, 8] as const;
const PIN = 2.6;

/** @throws ModelError where the browser has no room for the picture */
export async function lookOfMovement(film: Film): Promise<Look> {
  return { features: movementFeatures(film), picture: await pictureOf(film) };
}

/** As the person sees themselves: the hand's dots when it began, lightly, the way of the palm, and its dots at the end. */
export function drawingOf(film: Film): { trail: Point[]; first: Point[]; last: Point[] } {
  const mirrored = ({ x, y }: Point) => ({ x: -x, y });
  const drawing = {
    trail: film.map((shot) => mirrored(palmIn(shot))),
    first: at(film, 0).points.map(mirrored),
    last: at(film, film.length - 1).points.map(mirrored),
  };
  const box = boxOf([...drawing.trail, ...drawing.first, ...drawing.last]);
  const scale = (PICTURE_PIXELS - 2 * MARGIN) / (Math.max(box.right - box.left, box.bottom - box.top) || 1);
  const placed = ({ x, y }: Point) => ({
    x: PICTURE_PIXELS / 2 + scale * (x - (box.left + box.right) / 2),
    y: PICTURE_PIXELS / 2 + scale * (y - (box.top + box.bottom) / 2),
  });
  return { trail: drawing.trail.map(placed), first: drawing.first.map(placed), last: drawing.last.map(placed) };
}

async function pictureOf(film: Film): Promise<Blob> {
  const canvas = new OffscreenCanvas(PICTURE_PIXELS, PICTURE_PIXELS);
  const context = canvas.getContext('2d');
  if (context === null) throw new ModelError('There is no room for another picture.', 'Close other tabs, and try again.');
  const { trail, first, last } = drawingOf(film);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, PICTURE_PIXELS, PICTURE_PIXELS);
  context.lineCap = 'round';
  dots(context, first, 0.15);
  trail.slice(1).forEach((to, index) => {
    const part = (index + 1) / (trail.length - 1);
    const from = at(trail, index);
    context.strokeStyle = colorAt(part);
    context.lineWidth = THIN + part * (THICK - THIN);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  });
  dots(context, last, 1);
  return await canvas.convertToBlob({ type: 'image/png' });
}

function dots(context: OffscreenCanvasRenderingContext2D, points: readonly Point[], part: number): void {
  context.fillStyle = colorAt(part);
  for (const { x, y } of points) {
    context.beginPath();
    context.arc(x, y, PIN, 0, 2 * Math.PI);
    context.fill();
  }
}

function colorAt(part: number): string {
  return `rgb(${EARLY.map((from, channel) => Math.round(from + part * (at(LATE, channel) - from))).join(' ')})`;
}
