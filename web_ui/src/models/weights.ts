/**
 * Weights that are kept as 8-bit numbers, and widened while they are loaded.
 *
 * TensorFlow.js knows 8-bit weights with one range for a whole tensor, which breaks networks of convolutions. Those have a range
 * for each output channel: their entry in the manifest names the `axis` that counts the channels, and their bytes are
 * the least weight of each channel, then the step of each channel (half floats), then a byte for each weight:
 * `least + byte × step`. `tools/models/quantise.py` writes them.
 */
import type { io } from '@tensorflow/tfjs-core';

/** How an entry of `weightsManifest` says what its numbers are. */
export interface WeightEntry {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32';
  quantization?: { dtype: 'float16' } | { dtype: 'uint8'; min: number; scale: number } | Ranges;
}

interface Ranges {
  dtype: 'uint8';
  axis: number;
}

const BYTES_PER_RANGE = 4;

/**
 * The same weights as TensorFlow.js reads them: those with ranges are floats afterwards, all others as they were.
 *
 * @param data the weights of all entries, one after the other
 * @throws RangeError where there are fewer or more bytes than the entries need
 */
export function widen(entries: readonly WeightEntry[], data: ArrayBuffer): Pick<io.ModelArtifacts, 'weightSpecs'> & {
  weightData: ArrayBuffer[];
} {
  const weightSpecs: io.WeightsManifestEntry[] = [];
  const weightData: ArrayBuffer[] = [];
  let start = 0;
  for (const entry of entries) {
    const end = start + bytesOf(entry);
    if (end > data.byteLength) throw new RangeError(`The weights end within ${entry.name}.`);
    const { name, shape, dtype, quantization } = entry;
    if (quantization !== undefined && 'axis' in quantization) {
      weightSpecs.push({ name, shape, dtype });
      weightData.push(widened(shape, quantization, data, start));
    } else {
      weightSpecs.push(entry as io.WeightsManifestEntry);
      weightData.push(data.slice(start, end));
    }
    start = end;
  }
  if (start !== data.byteLength) throw new RangeError('There are more weights than entries for them.');
  return { weightSpecs, weightData };
}

function bytesOf({ shape, quantization }: WeightEntry): number {
  const size = product(shape);
  if (quantization === undefined) return 4 * size;
  if (quantization.dtype === 'float16') return 2 * size;
  return 'axis' in quantization ? size + BYTES_PER_RANGE * (shape[quantization.axis] as number) : size;
}

function widened(shape: readonly number[], { axis }: Ranges, data: ArrayBuffer, start: number): ArrayBuffer {
  const channels = shape[axis] as number;
  // How many numbers of one channel stand side by side.
  const side = product(shape.slice(axis + 1));
  const ranges = new DataView(data, start, BYTES_PER_RANGE * channels);
  const numbers = new Uint8Array(data, start + BYTES_PER_RANGE * channels, product(shape));
  const weights = new Float32Array(numbers.length);
  for (let channel = 0; channel < channels; channel++) {
    const least = halfFloat(ranges.getUint16(2 * channel, true));
    const step = halfFloat(ranges.getUint16(2 * (channels + channel), true));
    for (let row = channel * side; row < numbers.length; row += channels * side) {
      for (let index = row; index < row + side; index++) weights[index] = least + (numbers[index] as number) * step;
    }
  }
  return weights.buffer;
}

/** The number that the 16 bits of a finite half float stand for. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total * number, 1);
}
