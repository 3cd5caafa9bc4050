// Writes what Teachable Machine exports for sounds (model.json, weights.bin, metadata.json): [43, 232, 1] numbers of an
// AnalyserNode go in. Its weights are known: what is loud among the low pitches is a horn, what is not is a bell.
// node teachable_machine_sounds.mjs NODE_MODULES FOLDER
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , modules, folder] = process.argv;
const tf = createRequire(join(modules, 'x.js'))('@tensorflow/tfjs');
const [FRAMES, PITCHES, LOW, SURE] = [43, 232, 30, 4];

const hears = tf.sequential({
  layers: [
    tf.layers.conv2d({ inputShape: [FRAMES, PITCHES, 1], filters: 1, kernelSize: 1, activation: 'relu' }),
    tf.layers.maxPooling2d({ poolSize: [FRAMES, LOW], strides: [FRAMES, LOW] }),
    tf.layers.flatten(),
    tf.layers.dropout({ rate: 0.25 }),
  ],
});
const pools = Math.floor(PITCHES / LOW);
const head = tf.sequential({ layers: [tf.layers.dense({ inputShape: [pools], units: 3, activation: 'softmax' })] });
hears.layers[0].setWeights([tf.tensor([[[[1]]]]), tf.tensor([0])]);
// A horn has its loudest pitch below, a bell none there.
const dense = Array.from({ length: pools }, (_, pool) => (pool === 0 ? [0, SURE, -SURE] : [0, -SURE / (pools - 1), SURE / (pools - 1)]));
head.layers[0].setWeights([tf.tensor(dense), tf.tensor([0, 0, 0])]);

await tf.sequential({ layers: [hears, head] }).save(
  tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
    const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ modelTopology, weightsManifest: manifest }));
    writeFileSync(join(folder, 'weights.bin'), Buffer.from(weightData));
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  }),
);
const about = { tfjsSpeechCommandsVersion: '0.4.0', modelName: 'TMv2', timeStamp: '2026-11-29T08:00:00.000Z', wordLabels: ['Background Noise', 'horn', 'bell'] };
writeFileSync(join(folder, 'metadata.json'), JSON.stringify(about));
