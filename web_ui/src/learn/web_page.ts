/** A taught model for any web page: plain TensorFlow.js loads it, and an example shows how. */
import type { io } from '@tensorflow/tfjs-core';
import type { Network, TaughtModel, WeightSpec } from '../models/taught/taught';
import { halfBits } from './half';
import { filesOf, networkFiles } from './model_files';
import { zipped } from './zip';

/** The zip of a folder with the model, the network that it builds on (where it does), and an example.
 * @param features the page's own network for pictures; only asked for where the model builds on it */
export async function webPage(taught: TaughtModel, features: () => Promise<io.ModelArtifacts>): Promise<Uint8Array<ArrayBuffer>> {
  const files = filesOf(taught);
  files.set('index.html', new TextEncoder().encode(exampleOf(taught)));
  if (taught.input.kind === 'picture_features') {
    for (const [name, data] of networkFiles(halved(await features()))) files.set(`features/${name}`, data);
  }
  return zipped(files);
}

/** The network with its weights as half floats, which plain TensorFlow.js widens by itself. */
export function halved(artifacts: io.ModelArtifacts): Network {
  const specs = (artifacts.weightSpecs ?? []) as WeightSpec[];
  const data = [artifacts.weightData ?? []].flat();
  const parts = specs.map((spec, index) => ({ spec, data: data[index] ?? new ArrayBuffer(0) }));
  const smaller = parts.map(({ spec, data }) => (spec.dtype === 'float32' && spec.quantization === undefined ? half(spec, data) : { spec, data }));
  const all = new Uint8Array(smaller.reduce((sum, part) => sum + part.data.byteLength, 0));
  let start = 0;
  for (const part of smaller) {
    all.set(new Uint8Array(part.data), start);
    start += part.data.byteLength;
  }
  return {
    ...{ format: 'graph-model', topology: artifacts.modelTopology as object, signature: artifacts.signature as object },
    ...{ weightSpecs: smaller.map(({ spec }) => spec), weights: all.buffer },
  };
}

function half(spec: WeightSpec, data: ArrayBuffer): { spec: WeightSpec; data: ArrayBuffer } {
  const bits = Uint16Array.from(new Float32Array(data), halfBits);
  return { spec: { ...spec, quantization: { dtype: 'float16' } }, data: bits.buffer };
}

/** What stands in the script, by what the model takes. */
const EXAMPLES: Record<TaughtModel['input']['kind'], string> = {
  picture_features: `const features = await tf.loadGraphModel('features/model.json');
      const pixels = tf.browser.fromPixels(picture).resizeBilinear([224, 224]).div(255).expandDims();
      const answer = model.predict(features.execute(pixels, 'features'));`,
  pixels: `const [height, width] = card.input.shape;
      const { black, white } = card.input;
      const pixels = tf.browser.fromPixels(picture).resizeBilinear([height, width]).div(255).mul(white - black).add(black);
      const answer = model.predict(pixels.expandDims());`,
  hand_features: `// It takes what the landmarks of a hand say: docs/models.md of TJBot tells how it is computed.
      const answer = model.predict(tf.zeros([1, ...card.input.shape]));`,
  hand_movement: `// It takes what a hand did from rest to rest: docs/models.md of TJBot tells how it is computed.
      const answer = model.predict(tf.zeros([1, ...card.input.shape]));`,
  spectrogram: `// It takes a spectrogram: docs/models.md of TJBot tells how it is computed.
      const answer = model.predict(tf.zeros([1, ...card.input.shape]));`,
  analyser_spectrogram: `// It takes what a browser's AnalyserNode tells of a second: docs/models.md of TJBot tells how it is computed.
      const answer = model.predict(tf.zeros([1, ...card.input.shape]));`,
  numbers: `// Put your own numbers in place of the zeros.
      const answer = model.predict(tf.zeros([1, ...card.input.shape]));`,
};

/** A file may have been chosen before the model was there. */
const SHOWS_FILE = `const input = document.querySelector('input');
    const show = () => input.files.length > 0 && (picture.src = URL.createObjectURL(input.files[0]));
    picture.onload = look;
    input.onchange = show;
    show();`;

function exampleOf({ title, input, network }: TaughtModel): string {
  const load = network.format === 'layers-model' ? 'loadLayersModel' : 'loadGraphModel';
  const picture = ['picture_features', 'pixels'].includes(input.kind);
  const tries = picture ? '<input type="file" accept="image/*"> <img alt="" width="224" height="224">' : '<button>Try it</button>';
  return `<!doctype html>
<!-- Put tf.min.js of TensorFlow.js beside this page, and serve the folder: python3 -m http.server -->
<html lang="en">
  <meta charset="utf-8">
  <title>${escaped(title)}</title>
  <h1>${escaped(title)}</h1>
  ${tries}
  <p></p>
  <script src="tf.min.js"></script>
  <script type="module">
    const card = await (await fetch('tjbot-model.json')).json();
    const model = await tf.${load}('model.json');
    const picture = document.querySelector('img');
    async function look() {
      ${EXAMPLES[input.kind]}
      const sure = [...answer.dataSync()];
      document.querySelector('p').textContent = card.labels.map((label, i) => label + ': ' + sure[i].toFixed(2)).join(', ');
    }
    ${picture ? SHOWS_FILE : "document.querySelector('button').onclick = look;"}
  </script>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
