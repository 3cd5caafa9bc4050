/** A body as the landmark network sees it. */
import { at, outOfCrop, type Crop, type Point3 } from '../hand/geometry';
import { cropOfBody } from './detector';

/** The 17 points, as the COCO data set names them; left and right are the person's own. */
export const POINTS = [
  'nose',
  'left eye',
  'right eye',
  'left ear',
  'right ear',
  'left shoulder',
  'right shoulder',
  'left elbow',
  'right elbow',
  'left wrist',
  'right wrist',
  'left hip',
  'right hip',
  'left knee',
  'right knee',
  'left ankle',
  'right ankle',
] as const;
export type PointName = (typeof POINTS)[number];

/** Which of the network's points these are; the others are more of the face, of hands and of feet. */
const NUMBERED = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
/** The network's points that say where to look in the next picture: between the hips, and how far the body reaches. */
const HIPS = 33;
const REACH = 34;

/** The side of the landmark network's picture, in pixels. */
export const BODY_PICTURE = 256;
const NUMBERS_PER_POINT = 5;

/** What the landmark network finds in a crop. */
export interface Body {
  /** The 17 points, in pixels of the picture; z is the distance behind the hips in the same unit. */
  points: Point3[];
  /** The same points in metres from between the hips, as the camera sees them: y downwards, z away from it. */
  metric: Point3[];
  /** How sure it is that each point can be seen, and that it is in the picture at all, 0…1. */
  visible: number[];
  /** How sure it is that the crop shows a person, 0…1. */
  presence: number;
  /** Where to look in the next picture. */
  next: Crop;
}

/**
 * A body from the landmark network's numbers.
 *
 * @param numbers 5 for each of 39 points: x, y, z in pixels of the crop's picture, and before the sigmoid whether it can
 *   be seen and whether it is in the picture
 * @param metric 3 for each of 39 points, in metres, turned as the crop is
 * @param presence how sure the network is that this is a person, 0…1
 * @param crop what it looked at
 */
export function bodyOf(numbers: ArrayLike<number>, metric: ArrayLike<number>, presence: number, crop: Crop): Body {
  const [cosine, sine] = [Math.cos(crop.angle), Math.sin(crop.angle)];
  const number = (point: number, part: number) => at(numbers, NUMBERS_PER_POINT * point + part);
  const place = (point: number): Point3 => ({
    ...outOfCrop({ x: number(point, 0) / BODY_PICTURE, y: number(point, 1) / BODY_PICTURE }, crop),
    z: (number(point, 2) / BODY_PICTURE) * crop.size,
  });
  return {
    points: NUMBERED.map(place),
    metric: NUMBERED.map((point) => {
      const [x, y, z] = [0, 1, 2].map((axis) => at(metric, 3 * point + axis)) as [number, number, number];
      return { x: x * cosine - y * sine, y: x * sine + y * cosine, z };
    }),
    visible: NUMBERED.map((point) => sigmoid(Math.min(number(point, 3), number(point, 4)))),
    presence,
    next: cropOfBody(place(HIPS), place(REACH)),
  };
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
