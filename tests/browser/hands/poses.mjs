// How the joints of the rigged hand turn in each pose, in degrees: [bend, spread, twist] of each joint.

const FINGERS = ['index', 'middle', 'ring', 'pinky'];
const FULL_CURL = { proximal: -82, intermediate: -100, distal: -55 };
const SPREAD = [1, 0.2, -0.5, -1.2];

const THUMBS = {
  out: [[0, 0, 0], [0, 0, 0], [5, 0, 0]],
  up: [[8, 14, 0], [8, 0, 0], [8, 0, 0]],
  across: [[-28, 30, -38], [-42, 0, 0], [-40, 0, 0]],
  pinching: [[-24, 9, -17], [-14, -1, 0], [-25, 0, 0]],
};

// The index finger that meets the thumb `pinching`.
const PINCHING_INDEX = { proximal: [-45, 0, 0], intermediate: [-58, 0, 0], distal: [-26, 0, 0] };

/** Each pose: how far index, middle, ring and little finger are curled (0…1), the thumb, and how far they spread. */
export const POSES = {
  'open hand': { curls: [0, 0, 0, 0], thumb: 'out', spread: 8 },
  fist: { curls: [1, 1, 1, 1], thumb: 'across', spread: 0 },
  pinch: { curls: [0.5, 0.85, 0.95, 0.95], thumb: 'pinching', spread: 0, index: PINCHING_INDEX },
  'pinch, fingers out': { curls: [0.5, 0.12, 0.06, 0], thumb: 'pinching', spread: 6, index: PINCHING_INDEX },
  point: { curls: [0, 1, 1, 1], thumb: 'across', spread: 0 },
  victory: { curls: [0, 0, 1, 1], thumb: 'across', spread: 12 },
  'rock on': { curls: [0, 1, 1, 0], thumb: 'across', spread: 0 },
  'thumbs up': { curls: [1, 1, 1, 1], thumb: 'up', spread: 0 },
  'call me': { curls: [1, 1, 1, 0], thumb: 'up', spread: 8 },
};

/** The joints of a pose: [bend, spread, twist] by the joint's name in the WebXR hand. */
function jointsOf({ curls, thumb, spread, index }) {
  const joints = {};
  FINGERS.forEach((finger, place) => {
    const curl = curls[place];
    joints[`${finger}-finger-phalanx-proximal`] = [FULL_CURL.proximal * curl, SPREAD[place] * spread * (1 - curl), 0];
    joints[`${finger}-finger-phalanx-intermediate`] = [FULL_CURL.intermediate * curl, 0, 0];
    joints[`${finger}-finger-phalanx-distal`] = [FULL_CURL.distal * curl, 0, 0];
  });
  for (const [bone, turn] of Object.entries(index ?? {})) joints[`index-finger-phalanx-${bone}`] = turn;
  [joints['thumb-metacarpal'], joints['thumb-phalanx-proximal'], joints['thumb-phalanx-distal']] = THUMBS[thumb];
  return joints;
}

/** A mixture of poses, such as {fist: 0.3, 'open hand': 0.7}, as joints. */
export function mixed(weights) {
  const joints = {};
  for (const [pose, weight] of Object.entries(weights)) {
    if (!(pose in POSES)) throw new Error(`There is no pose "${pose}"; there are ${Object.keys(POSES).join(', ')}.`);
    for (const [joint, turn] of Object.entries(jointsOf(POSES[pose]))) {
      joints[joint] = turn.map((angle, axis) => angle * weight + (joints[joint]?.[axis] ?? 0));
    }
  }
  return joints;
}
