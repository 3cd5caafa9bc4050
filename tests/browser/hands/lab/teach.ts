/** Our way of teaching pictures beside Teachable Machine's own head and training, on the same features and split. */
import { memory, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { TeachableMobileNet } from '@teachablemachine/image/dist/teachable-mobilenet';
import { registerFilterGradient } from '../../../../web_ui/src/learn/filter_gradient';
import { likeliestOf } from '../../../../web_ui/src/learn/judge';
import { lessonOf } from '../../../../web_ui/src/learn/lesson';
import { PIXELS, seenAsPixels } from '../../../../web_ui/src/learn/pixels';
import type { Project, Sample, Way } from '../../../../web_ui/src/learn/project';
import { lookOfSound, piecesOf, soundOfFile } from '../../../../web_ui/src/learn/sounds';
import { train, type Method } from '../../../../web_ui/src/learn/train';
import { filesAt } from '../../../../web_ui/src/models/files';
import { FEATURES, sharedFeatures } from '../../../../web_ui/src/models/image/features';
import { sharing } from '../../../../web_ui/src/models/share';
import type { TaughtKind } from '../../../../web_ui/src/models/taught/card';
import { openNetwork } from '../../../../web_ui/src/models/taught/network';
import { HEARD } from '../../../../web_ui/src/models/taught/spectrogram';
import type { Network, WeightSpec } from '../../../../web_ui/src/models/taught/taught';
import { halfBits } from '../../../../web_ui/src/learn/half';
import { start } from '../../../../web_ui/src/watch/backends';

/** A picture, and the number of its class. */
type Picture = [address: string, class_: number];

/** What a trained head makes of pictures that it has never seen. */
interface Outcome {
  accuracy: number;
  seconds: number;
}

/** What Teachable Machine's page trains with. */
const THEIR_RECIPE = { denseUnits: 100, epochs: 50, learningRate: 0.001, batchSize: 16 };

registerFilterGradient();

const features = new Map<string, Float32Array>();

const lab = {
  /** Looks at pictures; what it has seen is kept. */
  async look(addresses: string[]): Promise<void> {
    await start({ backend: 'wasm', threads: 1 });
    const shared = await sharedFeatures({ ...filesAt(new URL('models/', document.baseURI).href), share: sharing() });
    for (const address of addresses) {
      const image = await createImageBitmap(await (await fetch(address)).blob());
      features.set(address, (await shared.look({ image, width: image.width, height: image.height, time: 0 })).features);
      image.close();
    }
    shared.dispose();
  },

  /** @param other what differs from how the page teaches, for whoever looks for a better way */
  async ours(learn: Picture[], test: Picture[], classes: number, other: Partial<Method> = {}): Promise<Outcome> {
    const began = performance.now();
    const { network } = await taught(learn, classes, other);
    const seconds = (performance.now() - began) / 1000;
    return { accuracy: await accuracyOf(network, test, classes), seconds };
  },

  async theirs(learn: Picture[], test: Picture[], classes: number): Promise<Outcome> {
    const labels = names(classes);
    // The features are there already, so the network that looks gives back what it is given.
    const given = sequential({ layers: [layers.activation({ activation: 'linear', inputShape: [FEATURES] })] });
    const teachable = new TeachableMobileNet(given, { labels });
    teachable.setLabels(labels);
    const began = performance.now();
    for (const [address, class_] of learn) await teachable.addExample(class_, rowOf(address));
    await teachable.train(THEIR_RECIPE);
    const seconds = (performance.now() - began) / 1000;
    const right = [];
    for (const [address, class_] of test) {
      const row = rowOf(address);
      const answer = teachable.model.predict(row) as Tensor2D;
      right.push(likeliestOf(await answer.data<'float32'>()) === class_);
      row.dispose();
      answer.dispose();
    }
    teachable.dispose();
    return { accuracy: part(right), seconds };
  },

  /** A network that learns from pixels alone, and has never seen a picture before. */
  async scratch(learn: Picture[], test: Picture[], classes: number): Promise<Outcome> {
    const seen = await seenAsPixels(await Promise.all(learn.map(sampleWithPicture)));
    const began = performance.now();
    const { network } = await taughtSamples(seen, classes, {}, 'scratch');
    const seconds = (performance.now() - began) / 1000;
    const opened = await openNetwork({ title: 'Stamps', labels: names(classes), network, output: 'probabilities' });
    const right = [];
    for (const { features: pixels, class: class_ } of await seenAsPixels(await Promise.all(test.map(sampleWithPicture)))) {
      right.push(likeliestOf(await opened.answerTo(pixels, PIXELS.shape)) === Number(class_));
    }
    opened.dispose();
    return { accuracy: part(right), seconds };
  },

  /** Listens to files of a second each; what it has heard is kept. */
  async listen(addresses: string[]): Promise<void> {
    await start({ backend: 'wasm', threads: 1 });
    for (const address of addresses) {
      const sound = await soundOfFile(await (await fetch(address)).blob(), address);
      const [piece] = piecesOf(sound);
      if (piece === undefined) throw new Error(`${address} is no sound.`);
      features.set(address, (await lookOfSound(piece)).features);
    }
  },

  /** Sounds as the page teaches them.
   * @param other what differs from that */
  async sounds(learn: Picture[], test: Picture[], classes: number, other: Partial<Method> = {}): Promise<Outcome> {
    const began = performance.now();
    const { network } = await taughtSamples(learn.map(sampleOf), classes, other, 'upon', 'sounds');
    const seconds = (performance.now() - began) / 1000;
    const opened = await openNetwork({ title: 'Sounds', labels: names(classes), network, output: 'probabilities' });
    const right = [];
    for (const [address, class_] of test) {
      right.push(likeliestOf(await opened.answerTo(features.get(address) ?? new Float32Array(), HEARD.shape)) === class_);
    }
    opened.dispose();
    return { accuracy: part(right), seconds };
  },

  /** How large our head is, and how right, as it is saved and with smaller numbers. */
  async quantised(learn: Picture[], test: Picture[], classes: number): Promise<Record<string, { bytes: number; accuracy: number }>> {
    const { network } = await taught(learn, classes);
    const sizes: Record<string, { bytes: number; accuracy: number }> = {};
    for (const [name, one] of [['float32', network], ['float16', halved(network)], ['uint8', inBytes(network)]] as const) {
      sizes[name] = { bytes: one.weights.byteLength, accuracy: await accuracyOf(one, test, classes) };
    }
    return sizes;
  },

  tensors: () => memory().numTensors,

  /** Of the whole page, in bytes; the browser waits for its next collection of garbage before it answers. */
  async bytes(): Promise<number> {
    const measured = performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> };
    return (await measured.measureUserAgentSpecificMemory()).bytes;
  },
};

