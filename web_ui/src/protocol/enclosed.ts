/** A message with a picture: one binary frame, as `tjbot/protocol/enclosed.py` describes it. */
import type { Report } from './messages';

const LENGTH_BYTES = 4;

/** A report, and the picture that came with it: the bytes of a JPEG, PNG or WebP file. */
export interface Enclosed {
  report: Report;
  picture: Uint8Array<ArrayBuffer>;
}

/** Takes a frame apart; null where it is none of ours. */
export function openEnclosed(data: ArrayBuffer): Enclosed | null {
  if (data.byteLength < LENGTH_BYTES) return null;
  const end = LENGTH_BYTES + new DataView(data).getUint32(0);
  if (end > data.byteLength) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(data, LENGTH_BYTES, end - LENGTH_BYTES));
    return { report: JSON.parse(text) as Report, picture: new Uint8Array(data, end) };
  } catch {
    return null;
  }
}
