/** A model as Teachable Machine exports one for sounds, whose weights are known: it tells high from low. */
import { io, tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { TEACHABLE_MACHINE } from './analyser';
import type { Network, TaughtModel } from './taught';

const [FRAMES, PITCHES] = TEACHABLE_MACHINE.shape;
/** Below this is low. */
const MIDDLE = 60;
const SURE = 4;

/** Of each pitch the loudest moment counts; what is louder, the loudest low one or the loudest high one, is the answer. */
export async function hearsHighAndLow(): Promise<TaughtModel> {
  const model = sequential({
    layers: [
      layers.conv2d({ inputShape: [...TEACHABLE_MACHINE.shape], filters: 1, kernelSize: 1, activation: 'relu', name: 'conv2d_1' }),
      layers.maxPooling2d({ poolSize: [FRAMES, MIDDLE], strides: [FRAMES, MIDDLE] }),
      layers.flatten(),
      layers.dense({ units: 3, activation: 'softmax', name: 'dense_1' }),
    ],
  });
  // Of the pools of pitches the first one is low; those that follow are high.
  const pools = Math.floor(PITCHES / MIDDLE);
  const dense = Array.from({ length: pools }, (_, pool) => [0, pool === 0 ? SURE : -SURE / (pools - 1), pool === 0 ? -SURE : SURE / (pools - 1)]);
  model.layers[0]?.setWeights([tensor([[[[1]]]]), tensor([0])]);
  model.layers[3]?.setWeights([tensor(dense), tensor([0, 0, 0])]);
  let network: Network | undefined;
  await model.save(
    io.withSaveHandler((saved) => {
      network = { format: 'layers-model', topology: saved.modelTopology as object, weightSpecs: saved.weightSpecs as Network['weightSpecs'], weights: saved.weightData as ArrayBuffer };
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  model.dispose();
  if (network === undefined) throw new Error('Nothing was saved.');
  return { ...{ id: 'own-1', title: 'TMv2', labels: ['nothing', 'low', 'high'], input: TEACHABLE_MACHINE, network }, ...{ output: 'probabilities', author: '', licence: '', accuracy: null } };
}
