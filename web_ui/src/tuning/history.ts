/** What was seen or heard in the last seconds, for drawing. */
import type { FrameInfo, SeenEvent } from '../watch/types';

/** So much of it is kept. */
export const HISTORY_MILLISECONDS = 8000;

/** A moment at which a label began or ended. */
export interface Edge {
  time: number;
  label: string;
  phase: 'started' | 'stopped';
}

export class History {
  #frames: { time: number; confidences: FrameInfo['confidences'] }[] = [];
  #edges: Edge[] = [];

  /** Takes in a frame. */
  add({ stamps, confidences }: Pick<FrameInfo, 'stamps' | 'confidences'>): void {
    this.#frames.push({ time: stamps.recognised, confidences });
    const oldest = stamps.recognised - HISTORY_MILLISECONDS;
    if ((this.#frames[0]?.time ?? oldest) >= oldest) return;
    this.#frames = this.#frames.filter(({ time }) => time >= oldest);
    this.#edges = this.#edges.filter(({ time }) => time >= oldest);
  }

  /** Takes in an event. */
  note({ label, phase, stamps }: SeenEvent): void {
    if (phase !== 'now') this.#edges.push({ time: stamps.recognised, label, phase });
  }

  /** How sure the page was of a label, the oldest first. */
  of(label: string): { time: number; sure: number }[] {
    return this.#frames.map(({ time, confidences }) => ({ time, sure: confidences[label] ?? 0 }));
  }

  /** When a label began and ended, the oldest first. */
  edgesOf(label: string): Edge[] {
    return this.#edges.filter((edge) => edge.label === label);
  }
}

/** Why a label is or is not seen. */
export type Why = 'off' | 'notLoaded' | 'seen' | 'nothing' | 'tooLow' | 'soon';

/**
 * Why a label is or is not seen.
 *
 * @param frame the last frame; null while the camera is off
 * @param looks whether its model looks
 * @param seen whether the robot was told that it is seen
 */
export function whyOf(
  label: string,
  frame: Pick<FrameInfo, 'confidences'> | null,
  looks: boolean,
  seen: boolean,
  threshold: number,
): Why {
  if (seen) return 'seen';
  if (frame === null) return 'off';
  if (!looks) return 'notLoaded';
  const sure = frame.confidences[label] ?? 0;
  // Less than this looks like nothing at all.
  if (sure < 0.05) return 'nothing';
  return sure < threshold ? 'tooLow' : 'soon';
}
