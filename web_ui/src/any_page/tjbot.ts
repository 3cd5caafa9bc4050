/** For any web page, beside plain TensorFlow.js: what turns a hand, a movement or a sound into the numbers that a taught model
 * takes. It is built as one file (`vite.any_page.config.ts`), which goes along with a model that is exported. */
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { pieceOfFile } from '../learn/piece';
import { ModelError, type Frame, type LoadContext } from '../models/define';
import { featuresOf } from '../models/gesture/features';
import { sharedHands } from '../models/hand/hands';
import { movementFeatures } from '../models/movement/features';
import { LONGEST_PAUSE_SECONDS, MovingHands } from '../models/movement/moving_hands';
import { sharing } from '../models/share';
import type { TaughtInput } from '../models/taught/card';
import { isSound, spectrogramsFor, type SoundInput } from '../models/taught/hears';

/** What hands are looked for in. */
export type Shown = HTMLImageElement | HTMLVideoElement | HTMLCanvasElement;

/** Numbers of what it is given: a picture, or a sound file; null where there is no hand in it, or no movement is just over. */
export type Numbers = (thing: Shown | Blob) => Promise<Float32Array | null>;

/** So many pauses one after the other are no hiccup. */
const SLOW_IN_A_ROW = 3;
const TOO_SLOW = 'tjbot.js: this computer looks at a picture too seldom to tell movements. Without a graphics card, use TensorFlow.js with WebAssembly: tf-backend-wasm.min.js.';

/** Makes ready what a model takes.
 *
 * @param input as the model's card tells it
 * @param base the address of the folder with `hand/`, with a slash at its end
 * @throws ModelError where another model takes it, which needs nothing of this */
export async function numbersFor(input: TaughtInput, base = ''): Promise<Numbers> {
  if (isSound(input)) return numbersOfSound(input);
  if (input.kind === 'hand_features') return await numbersOfHand(base);
  if (input.kind === 'hand_movement') return await numbersOfMovement(base);
  throw new ModelError(`“${input.kind}” needs nothing of tjbot.js.`, 'Give the model what its card tells.');
}

function numbersOfSound(input: SoundInput): Numbers {
  const spectrograms = spectrogramsFor(input);
  return async (thing) => spectrograms.of(await pieceOfFile(thing as Blob, input));
}

/** The first hand in a picture; in a film hands are followed. */
async function numbersOfHand(base: string): Promise<Numbers> {
  const hands = await sharedHands(networksAt(base));
  return async (thing) => {
    const frame = frameOf(thing as Shown);
    const [hand] = thing instanceof HTMLVideoElement ? await hands.find(frame) : await hands.findInStill(frame);
    return hand === undefined ? null : Float32Array.from(featuresOf(hand.points, hand.metricPoints));
  };
}

async function numbersOfMovement(base: string): Promise<Numbers> {
  const hands = await sharedHands(networksAt(base));
  const moving = new MovingHands();
  let [last, slow] = [Infinity, 0];
  return async (thing) => {
    const frame = frameOf(thing as Shown);
    // After such a pause hands are followed anew, so a computer that always takes so long tells no movement.
    slow = frame.time - last > 1000 * LONGEST_PAUSE_SECONDS ? slow + 1 : 0;
    last = frame.time;
    if (slow === SLOW_IN_A_ROW) console.warn(TOO_SLOW);
    const found = await hands.find(frame);
    const over = moving.update(found.map(({ points }) => points), frame.time / 1000).find(({ what }) => what === 'done');
    return over === undefined ? null : movementFeatures(over.film);
  };
}

/** The networks that were exported with the model, as plain TensorFlow.js loads them. */
function networksAt(base: string): LoadContext {
  return { loadGraph: (path) => loadGraphModel(`${base}${path}/model.json`), share: sharing() };
}

function frameOf(image: Shown): Frame {
  const [width, height] =
    image instanceof HTMLVideoElement ? [image.videoWidth, image.videoHeight] : image instanceof HTMLImageElement ? [image.naturalWidth, image.naturalHeight] : [image.width, image.height];
  return { image, width, height, time: performance.now() };
}
