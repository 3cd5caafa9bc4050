// Draws scenes of hands as a camera would see them: `draw(scene, format)` gives a picture as a data address, and
// of each hand the 21 landmarks: x and y as fractions of the picture, and where they are in metres.
import * as THREE from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { mixed } from './poses.mjs';

const bones = (finger, names) => names.map((name) => `${finger}-${name}`);
const CHAINS = [
  bones('thumb', ['metacarpal', 'phalanx-proximal', 'phalanx-distal', 'tip']),
  ...['index', 'middle', 'ring', 'pinky'].map((finger) =>
    bones(`${finger}-finger`, ['metacarpal', 'phalanx-proximal', 'phalanx-intermediate', 'phalanx-distal', 'tip']),
  ),
];
const PARENTS = Object.fromEntries(CHAINS.flatMap((chain) => chain.map((bone, i) => [bone, chain[i - 1] ?? 'wrist'])));
/** The 21 landmarks in MediaPipe's order. */
const LANDMARKS = ['wrist', ...CHAINS[0], ...CHAINS.slice(1).flatMap((chain) => chain.slice(1))];

/** How high the picture is, in metres, where the hands are; a camera that sees more stands nearer. */
const PICTURE_HEIGHT = 0.4368;
/** The length of the open hand, in metres. */
const HAND_LENGTH = 0.18;

const radians = (degrees) => (degrees * Math.PI) / 180;

class Hand {
  constructor(file) {
    this.group = new THREE.Group();
    this.group.add(file.scene);
    this.holder = new THREE.Group().add(this.group);
    file.scene.updateMatrixWorld(true);
    file.scene.traverse((object) => {
      if (object.isSkinnedMesh) this.mesh = object;
    });
    // The bones' first pose has the hand partly out of the box by which three.js would skip it.
    this.mesh.frustumCulled = false;
    this.rest = {};
    for (const bone of ['wrist', ...Object.keys(PARENTS)]) {
      const object = file.scene.getObjectByName(bone);
      this.rest[bone] = { object, matrix: object.matrix.clone() };
    }
  }

  /** Bends the joints, and makes bones longer or shorter (`lengths` holds multiples, 1 where it holds none).
   * In the file all bones are siblings, so each is placed by its parent's place. */
  bend(joints, lengths) {
    const placed = { wrist: this.rest.wrist.matrix.clone() };
    for (const [bone, parent] of Object.entries(PARENTS)) {
      const step = this.rest[parent].matrix.clone().invert().multiply(this.rest[bone].matrix);
      for (const place of [12, 13, 14]) step.elements[place] *= lengths[bone] ?? 1;
      const turn = new THREE.Euler(...(joints[bone] ?? [0, 0, 0]).map(radians), 'YXZ');
      placed[bone] = placed[parent].clone().multiply(step).multiply(new THREE.Matrix4().makeRotationFromEuler(turn));
    }
    for (const [bone, matrix] of Object.entries(placed)) {
      const { object } = this.rest[bone];
      matrix.decompose(object.position, object.quaternion, object.scale);
    }
  }

  /** Turns the hand (at first upright, palm to the camera), sizes it, and puts the middle of its landmarks in place. */
  place({ side, x, y, size, pitch, yaw, roll }, aspect) {
    const scale = (size * PICTURE_HEIGHT) / HAND_LENGTH;
    // The file is a right hand; a left one is its mirror image.
    const mirror = side === 'left' ? -1 : 1;
    const upright = new THREE.Quaternion().setFromEuler(new THREE.Euler(radians(180), radians(-90), 0));
    const view = new THREE.Euler(radians(pitch), radians(mirror * yaw), radians(mirror * roll), 'ZYX');
    this.holder.position.set(0, 0, 0);
    this.holder.scale.setScalar(1);
    this.group.position.set(0, 0, 0);
    this.group.quaternion.setFromEuler(view).multiply(upright);
    this.group.scale.setScalar(scale);
    this.holder.updateMatrixWorld(true);
    const middle = new THREE.Vector3();
    for (const point of this.points()) middle.addScaledVector(point, 1 / LANDMARKS.length);
    this.group.position.set(-middle.x, -middle.y, -middle.z);
    this.holder.scale.x = mirror;
    // x is as the person sees themselves, which is the other way round for the camera.
    this.holder.position.set((0.5 - x) * PICTURE_HEIGHT * aspect, (y - 0.5) * PICTURE_HEIGHT, 0);
    this.holder.updateMatrixWorld(true);
  }

