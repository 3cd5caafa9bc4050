import { defineModel, type Frame, type LoadContext, type Sighting } from './define';
import { EXPRESSIONS, expressionsOf } from './face/expressions';
import { FaceTracker, type Face } from './face/tracker';
import { at, boxOf } from './hand/geometry';
import { pictureBoxOf, placeOf } from './picture/place';

/** Less sure than this that it smiles or looks at the camera, a face is just a face: so sure must a word be to be told. */
const LEAST_CONFIDENCE = 0.6;

/** The landmarks that are shown, as lines: the outline of the face, its eyes, and its lips. Few, so that they can be
 * told apart on a small face. */
const LINES = [
  [10, 332, 389, 323, 397, 378, 152, 149, 172, 93, 162, 103, 10],
  [33, 159, 133, 145, 33],
  [263, 386, 362, 374, 263],
  [61, 0, 291, 17, 61],
];
const SHOWN = [...new Set(LINES.flat())];
const BONES = LINES.flatMap((line) =>
  line.slice(1).map((point, index) => [SHOWN.indexOf(at(line, index)), SHOWN.indexOf(point)] as const),
);

export default defineModel({
  id: 'face',
  title: 'Faces',
  labels: EXPRESSIONS,
  sense: 'see',
  answers: 'faces',
  startsOn: false,
  async load(context) {
    const networks = await sharedNetworks(context);
    const tracker = new FaceTracker();
    return {
      async look(frame) {
        const faces = await tracker.update(await networks.finderOf(frame), frame.time);
        return faces.map((face) => sightingOf(face, frame));
      },
      dispose: () => {
        networks.dispose();
      },
    };
  },
  async loadStill(context) {
    const networks = await sharedNetworks(context);
    return {
      async find(picture) {
        const faces = await new FaceTracker().update(await networks.finderOf(picture), picture.time);
        return faces
          .map(({ points, presence }) => ({ label: 'face', confidence: presence, box: pictureBoxOf(boxOf(points), picture) }))
          .sort((one, other) => other.confidence - one.confidence);
      },
      dispose: () => {
        networks.dispose();
      },
    };
  },
});

/** The networks, loaded for the first who asks. */
function sharedNetworks(context: LoadContext) {
  return context.share('faces', async () => {
    // Only here, so that the page can know the labels without loading TensorFlow.js.
    const { FaceNetworks } = await import('./face/networks');
    const [detector, landmarks] = await Promise.all([context.loadGraph('face/detector'), context.loadGraph('face/landmarks')]);
    return new FaceNetworks(detector, landmarks);
  });
}

/** A face as the page and the robot want to know it: what it does, and never whose it is. */
function sightingOf(face: Face, frame: Frame): Sighting {
  const confidences = expressionsOf(face.points, face.presence);
  const label = (['smiling', 'looking at me'] as const).find((name) => confidences[name] >= LEAST_CONFIDENCE) ?? 'face';
  return {
    model: 'face',
    label,
    confidence: confidences[label],
    confidences,
    place: placeOf(boxOf(face.points), frame),
    side: null,
    landmarks: SHOWN.map((index) => {
      const { x, y, z } = at(face.points, index);
      return { x: x / frame.width, y: y / frame.height, z: z / frame.width };
    }),
    bones: BONES,
  };
}
