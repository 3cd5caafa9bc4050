import { cutShort, type Speech } from './speech';

/** As much of an `<audio>` as is used here. */
export type Player = Pick<HTMLAudioElement, 'play' | 'pause'>;

/** Plays the sounds of a robot that has no loudspeaker. */
export class BrowserSounds {
  private played: { speech: Speech; player: Player } | null = null;

  /**
   * @param waits told true when the browser does not play before a person has touched the page, and false once it does
   * @param playerOf makes what plays the file at an address
   */
  constructor(
    private readonly waits: (waiting: boolean) => void,
    private readonly playerOf: (address: string) => Player = (address) => new Audio(address),
  ) {}

  /**
   * Follows what the robot plays. A sound that ended by itself is played to its end, because it began here a moment
   * later; one that was interrupted is cut short here, too.
   *
   * @param speech what it plays now
   * @param now the daemon's clock in seconds
   */
  follow(speech: Speech, now: number): void {
    const before = this.played?.speech;
    if (speech.began !== null && speech.began === before?.began) return;
    if (before && cutShort(before, now)) this.stop();
    if (!speech.playing || speech.began === null) return;
    const player = this.playerOf(`/api/sounds/${encodeURIComponent(speech.playing)}`);
    this.played = { speech, player };
    void this.begin(player);
  }

  /** Is quiet at once. */
  stop(): void {
    this.played?.player.pause();
    this.played = null;
  }

  private async begin(player: Player): Promise<void> {
    try {
      await player.play();
      this.waits(false);
    } catch (error) {
      // Anything else (a file that is gone, a sound that was cut short) the robot tells by itself.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.waits(true);
    }
  }
}
