/** How a convolution's weights shall change (Conv2DBackpropFilter): the one step of learning that TensorFlow.js lacks on wasm. */
import { backend_util, matMul, registerKernel, reshape, tensor2d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';

export interface Geometry {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number;
  /** Height, width, channels that go in, channels that come out. */
  filterShape: [number, number, number, number];
}

/** The gradient of a convolution's filter, in the filter's shape: all patches that each weight has seen, times what came of
 * them. One matrix multiplication does it, at which wasm is quick.
 * @param input what went in: pictures, rows, columns, channels
 * @param change how the loss changes with what came out, in that shape */
export function filterGradient(input: Tensor4D, change: Tensor4D, { strides, pad, filterShape }: Geometry): Tensor4D {
  return tidy(() => {
    const geometry = backend_util.computeConv2DInfo(input.shape, filterShape, strides, 1, pad);
    const patches = patchesOf(input.dataSync<'float32'>(), geometry);
    const places = geometry.batchSize * geometry.outHeight * geometry.outWidth;
    const weights = geometry.filterHeight * geometry.filterWidth * geometry.inChannels;
    const gradient = matMul(tensor2d(patches, [weights, places]), reshape(change, [places, geometry.outChannels]));
    return reshape(gradient, filterShape) as Tensor4D;
  });
}

/** Makes wasm able to learn convolutions; once is enough. */
export function registerFilterGradient(): void {
  registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => filterGradient(inputs['x'] as Tensor4D, inputs['dy'] as Tensor4D, attrs as unknown as Geometry),
  });
}

/** For each weight of a filter a row: what it is multiplied by at each place, 0 beyond the picture's edge. */
function patchesOf(input: Float32Array, geometry: backend_util.Conv2DInfo): Float32Array {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = geometry;
  const places = batchSize * outHeight * outWidth;
  const patches = new Float32Array(filterHeight * filterWidth * inChannels * places);
  for (let down = 0; down < filterHeight; down++) {
    for (let along = 0; along < filterWidth; along++) {
      const weight = (down * filterWidth + along) * inChannels;
      for (let picture = 0; picture < batchSize; picture++) {
        for (let row = 0; row < outHeight; row++) {
          const y = row * strideHeight + down - padInfo.top;
          if (y < 0 || y >= inHeight) continue;
          for (let column = 0; column < outWidth; column++) {
            const x = column * strideWidth + along - padInfo.left;
            if (x < 0 || x >= inWidth) continue;
            const place = (picture * outHeight + row) * outWidth + column;
            const from = ((picture * inHeight + y) * inWidth + x) * inChannels;
            for (let channel = 0; channel < inChannels; channel++) patches[(weight + channel) * places + place] = input[from + channel] ?? 0;
          }
        }
      }
    }
  }
  return patches;
}
