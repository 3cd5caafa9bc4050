/** Sound as a WAV file: one channel, 16 bits. Pure. */

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;

/** @param samples -1…1; what is louder becomes as loud as can be
 * @param rate samples a second */
export function waveOf(samples: Float32Array, rate: number): ArrayBuffer {
  const length = samples.length * BYTES_PER_SAMPLE;
  const data = new DataView(new ArrayBuffer(HEADER_BYTES + length));
  const write = (at: number, text: string) => [...text].forEach((letter, index) => data.setUint8(at + index, letter.charCodeAt(0)));
  write(0, 'RIFF');
  data.setUint32(4, HEADER_BYTES - 8 + length, true);
  write(8, 'WAVEfmt ');
  data.setUint32(16, 16, true); // the length of what follows about the format
  data.setUint16(20, 1, true); // plain numbers
  data.setUint16(22, 1, true); // one channel
  data.setUint32(24, rate, true);
  data.setUint32(28, rate * BYTES_PER_SAMPLE, true);
  data.setUint16(32, BYTES_PER_SAMPLE, true);
  data.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  write(36, 'data');
  data.setUint32(40, length, true);
  samples.forEach((sample, index) => {
    data.setInt16(HEADER_BYTES + index * BYTES_PER_SAMPLE, Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff), true);
  });
  return data.buffer;
}

/** The other way round, for what `waveOf` gives: the samples, -1…1. */
export function samplesOf(wave: ArrayBuffer): Float32Array {
  const data = new DataView(wave);
  const count = Math.max(0, Math.floor((wave.byteLength - HEADER_BYTES) / BYTES_PER_SAMPLE));
  return Float32Array.from({ length: count }, (_, index) => data.getInt16(HEADER_BYTES + index * BYTES_PER_SAMPLE, true) / 0x7fff);
}
