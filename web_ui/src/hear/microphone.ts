import { text } from '../text';
import { AudioClock } from './audio_clock';
import worklet from './pieces.worklet?worker&url';
import type { SoundSource, Trouble } from './source';

/** So often it looks whether all is well, and tries again where nothing tells that the microphone is back. */
const LOOK_MILLISECONDS = 2000;
/** An open microphone without a piece for so long hangs. */
const HANGING_MILLISECONDS = 4000;

/** The sound as it is: what makes calls pleasant takes away claps and whistles. */
const RAW = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };

/** What starts a sound that the browser holds back. */
const TOUCHES = ['pointerdown', 'keydown'] as const;

/** This computer's microphone; heals itself when it comes back. */
export function microphone(): SoundSource {
  return new Microphone();
}

/** What to say about an error of `getUserMedia`. */
export function troubleOf(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : String(error);
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return text.hear.troubles.refused;
    case 'NotFoundError':
    case 'OverconstrainedError':
      return text.hear.troubles.none;
    case 'NotReadableError':
    case 'AbortError':
      return text.hear.troubles.busy;
    default:
      return text.hear.troubles.other(name);
  }
}

class Microphone implements SoundSource {
  #hear: Parameters<SoundSource['start']>[0] = () => undefined;
  #tell: Parameters<SoundSource['start']>[1] = () => undefined;
  #running = false;
  #opening = false;
  #refused = false;
  #context: AudioContext | undefined;
  #stream: MediaStream | undefined;
  #lastPiece = 0;
  #look: ReturnType<typeof setInterval> | undefined;
  #permission: PermissionStatus | undefined;

  start(...[hear, tell]: Parameters<SoundSource['start']>): void {
    this.#hear = hear;
    this.#tell = tell;
    // An insecure page has no mediaDevices, whatever the types say.
    if ((navigator.mediaDevices as MediaDevices | undefined) === undefined) {
      tell(text.hear.troubles.notHere);
      return;
    }
    this.#running = true;
    navigator.mediaDevices.addEventListener('devicechange', this.#open);
    for (const touch of TOUCHES) document.addEventListener(touch, this.#resume);
    document.addEventListener('visibilitychange', this.#resume);
    this.#look = setInterval(() => this.#lookAfter(), LOOK_MILLISECONDS);
    void this.#watchPermission();
    void this.#open();
  }

  stop(): void {
    this.#running = false;
    clearInterval(this.#look);
    (navigator.mediaDevices as MediaDevices | undefined)?.removeEventListener('devicechange', this.#open);
    for (const touch of TOUCHES) document.removeEventListener(touch, this.#resume);
    document.removeEventListener('visibilitychange', this.#resume);
    this.#permission?.removeEventListener('change', this.#open);
    this.#close();
  }

  readonly #open = async (): Promise<void> => {
    if (this.#opening || this.#stream !== undefined || !this.#running) return;
    this.#opening = true;
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: false, audio: RAW });
      this.#refused = false;
      await this.#connect(this.#stream);
    } catch (error) {
      this.#close();
      // To ask again after a refusal would only open the question anew: it waits for the permission.
      this.#refused = error instanceof Error && error.name === 'NotAllowedError';
      if (this.#running) this.#tell(troubleOf(error));
    } finally {
      this.#opening = false;
    }
    if (!this.#running) this.#close();
  };

  async #connect(stream: MediaStream): Promise<void> {
    const [track] = stream.getAudioTracks();
    track.addEventListener('ended', () => this.#lose(stream));
    track.addEventListener('mute', () => this.#tell(text.hear.troubles.muted));
    track.addEventListener('unmute', () => this.#tell(null));
    const context = new AudioContext();
    this.#context = context;
    context.addEventListener('statechange', () => this.#tellState(context));
    await context.audioWorklet.addModule(worklet);
    const pieces = new AudioWorkletNode(context, 'pieces', { numberOfInputs: 1, numberOfOutputs: 0 });
    const clock = new AudioClock();
    pieces.port.onmessage = ({ data }: MessageEvent<{ samples: Float32Array; end: number }>) => {
      if (context !== this.#context) return;
      this.#lastPiece = performance.now();
      this.#hear({ samples: data.samples, rate: context.sampleRate, time: clock.at(data.end, this.#lastPiece) });
    };
    context.createMediaStreamSource(stream).connect(pieces);
    this.#lastPiece = performance.now();
    this.#tellState(context);
    this.#resume();
  }

  #tellState(context: AudioContext): void {
    if (context !== this.#context) return;
    this.#tell(context.state === 'running' ? null : text.hear.troubles.heldBack);
  }

  /** After a touch, or in a page that is seen again, a browser lets go of what it held back. */
  readonly #resume = (): void => {
    if (this.#context !== undefined && this.#context.state !== 'running') {
      this.#context.resume().catch(() => undefined);
    }
  };

  #lookAfter(): void {
    const hangs = performance.now() - this.#lastPiece > HANGING_MILLISECONDS;
    if (this.#stream !== undefined && !this.#opening && this.#context?.state === 'running' && hangs) this.#close();
    if (!this.#refused) void this.#open();
  }

  #lose(stream: MediaStream): void {
    if (stream !== this.#stream) return;
    this.#close();
    this.#tell(text.hear.troubles.gone);
  }

  #close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    void this.#context?.close();
    this.#stream = this.#context = undefined;
  }

  async #watchPermission(): Promise<void> {
    try {
      this.#permission = await navigator.permissions.query({ name: 'microphone' });
      if (this.#running) this.#permission.addEventListener('change', this.#open);
    } catch {
      // Some browsers do not tell; a reload of the page then asks again.
    }
  }
}
