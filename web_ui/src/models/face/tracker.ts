/** Which faces there are: follows each from picture to picture, and searches for new ones only when it must. */
import { sameHand as sameCrop, type Crop, type Point3 } from '../hand/geometry';
import { OneEuro } from '../hand/one_euro';
import { STEADINESS } from '../hand/track';
import { cropOfFace, eyesApart } from './detector';

/** What the landmark network finds in a crop. */
export interface Face {
  /** 468 points in pixels of the picture; z is the distance behind the face's middle in the same unit. */
  points: Point3[];
  /** How sure it is that the crop shows a face, 0…1. */
  presence: number;
}

/** The two networks, for one picture. */
export interface Finder {
  findFaces(): Promise<Crop[]>;
  findLandmarks(crop: Crop): Promise<Face>;
}

export const MOST_FACES = 2;

/** Below this presence a face is lost. */
const LEAST_PRESENCE = 0.5;
/** While fewer than the most are followed, so often it looks whether there is another. */
const SEARCH_INTERVAL_MILLISECONDS = 600;

/** Follows faces, and forgets them when they go: nothing is kept of a face that is not in the picture. */
export class FaceTracker {
  #followed: Followed[] = [];
  #lastSearch = -Infinity;

  /** The faces in the picture, at most two, none twice; their points are steadied over the pictures so far.
   * @param time of the picture, in milliseconds */
  async update(finder: Finder, time: number): Promise<Face[]> {
    const before = this.#followed;
    this.#followed = [];
    const faces: Face[] = [];
    const look = async (crop: Crop, known = new Followed(crop)) => {
      const face = await finder.findLandmarks(crop);
      if (face.presence < LEAST_PRESENCE) return;
      const next = cropOfFace(face.points);
      if (this.#at(next)) return;
      faces.push(known.follow(face, next, time));
      this.#followed.push(known);
    };
    for (const known of before) await look(known.crop, known);
    if (faces.length === 0 || (faces.length < MOST_FACES && time - this.#lastSearch >= SEARCH_INTERVAL_MILLISECONDS)) {
      this.#lastSearch = time;
      for (const crop of await finder.findFaces()) {
        const known = this.#at(crop);
        // A face that leapt may have been followed to a place where there is only a part of it.
        if (known) known.crop = crop;
        else if (faces.length < MOST_FACES) await look(crop);
      }
    }
    return faces;
  }

  #at(crop: Crop): Followed | undefined {
    return this.#followed.find((known) => sameCrop(known.crop, crop));
  }
}

/** A face that is in the picture. */
class Followed {
  readonly #points = new OneEuro(STEADINESS);

  /** @param crop where it is looked for in the next picture */
  constructor(public crop: Crop) {}

  follow({ points, presence }: Face, crop: Crop, time: number): Face {
    this.crop = crop;
    return { points: this.#points.smooth(points, eyesApart(points), time), presence };
  }
}
