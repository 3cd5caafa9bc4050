/**
 * Converts this page's clock to the daemon's.
 *
 * The answer to a ping that came back fastest is trusted most; old ones are forgotten, because the
 * two clocks drift apart.
 */
export class DaemonClock {
  private static readonly REMEMBERED = 8;
  private samples: { offset: number; roundTrip: number }[] = [];

  /**
   * Learns from one ping.
   *
   * @param sent the page's clock when the ping left, in seconds
   * @param received the page's clock when its answer came, in seconds
   * @param daemonTime the daemon's clock in the answer, in seconds
   */
  learn(sent: number, received: number, daemonTime: number): void {
    const roundTrip = Math.max(0, received - sent);
    this.samples.push({ offset: daemonTime - (sent + received) / 2, roundTrip });
    if (this.samples.length > DaemonClock.REMEMBERED) this.samples.shift();
  }

  /** Forgets everything: another daemon has another clock. */
  forget(): void {
    this.samples = [];
  }

  /** The daemon's time at the page's time `pageSeconds`, in seconds and never negative. */
  at(pageSeconds: number): number {
    if (this.samples.length === 0) return Math.max(0, pageSeconds);
    const best = this.samples.reduce((a, b) => (b.roundTrip < a.roundTrip ? b : a));
    return Math.max(0, pageSeconds + best.offset);
  }
}

/** This page's monotonic clock in seconds. */
export function pageSeconds(): number {
  return performance.now() / 1000;
}
