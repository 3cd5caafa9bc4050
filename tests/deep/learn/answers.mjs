// What TensorFlow.js itself answers: node answers.mjs WEB_UI FOLDER [TENSOR] < inputs (JSON) > answers (JSON).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [webUi, folder, tensor] = process.argv.slice(2);
const require = createRequire(join(webUi, 'package.json'));
const tf = require('@tensorflow/tfjs-core');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');

wasm.setWasmPaths(join(webUi, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
await tf.setBackend('wasm');
const document = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
const weights = document.weightsManifest.flatMap(({ paths }) => paths.map((path) => readFileSync(join(folder, path))));
const model = await loadGraphModel(
  tf.io.fromMemory({
    modelTopology: document.modelTopology,
    format: document.format,
    signature: document.signature,
    weightSpecs: document.weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(Buffer.concat(weights)).buffer,
  }),
);
const inputs = JSON.parse(readFileSync(0, 'utf8'));
const answers = [];
for (const input of inputs) {
  const answer = tensor ? model.execute(tf.tensor([input]), tensor) : model.predict(tf.tensor([input]));
  answers.push((await answer.array())[0]);
}
console.log(JSON.stringify(answers));
