import { defineModel, type Frame, type Sighting } from './define';
import { at, boxOf } from './hand/geometry';
import { placeOf } from './picture/place';
import { POINTS, type Body, type PointName } from './pose/body';
import { Jumps } from './pose/jumps';
import { HELD_POSES, posesOf } from './pose/poses';
import { BodySpeed } from './pose/speed';
import { BodyTracker } from './pose/tracker';

const LABELS = [...HELD_POSES, 'jumping'] as const;
type Label = (typeof LABELS)[number];

/** What says the most comes first: who stands with their arms up has their arms up. */
const TELLING: readonly Label[] = [
  'jumping',
  ...HELD_POSES.filter((pose) => pose !== 'somebody' && pose !== 'standing' && pose !== 'sitting'),
  ...(['sitting', 'standing'] as const),
];
/** Less sure than this of every pose, somebody is just there. */
const LEAST_CONFIDENCE = 0.6;
/** Points that are less likely to be seen than this are not drawn. */
const LEAST_VISIBLE = 0.5;
/** Nothing faster travels. */
const MOST_SPEED = 100;

const LIMBS: readonly (readonly PointName[])[] = [
  ['left ear', 'left eye', 'nose', 'right eye', 'right ear'],
  ['left wrist', 'left elbow', 'left shoulder', 'right shoulder', 'right elbow', 'right wrist'],
  ['left shoulder', 'left hip', 'right hip', 'right shoulder'],
  ['left hip', 'left knee', 'left ankle'],
  ['right hip', 'right knee', 'right ankle'],
];
const BONES = LIMBS.flatMap((limb) =>
  limb.slice(1).map((point, index) => [POINTS.indexOf(at(limb, index)), POINTS.indexOf(point)] as const),
);

/** How somebody stands, sits, holds their arms or jumps: 17 points of one body, and never whose it is. */
export default defineModel({
  id: 'pose',
  title: 'Poses',
  labels: LABELS,
  sense: 'see',
  startsOn: false,
  async load(context) {
    // Only here, so that the page can know the labels without loading TensorFlow.js.
    const { PoseNetworks } = await import('./pose/networks');
    const [detector, landmarks] = await Promise.all([context.loadGraph('pose/detector'), context.loadGraph('pose/landmarks')]);
    const networks = new PoseNetworks(detector, landmarks);
    const tracker = new BodyTracker();
    let jumps = new Jumps();
    let speed = new BodySpeed();
    return {
      async look(frame) {
        const body = await tracker.update(await networks.finderOf(frame), frame.time);
        if (body === undefined) {
          jumps = new Jumps();
          speed = new BodySpeed();
          return [];
        }
        const confidences = { ...posesOf(body), jumping: body.presence * jumps.update(body, frame.time) };
        const widths = Math.min(MOST_SPEED, speed.update(body, frame.time) / frame.width);
        return [{ ...sightingOf(body, confidences, frame), speed: widths }];
      },
      dispose: () => {
        networks.dispose();
      },
    };
  },
});

/** A body as the page and the robot want to know it. */
function sightingOf(body: Body, confidences: Record<Label, number>, frame: Frame): Sighting {
  const label = TELLING.find((pose) => confidences[pose] >= LEAST_CONFIDENCE) ?? 'somebody';
  const shown = POINTS.map((_, index) => index).filter((index) => at(body.visible, index) >= LEAST_VISIBLE);
  return {
    model: 'pose',
    label,
    confidence: confidences[label],
    confidences,
    place: shown.length > 0 ? placeOf(boxOf(shown.map((index) => at(body.points, index))), frame) : null,
    side: null,
    landmarks: shown.map((index) => {
      const { x, y, z } = at(body.points, index);
      return { x: x / frame.width, y: y / frame.height, z: z / frame.width };
    }),
    bones: BONES.map(([from, to]) => [shown.indexOf(from), shown.indexOf(to)] as const).filter((bone) => !bone.includes(-1)),
  };
}
