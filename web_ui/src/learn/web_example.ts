/** The page that goes along with an exported model: ten lines that load it with plain TensorFlow.js, and ask it. */
import type { TaughtInput } from '../models/taught/card';
import type { TaughtModel } from '../models/taught/taught';

/** The program of this page that an exported model needs beside TensorFlow.js, where it takes what that can not compute. */
export const PROGRAM = 'tjbot.js';

/** How the numbers come into the model, and from what. */
interface Example {
  /** Elements to choose with. */
  html: string;
  /** Gives `ask` something to answer. */
  begins: string;
  /** Makes `answer` of `thing`. */
  answers: string;
  /** Whether it needs PROGRAM. */
  program?: true;
}

const PICTURE_FILE = '<input type="file" accept="image/*"> <img alt="" width="224" height="224">';
/** A file may have been chosen before the model was there. */
const ASKS_PICTURE = `const [input, picture] = document.querySelectorAll('input, img');
    const show = () => input.files.length > 0 && (picture.src = URL.createObjectURL(input.files[0]));
    picture.onload = () => ask(picture);
    input.onchange = show;
    show();`;

/** What can be pressed before the model is there would do nothing, so it waits. */
const CAMERA = `<button disabled>Camera</button> <video muted playsinline width="320"></video>`;
const ASKS_CAMERA = `const [button, video] = document.querySelectorAll('button, video');
    button.onclick = async () => {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
      await video.play();
      while (true) {
        await ask(video);
        await tf.nextFrame();
      }
    };
    button.disabled = false;`;

const SOUND = '<input type="file" accept="audio/*" disabled> <button disabled>Record two seconds</button>';
const ASKS_SOUND = `const [input, button] = document.querySelectorAll('input, button');
    input.onchange = () => ask(input.files[0]);
    button.onclick = async () => {
      const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      const stream = await navigator.mediaDevices.getUserMedia({ audio });
      const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 256000 });
      recorder.ondataavailable = ({ data }) => ask(data);
      recorder.start();
      setTimeout(() => stream.getTracks().forEach((track) => track.stop()), 2000);
    };
    input.disabled = button.disabled = false;`;

const WITH_PROGRAM = `const numbers = await (await numbersFor)(thing);
      if (numbers === null) return;
      const answer = model.predict(tf.tensor(numbers, [1, ...card.input.shape]));`;

const HEARD: Example = { html: SOUND, begins: ASKS_SOUND, answers: WITH_PROGRAM, program: true };

const EXAMPLES: Record<TaughtInput['kind'], Example> = {
  picture_features: {
    html: PICTURE_FILE,
    begins: `const features = await tf.loadGraphModel('features/model.json');
    ${ASKS_PICTURE}`,
    answers: `const pixels = tf.browser.fromPixels(thing).resizeBilinear([224, 224]).div(255).expandDims();
      const answer = model.predict(features.execute(pixels, 'features'));`,
  },
  pixels: {
    html: PICTURE_FILE,
    begins: ASKS_PICTURE,
    answers: `const [height, width, channels] = card.input.shape;
      const { black, white } = card.input;
      let pixels = tf.browser.fromPixels(thing).resizeBilinear([height, width]).div(255).mul(white - black).add(black);
      if (channels === 1) pixels = pixels.mul([0.299, 0.587, 0.114]).sum(-1, true);
      const answer = model.predict(pixels.expandDims());`,
  },
  hand_features: { html: CAMERA, begins: ASKS_CAMERA, answers: WITH_PROGRAM, program: true },
  hand_movement: { html: CAMERA, begins: ASKS_CAMERA, answers: WITH_PROGRAM, program: true },
  spectrogram: HEARD,
  analyser_spectrogram: HEARD,
  numbers: {
    html: '<form></form>',
    begins: `const form = document.querySelector('form');
    const count = card.input.shape.reduce((product, side) => product * side);
    for (let i = 0; i < count; i++) {
      const box = Object.assign(document.createElement('input'), { type: 'number', step: 'any', value: 0 });
      const label = document.createElement('label');
      label.append(card.input.columns?.[i] ?? i + 1, ' ', box, ' ');
      form.append(label);
    }
    form.oninput = () => ask([...form.elements].map((box) => Number(box.value)));`,
    answers: 'const answer = model.predict(tf.tensor(thing, [1, ...card.input.shape]));',
  },
};

/** Whether an exported model needs `PROGRAM`. */
export function needsProgram({ kind }: TaughtInput): boolean {
  return EXAMPLES[kind].program === true;
}

/** `index.html`. */
export function exampleOf({ title, input, network }: Pick<TaughtModel, 'title' | 'input' | 'network'>): string {
  const load = network.format === 'layers-model' ? 'loadLayersModel' : 'loadGraphModel';
  const { html, begins, answers, program } = EXAMPLES[input.kind];
  return `<!doctype html>
<!-- Put tf.min.js of TensorFlow.js beside this page, and serve the folder: python3 -m http.server -->
<html lang="en">
  <meta charset="utf-8">
  <title>${escaped(title)}</title>
  <h1>${escaped(title)}</h1>
  ${html}
  <p></p>
  <script src="tf.min.js"></script>${program ? `\n  <script src="${PROGRAM}"></script>` : ''}
  <script type="module">
    await tf.ready();
    const card = await (await fetch('tjbot-model.json')).json();
    const model = await tf.${load}('model.json');${program ? '\n    const numbersFor = tjbot.numbersFor(card.input);' : ''}
    async function ask(thing) {
      ${answers}
      const sure = [...answer.dataSync()];
      document.querySelector('p').textContent = card.labels.map((label, i) => label + ': ' + sure[i].toFixed(2)).join(', ');
    }
    ${begins}
  </script>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
