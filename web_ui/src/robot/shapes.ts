/** The shapes of the robot that are drawn large and small, in the units of the drawing. */

/** A cardboard box by its front; it reaches `depth` to the right and upwards into the picture. */
export interface BoxShape {
  x: number;
  y: number;
  width: number;
  height: number;
  depth: number;
}

/** From back to front. */
export const FEET: readonly BoxShape[] = [
  { x: 140, y: 346, width: 50, height: 42, depth: 16 },
  { x: 212, y: 346, width: 50, height: 42, depth: 16 },
];
export const TRUNK: BoxShape = { x: 126, y: 204, width: 148, height: 146, depth: 24 };
export const HEAD: BoxShape = { x: 96, y: 62, width: 208, height: 138, depth: 30 };

/** The lid and the right side of a box, as paths. */
export function facesOf({ x, y, width, height, depth }: BoxShape): { top: string; side: string } {
  const rise = depth * 0.6;
  return {
    top: `M${x} ${y}l${depth} ${-rise}h${width}l${-depth} ${rise}z`,
    side: `M${x + width} ${y}l${depth} ${-rise}v${height}l${-depth} ${rise}z`,
  };
}

export const STILL_ARM = 'M116 222q12-10 24 0l-4 84q-2 20-18 19t-16-20z';
/** The arm that moves, hanging down from its shoulder. */
export const LIMB = 'M278 222a14 14 0 0 1 28 0l-2 84q4 3 9 1 8-2 9 5 0 6-8 9l-4 3q-1 17-18 17-19 0-19-20 0-9 7-15z';
export const SHOULDER = { x: 292, y: 226 };

export const BULB = 'M190 50v-22a24 24 0 0 1 48 0v22q-24 9-48 0z';
export const SOCKET = 'M186 47q28 12 56 0v8q-28 12-56 0z';
export const LAMP = { x: 214, y: 30 };

export const EYES: readonly number[] = [150, 248];
export const EYE_Y = 118;

/** The mouth, `opening` 0…1. */
export function mouthPath(opening: number): string {
  return `M170 ${166 - opening}q30 ${9 - opening * 3} 60 0q2 3-3 ${5 + opening * 12}q-27 ${10 + opening * 22}-54 0q-5-${3 + opening * 9}-3-${5 + opening * 12}z`;
}
