/** A small convolutional network that learns pictures from scratch: it knows nothing yet, and sees their pixels. */
import { layers, type Sequential } from '@tensorflow/tfjs-layers';

const KERNEL_PIXELS = 3;

/** Adds the layers that look at pictures, each at half as many rows and columns as the one before.
 * @param filters how many patterns each of them looks for */
export function addConvolutions(model: Sequential, filters: readonly number[]): void {
  for (const count of filters) {
    model.add(layers.conv2d({ filters: count, kernelSize: KERNEL_PIXELS, padding: 'same', activation: 'relu', kernelInitializer: 'heNormal' }));
    model.add(layers.maxPooling2d({ poolSize: 2 }));
  }
  model.add(layers.flatten());
}
