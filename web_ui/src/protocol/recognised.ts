import type { Seen } from './messages';

/** What this page recognised: the fields of the message `Seen`, on the page's clock. */
export interface Recognised
  extends Required<Pick<Seen, 'label' | 'phase' | 'model' | 'confidence' | 'x' | 'y' | 'width' | 'height' | 'side'>>,
    Pick<Seen, 'pointer_x' | 'pointer_y' | 'speed'> {
  sense: NonNullable<Seen['sense']>;
  /** The steps so far, in their order: when each was, in milliseconds (`performance.now()`). */
  stamps: Readonly<Record<string, number>>;
}

/**
 * The message that tells the robot.
 *
 * @param trace the event's name on its way
 * @param now the page's clock, in milliseconds
 * @param daemonTime converts seconds of the page's clock to the daemon's
 */
export function seenMessage(
  event: Recognised,
  trace: string,
  now: number,
  daemonTime: (pageSeconds: number) => number,
): Seen {
  const stamps = Object.entries({ ...event.stamps, sent: now });
  return {
    ...event,
    type: 'seen',
    trace,
    stamps: Object.fromEntries(stamps.map(([step, milliseconds]) => [step, daemonTime(milliseconds / 1000)])),
  };
}