  points() {
    return LANDMARKS.map((bone) => new THREE.Vector3().setFromMatrixPosition(this.rest[bone].object.matrixWorld));
  }
}

/** Numbers 0…1 that are the same for the same seed. */
function random(seed) {
  let state = seed * 7919 + 13;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** A room out of focus: a gradient with coloured shapes; the same for the same seed. */
function room(seed, width, height) {
  const next = random(seed);
  const between = (low, high) => low + (high - low) * next();
  const canvas = new OffscreenCanvas(width, height);
  // Drawn by the processor: without a graphics card the other way is a hundred times slower.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const colour = () => `hsl(${between(0, 360)} ${between(5, 50)}% ${between(15, 85)}%)`;
  for (let k = 0; k < 5; k++) next();
  const gradient = context.createLinearGradient(0, 0, between(0, width), height);
  gradient.addColorStop(0, colour());
  gradient.addColorStop(1, colour());
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  for (let count = between(4, 12); count > 0; count--) {
    context.fillStyle = colour();
    context.globalAlpha = between(0.3, 1);
    context.beginPath();
    if (next() < 0.5) context.rect(between(0, width), between(0, height), between(20, 200), between(20, 200));
    else context.arc(between(0, width), between(0, height), between(10, 90), 0, 7);
    context.fill();
  }
  context.globalAlpha = 1;
  context.filter = 'blur(3px)';
  context.drawImage(canvas, 0, 0);
  const texture = new THREE.CanvasTexture(canvas);
  texture.colorSpace = THREE.SRGBColorSpace;
  return texture;
}

/** Makes the studio ready; gives the function that draws a scene. */
export async function open(width, height, mesh) {
  const renderer = new THREE.WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  renderer.setSize(width, height);
  const scene = new THREE.Scene();
  const aspect = width / height;
  const camera = new THREE.PerspectiveCamera(40, aspect, 0.01, 10);
  const sky = new THREE.HemisphereLight(0xffffff, 0x886655, 1.2);
  const key = new THREE.DirectionalLight(0xfff4e8, 2.2);
  key.position.set(0.5, 0.8, 1);
  const fill = new THREE.DirectionalLight(0xc8d8ff, 0.7);
  fill.position.set(-1, 0.2, 0.5);
  scene.add(sky, key, fill);
  const rooms = {};
  const hands = [];
  for (let count = 0; count < 2; count++) hands.push(new Hand(await new GLTFLoader().loadAsync(mesh)));

  return ({ hands: wanted, background, brightness, field_of_view }, format) => {
    camera.fov = field_of_view;
    camera.position.z = PICTURE_HEIGHT / 2 / Math.tan(radians(field_of_view) / 2);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld(true);
    rooms[background] ??= room(background, width, height);
    scene.background = rooms[background];
    key.intensity = 2.2 * brightness;
    sky.intensity = 1.2 * brightness;
    const landmarks = wanted.map((hand, index) => {
      const drawn = hands[index];
      drawn.bend(hand.joints ?? mixed(hand.pose), hand.lengths ?? {});
      drawn.mesh.material = new THREE.MeshStandardMaterial({ color: hand.skin, roughness: 0.6 });
      drawn.place(hand, aspect);
      scene.add(drawn.holder);
      drawn.mesh.skeleton.update();
      return drawn.points().map((point) => {
        const metres = point.toArray();
        const { x, y } = point.project(camera);
        return { x: (x + 1) / 2, y: (1 - y) / 2, metres };
      });
    });
    renderer.render(scene, camera);
    for (const { holder } of hands) scene.remove(holder);
    return { picture: renderer.domElement.toDataURL(format, 0.92), landmarks };
  };
}
