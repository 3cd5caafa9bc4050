/** What happened, and what the person may try. */
export interface Trouble {
  message: string;
  hint: string;
}

/** A picture that belongs to whoever holds it, with its time. Hand `image` on (it is transferable) or close it. */
export interface Picture {
  image: VideoFrame | ImageBitmap;
  /** In pixels. */
  width: number;
  height: number;
  /** When it was taken: milliseconds on the page's clock (`performance.now()`). */
  time: number;
}

/** Somewhere that pictures come from. It never queues: whoever asks gets the newest. */
export interface FrameSource {
  /** Opens it. Trouble, now or later, is told to `onTrouble`; null says that it is over. It tries again by
   * itself whenever that may help, until `stop`. */
  start(onTrouble: (trouble: Trouble | null) => void): void;
  /** The newest picture that was not given yet, as soon as there is one; null after `stop`. */
  next(): Promise<Picture | null>;
  /** How many pictures came and went unseen since `start`. */
  readonly dropped: number;
  /** Closes it and switches the camera's light off. */
  stop(): void;
}
