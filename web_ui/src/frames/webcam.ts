import type { FrameSource, Picture, Trouble } from './source';

/** So often it tries again where nothing tells that the camera is back. */
const RETRY_MILLISECONDS = 2000;

const SIZE = { width: { ideal: 640 }, height: { ideal: 480 } };

/** This computer's camera, shown in `video` and given frame by frame; heals itself when it comes back. */
export function webcam(video: HTMLVideoElement): FrameSource {
  return new Webcam(video);
}

/** What to say about an error of `getUserMedia`. */
export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : String(error);
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return {
        message: 'The page may not use the camera.',
        hint: 'Click the camera sign in the address bar, allow the camera, and it starts.',
      };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { message: 'There is no camera.', hint: 'Plug one in; it starts by itself.' };
    case 'NotReadableError':
    case 'AbortError':
      return {
        message: 'The camera does not start.',
        hint: 'Perhaps another program uses it, such as a video call: close that; the camera then starts by itself.',
      };
    default:
      return { message: `The camera does not start (${name}).`, hint: 'Reload the page, or try another browser.' };
  }
}

const NO_CAMERA_HERE: Trouble = {
  message: 'The browser gives this page no camera.',
  hint: 'It does so only on the robot’s own computer (http://localhost…) and over https.',
};
const UNPLUGGED: Trouble = { message: 'The camera is gone.', hint: 'Plug it in again; it starts by itself.' };
const DARK: Trouble = {
  message: 'The camera gives no picture.',
  hint: 'Is its cover closed, or its switch off? It goes on by itself.',
};

class Webcam implements FrameSource {
  dropped = 0;
  #tell: (trouble: Trouble | null) => void = () => undefined;
  #running = false;
  #opening = false;
  #stream: MediaStream | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #permission: PermissionStatus | undefined;
  /** When the newest frame was taken, until somebody takes it. */
  #fresh: number | undefined;
  #waiting: ((picture: Picture | null) => void) | undefined;

  constructor(private readonly video: HTMLVideoElement) {}

  start(onTrouble: (trouble: Trouble | null) => void): void {
    this.#tell = onTrouble;
    this.#running = true;
    this.dropped = 0;
    // An insecure page has no mediaDevices, whatever the types say.
    if ((navigator.mediaDevices as MediaDevices | undefined) === undefined) {
      this.#tell(NO_CAMERA_HERE);
      return;
    }
    navigator.mediaDevices.addEventListener('devicechange', this.#open);
    void this.#watchPermission();
    void this.#open();
  }

  next(): Promise<Picture | null> {
    if (!this.#running) return Promise.resolve(null);
    if (this.#fresh !== undefined) return this.#take(this.#fresh);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#retry);
    (navigator.mediaDevices as MediaDevices | undefined)?.removeEventListener('devicechange', this.#open);
    this.#permission?.removeEventListener('change', this.#open);
    this.#close();
    this.#waiting?.(null);
    this.#waiting = undefined;
  }

  readonly #open = async (): Promise<void> => {
    if (this.#opening || this.#stream !== undefined || !this.#running) return;
    this.#opening = true;
    clearTimeout(this.#retry);
    try {
      this.#show(await navigator.mediaDevices.getUserMedia({ video: SIZE, audio: false }));
      await this.video.play();
      this.#tell(null);
      this.#awaitFrame();
    } catch (error) {
      this.#close();
      if (this.#running) this.#fail(troubleOf(error), !(error instanceof Error && error.name === 'NotAllowedError'));
    } finally {
      this.#opening = false;
    }
    if (!this.#running) this.#close();
  };

  #show(stream: MediaStream): void {
    this.#stream = stream;
    this.video.muted = true;
    this.video.srcObject = stream;
    const [track] = stream.getVideoTracks();
    track?.addEventListener('ended', () => {
      this.#close();
      this.#fail(UNPLUGGED, true);
    });
    track?.addEventListener('mute', () => {
      this.#tell(DARK);
    });
    track?.addEventListener('unmute', () => {
      this.#tell(null);
    });
  }

  /** @param again whether asking again by itself is polite: after a refusal it would only open the question anew */
  #fail(trouble: Trouble, again: boolean): void {
    this.#tell(trouble);
    if (again) this.#retry = setTimeout(() => void this.#open(), RETRY_MILLISECONDS);
  }

  #close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    this.#fresh = undefined;
    this.video.srcObject = null;
  }

  async #watchPermission(): Promise<void> {
    try {
      this.#permission = await navigator.permissions.query({ name: 'camera' });
      if (this.#running) this.#permission.addEventListener('change', this.#open);
    } catch {
      // Some browsers do not tell; a reload of the page then asks again.
    }
  }

  #awaitFrame(): void {
    const stream = this.#stream;
    this.video.requestVideoFrameCallback((now, about) => {
      if (stream === undefined || this.#stream !== stream) return;
      this.#awaitFrame();
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
      // The camera went away in this very moment: the next frame will do.
      return await this.next();
    }
  }
}