async function taught(learn: readonly Picture[], classes: number, other: Partial<Method> = {}) {
  return await taughtSamples(learn.map(sampleOf), classes, other);
}

async function taughtSamples(samples: readonly Sample[], classes: number, other: Partial<Method> = {}, way: Way = 'upon', kind: TaughtKind = 'pictures') {
  const project: Pick<Project, 'kind' | 'classes'> = { kind, classes: names(classes).map((name) => ({ id: name, name })) };
  const { lesson } = lessonOf(project, samples, way);
  return await train({ ...lesson, method: { ...lesson.method, ...other } }, () => undefined, () => false);
}

function sampleOf([address, class_]: Picture): Sample {
  const seen = features.get(address) ?? new Float32Array(FEATURES);
  return { id: address, project: '', class: `${class_}`, burst: address, made: 0, picture: null, features: seen };
}

async function sampleWithPicture(picture: Picture): Promise<Sample> {
  return { ...sampleOf(picture), picture: await (await fetch(picture[0])).blob() };
}

async function accuracyOf(network: Network, test: readonly Picture[], classes: number): Promise<number> {
  const opened = await openNetwork({ title: 'Stamps', labels: names(classes), network, output: 'probabilities' });
  const right = [];
  for (const [address, class_] of test) right.push(likeliestOf(await opened.answer(rowOf(address))) === class_);
  opened.dispose();
  return part(right);
}

/** Each weight in two bytes. */
function halved(network: Network): Network {
  const bits = Uint16Array.from(new Float32Array(network.weights), halfBits);
  return { ...network, weights: bits.buffer, weightSpecs: network.weightSpecs.map((spec) => ({ ...spec, quantization: { dtype: 'float16' } })) };
}

/** Each weight in one byte, with one range for a tensor, as TensorFlow.js knows it. */
function inBytes(network: Network): Network {
  const numbers = new Float32Array(network.weights);
  const bytes = new Uint8Array(numbers.length);
  let at = 0;
  const weightSpecs = network.weightSpecs.map((spec): WeightSpec => {
    const own = numbers.subarray(at, at + spec.shape.reduce((product, side) => product * side, 1));
    const [min, max] = own.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
    const scale = (max - min) / 255 || 1;
    own.forEach((value, index) => (bytes[at + index] = Math.round((value - min) / scale)));
    at += own.length;
    return { ...spec, quantization: { dtype: 'uint8', min, scale } };
  });
  return { ...network, weights: bytes.buffer, weightSpecs };
}

function names(classes: number): string[] {
  return Array.from({ length: classes }, (_, index) => `${index}`);
}

function rowOf(address: string): Tensor2D {
  return tensor2d(features.get(address) ?? new Float32Array(FEATURES), [1, FEATURES]);
}

function part(right: readonly boolean[]): number {
  return right.filter(Boolean).length / right.length;
}

Object.assign(window, { lab });
