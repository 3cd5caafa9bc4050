/** `tjbot-model.json`, the card of a model's folder, as docs/models.md tells it (and `tjbot/protocol/models.py` checks it). */

export const CARD = 'tjbot-model.json';
export const NETWORK_FILE = 'model.json';
export const FORMAT_VERSION = 1;
export const MOST_LABELS = 1000;
export const MOST_BYTES = 64 * 1024 * 1024;

/** What a network takes; one at a time, so its tensor has a 1 before `shape`. */
export type TaughtInput =
  /** The largest part of the picture's middle that has these proportions: height, width, channels (1 or 3). */
  | { kind: 'pixels'; shape: [number, number, number]; black: number; white: number }
  /** What the page's own network says of a picture. */
  | { kind: 'picture_features'; shape: [number]; network?: string }
  /** Angles and distances of a hand's landmarks. */
  | { kind: 'hand_features'; shape: [number] }
  /** What a hand did from rest to rest: moments, numbers of each. */
  | { kind: 'hand_movement'; shape: [number, number] }
  /** The newest piece of sound: frames, bands, 1. */
  | {
      kind: 'spectrogram';
      shape: [number, number, number];
      rate_hertz: number;
      window_samples: number;
      step_samples: number;
      low_hertz: number;
      high_hertz: number;
    }
  /** The same as a browser's AnalyserNode tells it, as Teachable Machine hears: frames, pitches, 1. */
  | { kind: 'analyser_spectrogram'; shape: [number, number, number]; rate_hertz: number; window_samples: number; step_samples: number }
  /** Numbers as they were measured, in the order of `columns`. */
  | { kind: 'numbers'; shape: number[]; columns?: string[]; low?: number; high?: number };

export interface Accuracy {
  samples: number;
  /** 0…1 */
  right: number;
  /** What they are (rows) against what they were taken for (columns). */
  confusion?: number[][];
}

export interface ModelCard {
  format_version: number;
  name: string;
  labels: string[];
  input: TaughtInput;
  files: Record<string, { bytes: number; sha256: string }>;
  network?: 'graph-model' | 'layers-model';
  output?: 'probabilities' | 'scores';
  quantisation?: 'none' | 'float16' | 'uint8' | 'uint16';
  author?: string;
  licence?: string;
  made_by?: string;
  cut?: { tensor: string; size: number };
  accuracy?: Accuracy;
}

/** What a model is asked about. */
export type TaughtKind = 'pictures' | 'hands' | 'movements' | 'sounds' | 'numbers';

/** How many numbers the network takes at a time. */
export function sizeOf({ shape }: TaughtInput): number {
  return shape.reduce((product: number, side) => product * side, 1);
}

export function kindOf({ kind }: TaughtInput): TaughtKind {
  switch (kind) {
    case 'pixels':
    case 'picture_features':
      return 'pictures';
    case 'hand_features':
      return 'hands';
    case 'hand_movement':
      return 'movements';
    case 'spectrogram':
    case 'analyser_spectrogram':
      return 'sounds';
    case 'numbers':
      return 'numbers';
  }
}
