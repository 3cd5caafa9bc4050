/** A picture or a film from a file, given frame by frame as a camera would. */
import type { FrameSource, Picture, Trouble } from './source';
import { VideoFrames } from './video_frames';

/** A picture comes so often, so that what must be seen in several frames in a row is. */
const REPEAT_MILLISECONDS = 100;
/** A larger picture is made smaller: the models look at no more of it. */
const MOST_PIXELS_A_SIDE = 1280;

export type FileKind = 'picture' | 'film';

/** What a file holds, by what the browser takes it for; null for neither a picture nor a film. */
export function kindOf(file: Pick<File, 'type'>): FileKind | null {
  if (file.type.startsWith('image/')) return 'picture';
  return file.type.startsWith('video/') ? 'film' : null;
}

/** What to say about a file that is neither. */
export function notToBeSeen(name: string): Trouble {
  return { message: `“${name}” is neither a picture nor a film.`, hint: 'Try a photo (.jpg, .png) or a film (.mp4, .webm).' };
}

/** A picture, upright as it was taken, drawn on `canvas` and given again and again. */
export function pictureFile(file: File, canvas: HTMLCanvasElement): FrameSource {
  return new PictureFile(file, canvas);
}

/** A film, shown in `video` from its beginning, again and again. */
export function filmFile(file: File, video: HTMLVideoElement): FrameSource {
  return new FilmFile(file, video);
}

/** The size of a picture that is not to be larger than it must. */
export function fitting(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, MOST_PIXELS_A_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function unreadable({ name }: File): Trouble {
  return {
    message: `The browser can not show “${name}”.`,
    hint: 'The file may be damaged, or of a kind that this browser does not know. Try another one.',
  };
}

class PictureFile implements FrameSource {
  readonly dropped = 0;
  #running = false;
  #picture: ImageBitmap | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #given = -Infinity;
  #waiting: ((picture: Picture | null) => void) | undefined;

  constructor(
    private readonly file: File,
    private readonly canvas: HTMLCanvasElement,
  ) {}

  start(onTrouble: (trouble: Trouble | null) => void): void {
    this.#running = true;
    void this.#open().catch(() => {
      if (this.#running) onTrouble(unreadable(this.file));
    });
  }

  next(): Promise<Picture | null> {
    if (!this.#running) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#giveLater();
    });
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
    this.#picture?.close();
    this.#picture = undefined;
    this.canvas.getContext('2d')?.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#waiting?.(null);
    this.#waiting = undefined;
  }

  /** The browser turns a photo upright by itself, by what the camera wrote into it. */
  async #open(): Promise<void> {
    const whole = await createImageBitmap(this.file, { imageOrientation: 'from-image' });
    const { width, height } = fitting(whole.width, whole.height);
    if (!this.#running) {
      whole.close();
      return;
    }
    this.canvas.width = width;
    this.canvas.height = height;
    this.canvas.getContext('2d')?.drawImage(whole, 0, 0, width, height);
    whole.close();
    const picture = await createImageBitmap(this.canvas);
    if (!this.#running) {
      picture.close();
      return;
    }
    this.#picture = picture;
    this.#giveLater();
  }

  #giveLater(): void {
    clearTimeout(this.#timer);
    if (this.#picture === undefined || this.#waiting === undefined) return;
    const wait = Math.max(0, this.#given + REPEAT_MILLISECONDS - performance.now());
    this.#timer = setTimeout(() => void this.#give(), wait);
  }

  async #give(): Promise<void> {
    const waiting = this.#waiting;
    const picture = this.#picture;
    if (waiting === undefined || picture === undefined) return;
    this.#waiting = undefined;
    this.#given = performance.now();
    const { width, height } = picture;
    const image = await createImageBitmap(picture);
    waiting({ image, width, height, time: this.#given });
  }
}

class FilmFile implements FrameSource {
  readonly #frames: VideoFrames;
  #address: string | undefined;
  #tell: (trouble: Trouble | null) => void = () => undefined;

  constructor(
    private readonly file: File,
    private readonly video: HTMLVideoElement,
  ) {
    this.#frames = new VideoFrames(video);
  }

  get dropped(): number {
    return this.#frames.dropped;
  }

  start(onTrouble: (trouble: Trouble | null) => void): void {
    this.#tell = onTrouble;
    this.#frames.begin();
    this.#address = URL.createObjectURL(this.file);
    this.video.addEventListener('error', this.#failed);
    this.video.srcObject = null;
    this.video.src = this.#address;
    this.video.loop = this.video.muted = true;
    this.#frames.show();
    // A file that can not be played makes an `error`, which says more.
    this.video.play().catch(() => undefined);
  }

  next(): Promise<Picture | null> {
    return this.#frames.next();
  }

  stop(): void {
    this.video.removeEventListener('error', this.#failed);
    this.#frames.end();
    this.video.loop = false;
    this.video.removeAttribute('src');
    this.video.load();
    if (this.#address !== undefined) URL.revokeObjectURL(this.#address);
    this.#address = undefined;
  }

  readonly #failed = (): void => {
    this.#tell(unreadable(this.file));
  };
}
