import { cutShort, type Speech } from './speech';

/** As much of an `<audio>` as is used here. */
export interface Player extends Pick<HTMLAudioElement, 'play' | 'pause' | 'duration' | 'currentTime'> {
  addEventListener(type: 'ended', listener: () => void): void;
}

/** A sound that has so little left when the robot is at the next one may ring out in it: a melody must keep its time. */
const TAIL_SECONDS = 0.25;
/** For so long the next one waits for a sound that has more left, or has not begun. */
export const LATE_SECONDS = 2;

/**
 * Plays the sounds of a robot that has no loudspeaker, one after the other: here one may begin later than there, so it
 * is played to its end where it ended by itself. Of those that wait for it the newest counts.
 */
export class BrowserSounds {
  private newest: Speech | null = null;
  private sounding: Player | null = null;
  private next: Player | null = null;
  private patience: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param waits told true when the browser does not play before a person has touched the page, and false once it does
   * @param playerOf makes what plays the file at an address
   */
  constructor(
    private readonly waits: (waiting: boolean) => void,
    private readonly playerOf: (address: string) => Player = (address) => new Audio(address),
  ) {}

  /**
   * Follows what the robot plays. A sound that was interrupted is cut short here, too.
   *
   * @param speech what it plays now
   * @param now the daemon's clock in seconds
   */
  follow(speech: Speech, now: number): void {
    const before = this.newest;
    if (speech.began !== null && speech.began === before?.began) return;
    if (before && cutShort(before, now)) this.stop();
    if (!speech.playing || speech.began === null) return;
    this.newest = speech;
    this.next = this.playerOf(`/api/sounds/${encodeURIComponent(speech.playing)}`);
    if (this.isAlmostOver()) this.sounding = null;
    if (this.sounding === null) this.goOn();
    else this.patience ??= setTimeout(() => this.goOn(), LATE_SECONDS * 1000);
  }

  /** Is quiet at once. */
  stop(): void {
    this.newest = this.next = null;
    this.goOn();
  }

  private isAlmostOver(): boolean {
    // What has not begun may have no duration yet.
    return this.sounding !== null && this.sounding.duration - this.sounding.currentTime <= TAIL_SECONDS;
  }

  /** Ends what sounds, and begins what waits. */
  private goOn(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
    this.sounding?.pause();
    this.sounding = this.next;
    this.next = null;
    if (this.sounding) void this.begin(this.sounding);
  }

  private async begin(player: Player): Promise<void> {
    const over = (): void => {
      if (this.sounding !== player) return;
      this.sounding = null;
      this.goOn();
    };
    player.addEventListener('ended', over);
    try {
      await player.play();
      this.waits(false);
    } catch (error) {
      // Anything else (a file that is gone, a sound that was cut short) the robot tells by itself.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.waits(true);
      over();
    }
  }
}
