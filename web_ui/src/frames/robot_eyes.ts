import { connect, OPEN } from '../network/network';
import type { FrameSource, Picture, Trouble } from './source';

/** So often it tries again after a trouble. */
const RETRY_MILLISECONDS = 2000;
const HEADER_BYTES = 16;
const VERSION = 1;

/** A picture as it comes from the robot: its size in pixels, and its time in seconds of the daemon's clock. */
export interface SentPicture {
  time: number;
  width: number;
  height: number;
  jpeg: Uint8Array<ArrayBuffer>;
}

/**
 * The robot's eyes, drawn on `canvas` and given picture by picture. They need no camera permission, so they also work
 * where the browser gives a page no camera: over plain http.
 *
 * @param pageTime converts seconds of the daemon's clock to milliseconds of the page's
 */
export function robotEyes(
  canvas: HTMLCanvasElement,
  address: string,
  pageTime: (daemonSeconds: number) => number,
): FrameSource {
  return new RobotEyes(canvas, address, pageTime);
}

/** Reads a binary frame of `/eyes`; null where it is none. */
export function readPicture(data: ArrayBuffer): SentPicture | null {
  const view = new DataView(data);
  if (data.byteLength <= HEADER_BYTES || view.getUint8(0) !== VERSION) return null;
  return {
    width: view.getUint16(2),
    height: view.getUint16(4),
    time: view.getFloat64(8),
    jpeg: new Uint8Array(data, HEADER_BYTES),
  };
}

const AWAY: Trouble = {
  message: 'The robot’s eyes do not answer.',
  hint: 'Look whether the robot is switched on; they open again by themselves.',
};
const STRANGE: Trouble = {
  message: 'The robot’s eyes send pictures that this page does not understand.',
  hint: 'Reload the page: the robot may be newer than it.',
};

class RobotEyes implements FrameSource {
  dropped = 0;
  #tell: (trouble: Trouble | null) => void = () => undefined;
  #running = false;
  #socket: WebSocket | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #trouble: Trouble | null = null;
  /** The newest picture, until somebody takes it. */
  #fresh: Picture | undefined;
  #waiting: ((picture: Picture | null) => void) | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly address: string,
    private readonly pageTime: (daemonSeconds: number) => number,
  ) {}

  start(onTrouble: (trouble: Trouble | null) => void): void {
    this.#tell = onTrouble;
    this.#running = true;
    this.dropped = 0;
    this.#open();
  }

  next(): Promise<Picture | null> {
    if (!this.#running) return Promise.resolve(null);
    const fresh = this.#fresh;
    this.#fresh = undefined;
    if (fresh !== undefined) return Promise.resolve(fresh);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#retry);
    if (this.#socket !== undefined) this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket?.close();
    this.#socket = undefined;
    this.#fresh?.image.close();
    this.#fresh = undefined;
    this.canvas.getContext('2d')?.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#waiting?.(null);
    this.#waiting = undefined;
  }

  #open(): void {
    const socket = connect(this.address);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#ask();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) void this.#receive(data);
      else this.#refused(String(data));
    };
    socket.onclose = () => {
      // The robot's own sentence says more than that it hung up.
      if (this.#trouble === null) this.#fail(AWAY);
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => {
        this.#open();
      }, RETRY_MILLISECONDS);
    };
  }

  /** Asks for the newest picture: one answer for each question, so that nothing queues anywhere. */
  #ask(): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send('next');
  }

  async #receive(data: ArrayBuffer): Promise<void> {
    const sent = readPicture(data);
    if (sent === null) {
      this.#fail(STRANGE);
      return;
    }
    try {
      const image = await createImageBitmap(new Blob([sent.jpeg], { type: 'image/jpeg' }));
      if (this.#isRunning()) this.#give({ image, width: image.width, height: image.height, time: this.pageTime(sent.time) });
      else image.close();
    } catch {
      // A picture that was damaged on its way: the next one will do.
    }
    this.#ask();
  }

  #give(picture: Picture): void {
    if (this.#trouble !== null) {
      this.#trouble = null;
      this.#tell(null);
    }
    this.#draw(picture);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) {
      waiting(picture);
      return;
    }
    if (this.#fresh !== undefined) {
      this.#fresh.image.close();
      this.dropped += 1;
    }
    this.#fresh = picture;
  }

  #draw({ image, width, height }: Picture): void {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.canvas.getContext('2d')?.drawImage(image, 0, 0);
  }

  #refused(text: string): void {
    const { message, hint } = JSON.parse(text) as Partial<Trouble>;
    this.#fail({ message: message ?? AWAY.message, hint: hint ?? '' });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#ask();
    }, RETRY_MILLISECONDS);
  }

  #fail(trouble: Trouble): void {
    this.#trouble = trouble;
    this.#tell(trouble);
  }

  /** A function, because TypeScript takes a field for unchanged across an `await`. */
  #isRunning(): boolean {
    return this.#running;
  }
}
