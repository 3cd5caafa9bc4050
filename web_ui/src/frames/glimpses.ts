/** A source that also gives single pictures to whoever asks, beside those that the models watch. */
import type { FrameSource, Picture, Trouble } from './source';

type Waiting = (picture: Picture | null) => void;

export class Glimpses implements FrameSource {
  readonly #waiting: Waiting[] = [];

  constructor(private readonly source: FrameSource) {}

  get dropped(): number {
    return this.source.dropped;
  }

  start(onTrouble: (trouble: Trouble | null) => void): void {
    this.source.start(onTrouble);
  }

  async next(): Promise<Picture | null> {
    const picture = await this.source.next();
    for (const give of this.#waiting.splice(0)) give(picture === null ? null : await copyOf(picture));
    return picture;
  }

  /** A copy of the next picture, which belongs to whoever asked; null where the source stops before there is one. */
  glimpse(): Promise<Picture | null> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  stop(): void {
    this.source.stop();
    for (const give of this.#waiting.splice(0)) give(null);
  }
}

async function copyOf(picture: Picture): Promise<Picture> {
  const { image } = picture;
  return { ...picture, image: 'clone' in image ? image.clone() : await createImageBitmap(image) };
}
