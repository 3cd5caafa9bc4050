import type { Glow } from './glow';
import { BULB, EYES, EYE_Y, facesOf, FEET, HEAD, LAMP, LIMB, mouthPath, SHOULDER, SOCKET, STILL_ARM, TRUNK, type BoxShape } from './shapes';

/** How a small robot looks at a moment. */
export interface Look {
  /** Degrees; 0 hangs down. */
  angle: number;
  glow: Glow;
  /** Whether its eyes are open. */
  awake: boolean;
  /** 0…1 */
  mouth: number;
}

/** The part of the drawing that a small robot shows: itself, and as far as its arm reaches. */
export const SMALL_VIEW = { left: 70, top: -14, width: 370, height: 418 };

const FRONT = '#d8b27c';
const SIDE = '#8d6434';
const TOP = '#ecd0a0';
const EDGE = '#8b6131';
const HALO = 150;

type Surface = HTMLCanvasElement;

/** Bodies that were painted, by their height in pixels: only arm, light and face change. */
const bodies = new Map<number, Surface>();

/** Paints a robot over the whole of a canvas. */
export function paintSmall(canvas: Surface, look: Look): void {
  const context = canvas.getContext('2d');
  if (context === null || canvas.height === 0) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bodyOf(canvas), 0, 0);
  intoView(context, canvas);
  paintFace(context, look);
  paintLight(context, look.glow);
  paintArm(context, look.angle);
}

/** Sets the canvas's size for a place of so many CSS pixels; answers whether it was another one. */
export function sized(canvas: Surface, height: number, ratio: number): boolean {
  const pixels = Math.max(1, Math.round(height * ratio));
  const width = Math.max(1, Math.round((pixels * SMALL_VIEW.width) / SMALL_VIEW.height));
  if (canvas.height === pixels && canvas.width === width) return false;
  canvas.width = width;
  canvas.height = pixels;
  return true;
}

function intoView(context: CanvasRenderingContext2D, { height }: Surface): void {
  const scale = height / SMALL_VIEW.height;
  context.setTransform(scale, 0, 0, scale, -SMALL_VIEW.left * scale, -SMALL_VIEW.top * scale);
}

function bodyOf({ width, height }: Surface): Surface {
  const painted = bodies.get(height);
  if (painted) return painted;
  const body = document.createElement('canvas');
  body.width = width;
  body.height = height;
  const context = body.getContext('2d');
  if (context) {
    intoView(context, body);
    paintBody(context);
  }
  bodies.set(height, body);
  return body;
}

function paintBody(context: CanvasRenderingContext2D): void {
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.fillStyle = 'rgb(36 17 2 / 50%)';
  context.beginPath();
  context.ellipse(212, 391, 132, 12, 0, 0, 2 * Math.PI);
  context.fill();
  for (const foot of FEET) paintBox(context, foot);
  fill(context, STILL_ARM, FRONT);
  paintBox(context, TRUNK);
  fill(context, BULB, '#efe6d2');
  fill(context, SOCKET, '#c7b48f');
  paintBox(context, HEAD);
}

function paintBox(context: CanvasRenderingContext2D, box: BoxShape): void {
  const { top, side } = facesOf(box);
  fill(context, top, TOP);
  fill(context, side, SIDE);
  fill(context, `M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}z`, FRONT);
}

function paintFace(context: CanvasRenderingContext2D, { awake, mouth }: Look): void {
  for (const x of EYES) {
    circle(context, x, EYE_Y, 25, awake ? '#180c04' : '#b98a4f');
    if (awake) {
      circle(context, x, EYE_Y, 15, '#6fb1ee');
      circle(context, x, EYE_Y, 9, '#08111d');
      circle(context, x - 5, EYE_Y - 6, 5, '#fff');
    } else {
      context.lineWidth = 6;
      context.strokeStyle = '#5a3918';
      context.stroke(new Path2D(`M${x - 21} ${EYE_Y + 2}q21 14 42 0`));
    }
  }
  fill(context, mouthPath(mouth), '#1c0d03');
}

function paintLight(context: CanvasRenderingContext2D, { color, strength }: Glow): void {
  if (strength <= 0) return;
  context.globalAlpha = strength;
  fill(context, BULB, color);
  circle(context, LAMP.x, LAMP.y, 12, 'rgb(255 255 255 / 70%)');
  const halo = context.createRadialGradient(LAMP.x, LAMP.y, 10, LAMP.x, LAMP.y, HALO);
  halo.addColorStop(0, color);
  // In the same colour: canvases fade to "transparent" by way of black.
  halo.addColorStop(1, color.replace('rgb', 'rgba').replace(')', ', 0)'));
  context.globalAlpha = strength * 0.55;
  context.fillStyle = halo;
  context.fillRect(LAMP.x - HALO, LAMP.y - HALO, 2 * HALO, 2 * HALO);
  context.globalAlpha = 1;
}

function paintArm(context: CanvasRenderingContext2D, angle: number): void {
  context.translate(SHOULDER.x, SHOULDER.y);
  context.rotate((-angle * Math.PI) / 180);
  context.translate(-SHOULDER.x, -SHOULDER.y);
  context.lineWidth = 4;
  fill(context, LIMB, '#e6c493');
  circle(context, SHOULDER.x, SHOULDER.y, 9, '#d8a43a');
}

function fill(context: CanvasRenderingContext2D, path: string, color: string): void {
  const shape = new Path2D(path);
  context.fillStyle = color;
  context.fill(shape);
  context.strokeStyle = EDGE;
  context.stroke(shape);
}

function circle(context: CanvasRenderingContext2D, x: number, y: number, radius: number, color: string): void {
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
