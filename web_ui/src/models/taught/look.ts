/** How a taught model looks at frames. */
import { ModelError, type LoadContext, type LoadedModel, type Sighting } from '../define';
import { featuresOf } from '../gesture/features';
import { sharedHands } from '../hand/hands';
import { whereIs } from '../hand/where';
import { sharedFeatures } from '../image/features';
import { MovementTeller } from './movements';
import { openNetwork, type TaughtNetwork } from './network';
import { Pixels } from './pixels';
import { judged, type TaughtModel } from './taught';

/** @throws ModelError as `LoadContext.loadGraph`, and where the network is damaged */
export async function loadTaught(taught: TaughtModel, context: LoadContext): Promise<LoadedModel> {
  const network = await openNetwork(taught);
  try {
    switch (taught.input.kind) {
      case 'hand_features':
        return await handsLooker(taught, network, context);
      case 'hand_movement':
        return await movementsLooker(taught, network, context);
      case 'picture_features':
        return await featuresLooker(taught, network, context);
      case 'pixels':
        return pixelsLooker(taught, network, new Pixels(taught.input));
      default:
        throw new ModelError(`“${taught.title}” does not look at pictures.`, 'Use it where it belongs.');
    }
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

function pixelsLooker(taught: TaughtModel, network: TaughtNetwork, pixels: Pixels): LoadedModel {
  return {
    look: async (frame) => [ofPicture(taught, await network.answerTo(pixels.numbersOf(frame), taught.input.shape))],
    dispose: () => {
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

async function movementsLooker(taught: TaughtModel, network: TaughtNetwork, context: LoadContext): Promise<LoadedModel> {
  const hands = await sharedHands(context);
  const teller = new MovementTeller(taught, (features) => network.answerTo(features, taught.input.shape));
  return {
    look: async (frame) => await teller.look(await hands.find(frame), frame),
    dispose() {
      network.dispose();
      hands.dispose();
    },
  };
}

function ofPicture({ id, labels }: TaughtModel, likely: Float32Array): Sighting {
  return { model: id, ...judged(labels, likely), place: null, side: null, landmarks: [], bones: [] };
}
