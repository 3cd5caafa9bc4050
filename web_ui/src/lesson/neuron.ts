/** One neuron with two inputs: what it answers, how wrong that is (loss), and which way it gets better (slope). */
import type { Dot } from './dots';

export interface Weights {
  /** What the first input is multiplied by. */
  first: number;
  /** What the second input is multiplied by. */
  second: number;
  /** What is added. */
  bias: number;
}

export const WEIGHTS: readonly (keyof Weights)[] = ['first', 'second', 'bias'];

type Place = Pick<Dot, 'x' | 'y'>;

/** The inputs times their weights, and the bias: 0 on the neuron's line, positive where it holds a dot for orange. */
export function sum({ first, second, bias }: Weights, { x, y }: Place): number {
  return first * x + second * y + bias;
}

/** How sure the neuron is that a dot is orange, 0…1: its sum, squashed. */
export function answer(weights: Weights, dot: Place): number {
  return 1 / (1 + Math.exp(-sum(weights, dot)));
}

/** How surprised the neuron is by what a dot really is: −log of how sure it was of that. 0 is not at all. */
export function surprise(weights: Weights, dot: Dot): number {
  const toward = dot.kind === 1 ? sum(weights, dot) : -sum(weights, dot);
  // log(1 + e^−t), written so that no power grows beyond all bounds.
  return Math.max(0, -toward) + Math.log1p(Math.exp(-Math.abs(toward)));
}

/** The loss: the mean surprise of all dots; 0 without any. */
export function loss(weights: Weights, dots: readonly Dot[]): number {
  return mean(dots, (dot) => surprise(weights, dot));
}

/** How much of the dots lies on the right side of the line, 0…1. */
export function accuracy(weights: Weights, dots: readonly Dot[]): number {
  return mean(dots, (dot) => (sum(weights, dot) > 0 === (dot.kind === 1) ? 1 : 0));
}

/** The slope of the loss for each weight: the mean of (answer − truth) × input, where the bias's input is 1. */
export function slopes(weights: Weights, dots: readonly Dot[]): Weights {
  const wrong = (dot: Dot) => answer(weights, dot) - dot.kind;
  return {
    first: mean(dots, (dot) => wrong(dot) * dot.x),
    second: mean(dots, (dot) => wrong(dot) * dot.y),
    bias: mean(dots, wrong),
  };
}

/** The weights one step further down the slope.
 * @param rate how far a slope of 1 moves a weight, above 0 */
export function stepDown(weights: Weights, dots: readonly Dot[], rate: number): Weights {
  const slope = slopes(weights, dots);
  return {
    first: weights.first - rate * slope.first,
    second: weights.second - rate * slope.second,
    bias: weights.bias - rate * slope.bias,
  };
}

/** Where the neuron's line enters and leaves the square from −1 to 1; null where it does not cross it. */
export function lineOf({ first, second, bias }: Weights): [Place, Place] | null {
  const length = Math.hypot(first, second);
  if (length < 1e-9) return null;
  // A point of the line, and its direction, followed to where it leaves the square.
  const [x, y] = [(-bias * first) / length ** 2, (-bias * second) / length ** 2];
  const [along, up] = [second / length, -first / length];
  let [start, end] = [-Infinity, Infinity];
  for (const [from, direction] of [[x, along], [y, up]] as const) {
    if (Math.abs(direction) < 1e-12) {
      if (Math.abs(from) > 1) return null;
      continue;
    }
    const [one, other] = [(-1 - from) / direction, (1 - from) / direction];
    start = Math.max(start, Math.min(one, other));
    end = Math.min(end, Math.max(one, other));
  }
  if (start >= end) return null;
  return [{ x: x + start * along, y: y + start * up }, { x: x + end * along, y: y + end * up }];
}

function mean(dots: readonly Dot[], value: (dot: Dot) => number): number {
  return dots.length === 0 ? 0 : dots.reduce((total, dot) => total + value(dot), 0) / dots.length;
}
