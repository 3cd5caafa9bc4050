import type { Picture } from './source';

/** The frames of a `<video>`, one by one: whoever asks gets the newest, and nothing queues. */
export class VideoFrames {
  /** How many came and went unseen since `begin`. */
  dropped = 0;
  /** When the newest frame came, in milliseconds on the page's clock. */
  last = -Infinity;
  #running = false;
  #turn = 0;
  /** When the newest frame was taken, until somebody takes it. */
  #fresh: number | undefined;
  #waiting: ((picture: Picture | null) => void) | undefined;

  constructor(private readonly video: HTMLVideoElement) {}

  /** From now on there is something to ask for. */
  begin(): void {
    this.#running = true;
    this.dropped = 0;
  }

  /** The video shows something new from its beginning: frames of before are not given any more. */
  show(): void {
    this.#turn += 1;
    this.#fresh = undefined;
    this.last = performance.now();
    this.#await(this.#turn);
  }

  /** Nothing is shown any more, for now. */
  hide(): void {
    this.#turn += 1;
    this.#fresh = undefined;
  }

  /** The newest frame that was not given yet, as soon as there is one; null after `end`. */
  next(): Promise<Picture | null> {
    if (!this.#running) return Promise.resolve(null);
    if (this.#fresh !== undefined) return this.#take(this.#fresh);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  end(): void {
    this.#running = false;
    this.hide();
    this.#waiting?.(null);
    this.#waiting = undefined;
  }

  #await(turn: number): void {
    this.video.requestVideoFrameCallback((now, about) => {
      if (turn !== this.#turn) return;
      this.#await(turn);
      this.last = performance.now();
      if (this.#fresh !== undefined) this.dropped += 1;
      this.#fresh = about.captureTime ?? now;
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting !== undefined) void this.#take(this.#fresh).then(waiting);
    });
  }

  async #take(time: number): Promise<Picture | null> {
    this.#fresh = undefined;
    const { videoWidth: width, videoHeight: height } = this.video;
    try {
      // A VideoFrame costs the page's thread no copy; older browsers have only the bitmap.
      const image = 'VideoFrame' in globalThis ? new VideoFrame(this.video) : await createImageBitmap(this.video);
      return { image, width, height, time };
    } catch {
      // What it shows went away in this very moment: the next frame will do.
      return await this.next();
    }
  }
}
