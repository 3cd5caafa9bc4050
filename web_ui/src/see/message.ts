import type { Seen } from '../protocol/messages';
import type { SeenEvent } from '../watch/types';

/**
 * The message that tells an event to the robot.
 *
 * @param trace the event's name on its way
 * @param now the page's clock, in milliseconds
 * @param daemonTime converts seconds of the page's clock to the daemon's
 */
export function seenMessage(
  event: SeenEvent,
  trace: string,
  now: number,
  daemonTime: (pageSeconds: number) => number,
): Seen {
  const { frame, recognised } = event.stamps;
  return {
    ...event,
    type: 'seen',
    trace,
    stamps: {
      frame: daemonTime(frame / 1000),
      recognised: daemonTime(recognised / 1000),
      sent: daemonTime(now / 1000),
    },
  };
}
