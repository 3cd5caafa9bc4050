// Draws bodies as a camera in their room would see them: `draw(scene)` gives a picture as a data address, and where
// the scene's marks are in it.
import * as THREE from 'three';

const radians = (degrees) => (degrees * Math.PI) / 180;

function numbers(text, kind) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new kind(bytes.buffer);
}

/** A mesh of points in metres, each with a colour of its own. */
function meshOf({ points, triangles, colours }) {
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', new THREE.BufferAttribute(numbers(points, Float32Array), 3));
  geometry.setAttribute('color', new THREE.BufferAttribute(numbers(colours, Uint8Array), 3, true));
  geometry.setIndex(new THREE.BufferAttribute(numbers(triangles, Uint32Array), 1));
  geometry.computeVertexNormals();
  const material = new THREE.MeshLambertMaterial({ vertexColors: true, side: THREE.DoubleSide });
  return shading(new THREE.Mesh(geometry, material));
}

function boxOf({ middle, size, colour }) {
  const mesh = new THREE.Mesh(new THREE.BoxGeometry(...size), new THREE.MeshLambertMaterial({ color: colour }));
  mesh.position.set(...middle);
  return shading(mesh);
}

function shading(mesh) {
  mesh.castShadow = mesh.receiveShadow = true;
  return mesh;
}

function lamp({ from, brightness, colour }) {
  const light = new THREE.DirectionalLight(colour, brightness);
  light.position.set(...from);
  light.castShadow = true;
  light.shadow.mapSize.set(1024, 1024);
  const { camera } = light.shadow;
  camera.left = camera.bottom = -3;
  camera.right = camera.top = 3;
  light.shadow.bias = -0.002;
  light.shadow.normalBias = 0.02;
  return light;
}

export function open(width, height) {
  const renderer = new THREE.WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  renderer.setSize(width, height);
  renderer.shadowMap.enabled = true;
  document.body.append(renderer.domElement);
  return ({ bodies, boxes, lamps, sky, camera: seen, marks, kind, quality }) => {
    const scene = new THREE.Scene();
    scene.background = new THREE.Color(sky.colour);
    scene.add(new THREE.HemisphereLight(0xffffff, 0x8a7a6a, sky.brightness));
    scene.add(...bodies.map(meshOf), ...boxes.map(boxOf), ...lamps.map(lamp));
    const camera = new THREE.PerspectiveCamera(seen.fieldOfView, width / height, 0.05, 30);
    camera.position.set(...seen.from);
    camera.lookAt(...seen.to);
    camera.rotateZ(radians(seen.roll));
    camera.updateMatrixWorld(true);
    renderer.render(scene, camera);
    const places = marks.map((mark) => {
      const { x, y } = new THREE.Vector3(...mark).project(camera);
      return [(x + 1) / 2, (1 - y) / 2];
    });
    const picture = renderer.domElement.toDataURL(kind, quality);
    scene.traverse((object) => {
      object.geometry?.dispose();
      object.material?.dispose();
      object.shadow?.dispose();
    });
    return { picture, places };
  };
}
