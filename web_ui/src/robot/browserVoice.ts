import { cutShort, type Speech } from './speech';

/** As much of `window.speechSynthesis` as is used here. */
export type Synthesis = Pick<SpeechSynthesis, 'speak' | 'cancel' | 'pending'>;

/** Speaks for a robot that has no loudspeaker, with the browser's own voice. */
export class BrowserVoice {
  private said: Speech | null = null;

  /**
   * @param synthesis the browser's voice
   * @param waits told true when the browser does not speak before a person has touched the page, and false once it does
   * @param utter makes the browser's own kind of sentence
   */
  constructor(
    private readonly synthesis: Synthesis,
    private readonly waits: (waiting: boolean) => void,
    private readonly utter: (text: string) => SpeechSynthesisUtterance = (text) => new SpeechSynthesisUtterance(text),
  ) {}

  /**
   * Follows what the robot says. A sentence that ended by itself is spoken to its end, because the browser may be
   * slower than the robot; one that was interrupted is cut short here, too.
   *
   * @param speech what it says now
   * @param now the daemon's clock in seconds
   */
  follow(speech: Speech, now: number): void {
    const before = this.said;
    if (speech.began !== null && speech.began === before?.began) return;
    if (before && cutShort(before, now)) this.synthesis.cancel();
    this.said = null;
    if (!speech.saying || speech.began === null) return;
    // A voice that is a whole sentence late would never catch up.
    if (this.synthesis.pending) this.synthesis.cancel();
    const utterance = this.utter(speech.saying);
    utterance.lang = speech.language;
    utterance.onstart = () => this.waits(false);
    utterance.onerror = ({ error }) => error === 'not-allowed' && this.waits(true);
    this.synthesis.speak(utterance);
    this.said = speech;
  }

  /** Is quiet at once. */
  stop(): void {
    if (this.said) this.synthesis.cancel();
    this.said = null;
  }
}
