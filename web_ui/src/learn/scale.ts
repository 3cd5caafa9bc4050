/** Bringing rows of numbers to a size that networks learn well from. Pure. */

/** For each column of the rows. */
export interface Scale {
  mean: Float32Array;
  deviation: Float32Array;
}

/** What the rows must be scaled by.
 *
 * @param length how many numbers a row has
 * @param together one deviation for all columns: right where all have one unit and few samples say little of each; else
 *   each column has its own */
export function scaleOf(inputs: Float32Array, length: number, together: boolean): Scale {
  const rows = Math.max(1, inputs.length / length);
  const mean = new Float32Array(length);
  const variance = new Float32Array(length);
  inputs.forEach((value, index) => (mean[index % length] = (mean[index % length] ?? 0) + value / rows));
  inputs.forEach((value, index) => {
    const column = index % length;
    variance[column] = (variance[column] ?? 0) + (value - (mean[column] ?? 0)) ** 2 / rows;
  });
  const all = variance.reduce((sum, one) => sum + one, 0) / length;
  return { mean, deviation: variance.map((own) => Math.sqrt(together ? all : own) || 1) };
}

/** The scale that leaves rows of so many numbers as they are. */
export function unscaled(length: number): Scale {
  return { mean: new Float32Array(length), deviation: new Float32Array(length).fill(1) };
}

/** The scale for rows so many times as long, each part of which is scaled alike. */
export function repeated({ mean, deviation }: Scale, times: number): Scale {
  const over = (values: Float32Array) => Float32Array.from({ length: times * values.length }, (_, index) => values[index % values.length] ?? 0);
  return { mean: over(mean), deviation: over(deviation) };
}

/** The rows, scaled. */
export function scaled(inputs: Float32Array, { mean, deviation }: Scale): Float32Array {
  const length = mean.length;
  return inputs.map((value, index) => (value - (mean[index % length] ?? 0)) / (deviation[index % length] ?? 1));
}

/** The weights of a dense layer that takes rows as they are and gives what the given ones give for scaled rows.
 * @param kernel a row for each input, a column for each neuron */
export function fold(kernel: Float32Array, bias: Float32Array, { mean, deviation }: Scale): { kernel: Float32Array; bias: Float32Array } {
  const units = bias.length;
  const folded = kernel.map((weight, index) => weight / (deviation[Math.floor(index / units)] ?? 1));
  const moved = bias.map((value, unit) => mean.reduce((sum, middle, row) => sum - middle * (folded[row * units + unit] ?? 0), value));
  return { kernel: folded, bias: moved };
}

/** The other way round: the weights for scaled rows, of a layer that takes rows as they are. */
export function unfold(kernel: Float32Array, bias: Float32Array, { mean, deviation }: Scale): { kernel: Float32Array; bias: Float32Array } {
  const units = bias.length;
  const scaled = kernel.map((weight, index) => weight * (deviation[Math.floor(index / units)] ?? 1));
  const moved = bias.map((value, unit) => mean.reduce((sum, middle, row) => sum + middle * (kernel[row * units + unit] ?? 0), value));
  return { kernel: scaled, bias: moved };
}
