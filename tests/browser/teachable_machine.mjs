// Writes what Teachable Machine exports (model.json, weights.bin, metadata.json): a network that looks, with two dense
// layers behind it, on 48 × 48 pixels. It has learned nothing yet. node teachable_machine.mjs NODE_MODULES FOLDER LABEL…
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , modules, folder, ...labels] = process.argv;
const tf = createRequire(join(modules, 'x.js'))('@tensorflow/tfjs');
const glorot = (seed) => tf.initializers.glorotNormal({ seed });

const looks = tf.sequential({
  layers: [
    tf.layers.conv2d({ inputShape: [48, 48, 3], filters: 8, kernelSize: 5, strides: 4, activation: 'relu', kernelInitializer: glorot(1) }),
    tf.layers.flatten(),
  ],
});
const head = tf.sequential({
  layers: [
    tf.layers.dense({ inputShape: [968], units: 20, activation: 'relu', kernelInitializer: glorot(2) }),
    tf.layers.dense({ units: labels.length, useBias: true, activation: 'softmax', kernelInitializer: glorot(3) }),
  ],
});
await tf.sequential({ layers: [looks, head] }).save(
  tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
    const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest: manifest }));
    writeFileSync(join(folder, 'weights.bin'), Buffer.from(weightData));
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  }),
);
const about = { packageName: '@teachablemachine/image', modelName: 'Fruit from elsewhere', labels, imageSize: 48 };
writeFileSync(join(folder, 'metadata.json'), JSON.stringify(about));
