import type { Seen } from '../protocol/messages';
import type { FrameInfo } from '../watch/types';

/**
 * How sure anyone is of a label now, 0…1: this page's models, or whoever else tells the robot.
 *
 * @param frame the last picture of this page's camera, if it is on
 * @param seen what the robot was told otherwise
 */
export function howSure(label: string, frame: FrameInfo | null, seen: readonly Seen[]): number {
  const told = seen.filter((report) => report.label === label).map((report) => report.confidence ?? 1);
  return Math.max(frame?.confidences[label] ?? 0, ...told);
}
