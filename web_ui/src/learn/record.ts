/** Taking samples from a microphone as long as somebody wants. */
import type { Sound } from '../models/define';
import { Cutter, type Piece } from './sounds';

/** Pieces overlap, so those that follow each other are much alike: so many make one burst. */
const BURST_PIECES = 4;
const LOOK_MILLISECONDS = 20;

/** Whoever has a microphone. */
export interface Ears {
  /** Whether it is on. */
  readonly awake: boolean;
  /** Gives every piece of sound from now on, with how quiet the room is at its quietest (decibels; null where that is not
   * known), until the function that it returns is called. */
  tap(take: (sound: Sound, floor: number | null) => void): () => void;
}

export interface Recording {
  /** So many pieces are listened to at the most. */
  most: number;
  /** Whether somebody still wants it; one piece is taken even if it ends at once. */
  goesOn: () => boolean;
  /** Whether it was called off, also without a piece. */
  isOff: () => boolean;
  /** Whether a piece in which nothing sounds is a sample too. */
  silenceCounts: boolean;
  /** Keeps a piece; false ends the recording.
   * @param burst which pieces are much alike: their number is the same */
  keep: (piece: Piece, burst: number) => Promise<boolean>;
}

/** Records, and says how it went: `silent` where nothing sounded, `asleep` where there is no microphone. */
export async function record(ears: Ears, { most, goesOn, isOff, silenceCounts, keep }: Recording): Promise<'kept' | 'silent' | 'asleep'> {
  const cutter = new Cutter();
  const waiting: Piece[] = [];
  const end = ears.tap((sound, floor) => {
    const piece = cutter.cut(sound, floor);
    if (piece !== null) waiting.push(piece);
  });
  let [heard, kept] = [0, 0];
  try {
    while (heard < most && !isOff()) {
      const piece = waiting.shift();
      if (piece === undefined) {
        if (!ears.awake || (heard > 0 && !goesOn())) break;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
        continue;
      }
      heard += 1;
      if (piece.silent && !silenceCounts) continue;
      if (!(await keep(piece, Math.floor(kept / BURST_PIECES)))) return 'kept';
      kept += 1;
    }
  } finally {
    end();
  }
  if (kept > 0 || isOff()) return 'kept';
  return heard > 0 ? 'silent' : 'asleep';
}
