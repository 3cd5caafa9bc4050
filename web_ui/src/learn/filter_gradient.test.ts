import '@tensorflow/tfjs-backend-cpu';
import { conv2d, engine, memory, setBackend, tensor, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { filterGradient, type Geometry } from './filter_gradient';

beforeAll(async () => {
  await setBackend('cpu');
});

/** Numbers from −1 to 1 that look like chance. */
function filled(shape: [number, number, number, number], seed: number): Tensor4D {
  let state = seed;
  const size = shape.reduce((product, side) => product * side, 1);
  const numbers = Float32Array.from({ length: size }, () => ((state = (state * 16807) % 2147483647) / 2147483647) * 2 - 1);
  return tensor(numbers, shape);
}

const CASES: { name: string; input: [number, number, number, number]; geometry: Geometry }[] = [
  { name: 'with room around it', input: [2, 6, 6, 3], geometry: { strides: 1, pad: 'same', filterShape: [3, 3, 3, 4] } },
  { name: 'without room around it', input: [1, 5, 7, 2], geometry: { strides: 1, pad: 'valid', filterShape: [3, 2, 2, 5] } },
  { name: 'that strides', input: [3, 7, 6, 1], geometry: { strides: [2, 2], pad: 'same', filterShape: [3, 3, 1, 2] } },
];

test.each(CASES)('the gradient of a convolution $name is the one that TensorFlow.js computes elsewhere', ({ input, geometry }) => {
  const { strides, pad, filterShape } = geometry;
  const pictures = filled(input, 3);
  const filter = filled(filterShape, 4);
  const out = tidy(() => conv2d(pictures, filter, strides, pad).shape);
  const change = filled(out, 5);
  const before = memory().numTensors;
  const own = filterGradient(pictures, change, geometry);
  expect(memory().numTensors).toBe(before + 1);
  const attributes = { strides: [strides, strides].flat().slice(0, 2), pad, dataFormat: 'NHWC', filterShape };
  const theirs: Tensor4D = engine().runKernel('Conv2DBackpropFilter', { x: pictures, dy: change }, attributes);
  expect(own.shape).toEqual(filterShape);
  const [mine, other] = [own.dataSync(), theirs.dataSync()];
  mine.forEach((value, index) => expect(value).toBeCloseTo(other[index] ?? NaN, 4));
});
