/** How a taught model looks at frames. */
import type { Frame, LoadContext, LoadedModel, Sighting } from '../define';
import { featuresOf } from '../gesture/features';
import { sharedHands } from '../hand/hands';
import { Square } from '../hand/picture';
import { whereIs } from '../hand/where';
import { sharedFeatures } from '../image/features';
import { openNetwork, type TaughtNetwork } from './network';
import { judged, type TaughtModel } from './taught';

/** @throws ModelError as `LoadContext.loadGraph`, and where the network is damaged */
export async function loadTaught(taught: TaughtModel, context: LoadContext): Promise<LoadedModel> {
  const network = await openNetwork(taught.network, taught.title, taught.labels.length);
  try {
    if (taught.kind === 'hands') return await handsLooker(taught, network, context);
    if (taught.input.from === 'pixels') return pixelsLooker(taught, network);
    return await featuresLooker(taught, network, context);
  } catch (error) {
    network.dispose();
    throw error;
  }
}

async function featuresLooker(taught: TaughtModel, network: TaughtNetwork, context: LoadContext): Promise<LoadedModel> {
  const shared = await sharedFeatures(context);
  return {
    async look(frame) {
      const { features } = await shared.look(frame);
      return [ofPicture(taught, await network.answerTo(features, [features.length]))];
    },
    dispose() {
      network.dispose();
      shared.dispose();
    },
  };
}

function pixelsLooker(taught: TaughtModel, network: TaughtNetwork): LoadedModel {
  if (taught.input.from !== 'pixels') throw new Error('This model does not look at pixels.');
  const square = new Square(taught.input.side, taught.input);
  return {
    async look({ image, width, height }: Frame) {
      const crop = { x: width / 2, y: height / 2, size: Math.min(width, height), angle: 0 };
      return [ofPicture(taught, await network.answer(square.tensorOfCrop(image, crop)))];
    },
    dispose() {
      network.dispose();
    },
  };
}

async function handsLooker(taught: TaughtModel, network: TaughtNetwork, context: LoadContext): Promise<LoadedModel> {
  const hands = await sharedHands(context);
  return {
    async look(frame) {
      const sightings: Sighting[] = [];
      for (const hand of await hands.find(frame)) {
        const features = featuresOf(hand.points, hand.metricPoints);
        const likely = await network.answerTo(Float32Array.from(features), [features.length]);
        // The model of hands draws them.
        sightings.push({ model: taught.id, ...judged(taught.labels, likely), ...whereIs(hand, frame), landmarks: [], bones: [] });
      }
      return sightings;
    },
    dispose() {
      network.dispose();
      hands.dispose();
    },
  };
}

function ofPicture({ id, labels }: TaughtModel, likely: Float32Array): Sighting {
  return { model: id, ...judged(labels, likely), place: null, side: null, landmarks: [], bones: [] };
}
