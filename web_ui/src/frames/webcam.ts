import type { FrameSource, Picture, Trouble } from './source';
import { VideoFrames } from './video_frames';

/** So often it tries again where nothing tells that the camera is back. */
const RETRY_MILLISECONDS = 2000;

/** A camera that says that it works and gives no frame for so long is opened anew, as after a laptop's sleep. */
const STUCK_MILLISECONDS = 5000;

/** What a browser calls it that the camera which it was asked for is not there. */
const GONE = ['OverconstrainedError', 'NotFoundError'];

const SIZE = { width: { ideal: 640 }, height: { ideal: 480 } };

/** One of this computer's cameras. */
export interface Camera {
  id: string;
  name: string;
}

/** This computer's camera, shown in `video` and given frame by frame; heals itself when it comes back.
 * @param camera the id of the one to take; where it is not there, another one does */
export function webcam(video: HTMLVideoElement, camera: string | null = null): FrameSource {
  return new Webcam(video, camera);
}

/** The cameras of this computer; the browser names them only after one has been allowed. */
export async function listCameras(): Promise<Camera[]> {
  const devices = await (navigator.mediaDevices as MediaDevices | undefined)?.enumerateDevices();
  return (devices ?? [])
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }, index) => ({ id: deviceId, name: label || `${index + 1}` }));
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
  readonly #frames: VideoFrames;
  #tell: (trouble: Trouble | null) => void = () => undefined;
  #running = false;
  #opening = false;
  #stream: MediaStream | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #permission: PermissionStatus | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly camera: string | null,
  ) {
    this.#frames = new VideoFrames(video);
  }

  get dropped(): number {
    return this.#frames.dropped;
  }

  start(onTrouble: (trouble: Trouble | null) => void): void {
    this.#tell = onTrouble;
    this.#running = true;
    this.#frames.begin();
    // An insecure page has no mediaDevices, whatever the types say.
    if ((navigator.mediaDevices as MediaDevices | undefined) === undefined) {
      this.#tell(NO_CAMERA_HERE);
      return;
    }
    navigator.mediaDevices.addEventListener('devicechange', this.#open);
    this.#watchdog = setInterval(() => {
      this.#lookAfter();
    }, RETRY_MILLISECONDS);
    void this.#watchPermission();
    void this.#open();
  }

  next(): Promise<Picture | null> {
    return this.#frames.next();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#retry);
    clearInterval(this.#watchdog);
    (navigator.mediaDevices as MediaDevices | undefined)?.removeEventListener('devicechange', this.#open);
    this.#permission?.removeEventListener('change', this.#open);
    this.#close();
    this.#frames.end();
  }

  readonly #open = async (): Promise<void> => {
    if (this.#opening || this.#stream !== undefined || !this.#running) return;
    this.#opening = true;
    clearTimeout(this.#retry);
    try {
      this.#show(await this.#ask());
      await this.video.play();
      this.#tell(null);
      this.#frames.show();
    } catch (error) {
      this.#close();
      if (this.#running) this.#fail(troubleOf(error), !(error instanceof Error && error.name === 'NotAllowedError'));
    } finally {
      this.#opening = false;
    }
    if (!this.#running) this.#close();
  };

  /** The wanted camera, or any where that is not there. (A browser may pass over one that is only preferred.) */
  async #ask(): Promise<MediaStream> {
    const { mediaDevices } = navigator;
    if (this.camera !== null) {
      try {
        return await mediaDevices.getUserMedia({ video: { ...SIZE, deviceId: { exact: this.camera } }, audio: false });
      } catch (error) {
        if (!(error instanceof Error && GONE.includes(error.name))) throw error;
      }
    }
    return await mediaDevices.getUserMedia({ video: SIZE, audio: false });
  }

  /** After a sleep, or when another program took the camera away, some browsers tell nothing: there are no frames. */
  #lookAfter(): void {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    if (track === undefined || track.muted || this.#opening || document.visibilityState === 'hidden') return;
    if (performance.now() - this.#frames.last < STUCK_MILLISECONDS) return;
    this.#close();
    this.#fail(DARK, true);
  }

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
    this.#frames.hide();
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
}
