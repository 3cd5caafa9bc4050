/** handtrackjs on the same TensorFlow.js as ours: only what the two do with it differs. */
import * as handtrack from 'handtrackjs';

export interface Prediction {
  /** Left, top, width, height in pixels. */
  bbox: [number, number, number, number];
  label: string;
}

export interface Peer {
  detect(image: OffscreenCanvas): Promise<Prediction[]>;
}

/** The model that handtrackjs takes by itself. */
export async function loadHandtrack(): Promise<Peer> {
  return (await handtrack.load({ basePath: '/handtrackjs/' })) as Peer;
}
