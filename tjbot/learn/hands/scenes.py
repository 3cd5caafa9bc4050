"""One hand before a camera: how far away, in which light, of whose skin; and the picture that comes of it."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from tjbot.learn.hands.drawing import Lights, Seen, rasterise, shaded
from tjbot.learn.hands.mesh import FOREARM, Mesh, skinned
from tjbot.learn.hands.rooms import SIZE, Picture, any_colour, skin_colour
from tjbot.learn.hands.skeleton import Numbers, placed_bones

_HAND_METERS = 0.18


@dataclass(frozen=True)
class Scene:
    """All that is to be seen but the hand's pose."""

    left: bool
    distance: float
    """From the camera to the hand, in metres."""
    size: float
    """How long an open hand would be, as a part of the picture's height."""
    x: float
    y: float
    """Where the middle of the hand is in the picture, 0…1."""
    forearm: Numbers
    """How it is turned about the wrist, in degrees: bend, twist and side."""
    skin: Numbers
    sleeve: Numbers | None
    """The colour of the sleeve, if there is one."""
    lights: Lights
    exposure: float
    tint: Numbers
    blur: float
    """Of the lens, in pixels."""
    motion: tuple[float, float]
    """How far the hand moves while the picture is taken, in pixels."""
    noise: float
    """Of the camera, 0…1."""


def draw_scene(chance: np.random.Generator) -> Scene:
    """A scene, all by chance."""
    size = chance.uniform(0.28, 0.92) if chance.random() < 0.88 else chance.uniform(0.18, 0.3)
    key, fill = (_direction(chance, least) for least in (-0.2, 0.0))
    speed = chance.uniform(2, 9) * (chance.random() < 0.15)
    heading = chance.uniform(0, np.pi)
    return Scene(
        left=bool(chance.random() < 0.5),
        distance=chance.uniform(0.25, 1.2),
        size=size,
        x=chance.uniform(0.3, 0.7),
        y=chance.uniform(0.38, 0.62),
        forearm=chance.normal(0, (18, 30, 12)),
        skin=skin_colour(chance),
        sleeve=(np.array(any_colour(chance)) / 255) ** 2.2 if chance.random() < 0.55 else None,
        lights=Lights(
            sky=chance.uniform(0.25, 0.75),
            key=chance.uniform(0.2, 1.1),
            key_from=key,
            key_colour=np.clip(chance.normal((1, 0.96, 0.9), 0.06), 0.6, 1.1),
            fill=chance.uniform(0, 0.5),
            fill_from=fill,
        ),
        exposure=chance.uniform(0.65, 1.5),
        tint=chance.normal(1, 0.05, 3),
        blur=chance.uniform(0.3, 1.3),
        motion=(speed * np.cos(heading), speed * np.sin(heading)),
        noise=chance.uniform(0, 0.035),
    )


def _direction(chance: np.random.Generator, least_z: float) -> Numbers:
    while True:
        way = chance.normal(0, 1, 3)
        way = way / np.linalg.norm(way)
        if way[2] > least_z and way[1] > -0.5:
            return np.asarray(way)


def picture_of(
    chance: np.random.Generator,
    mesh: Mesh,
    turns: Numbers,
    lengths: Numbers,
    rotation: Numbers,
    scene: Scene,
    behind: Picture,
) -> tuple[Picture, Numbers]:
    """Draws a hand.

    Args:
        chance: for the noise of the camera.
        mesh: its skin.
        turns: of its joints, (25, 3), as in `placed_bones`.
        lengths: of its bones, (25,).
        rotation: how it is turned before the camera, (3, 3), as a right hand.
        scene: the rest.
        behind: the room.

    Returns:
        The picture, and where each bone of `BONES` is in it, in pixels, (25, 2).
    """
    width, height = SIZE
    bones = placed_bones(turns[None], lengths[None], mesh.skeleton)[0]
    points, normals = skinned(mesh, bones, scene.forearm)
    middle = bones[1:, :3, 3].mean(axis=0)
    mirror = np.array([-1.0 if scene.left else 1.0, 1, 1])
    focal = scene.size * height * scene.distance / _HAND_METERS
    points, places = (((some - middle) @ rotation.T) * mirror for some in (points, bones[:, :3, 3]))
    normals = normals @ rotation.T * mirror

    def project(some: Numbers) -> tuple[Numbers, Numbers]:
        depth = scene.distance - some[:, 2]
        near = focal / np.maximum(depth, 0.02)
        return np.stack([scene.x * width + some[:, 0] * near, scene.y * height - some[:, 1] * near], axis=1), depth

    pixels, depths = project(points)
    triangles = mesh.triangles[:, ::-1] if scene.left else mesh.triangles
    seen = rasterise(pixels, depths, triangles, width, height)
    colours = shaded(seen, normals, _colours(chance, mesh, scene), scene.lights, scene.distance / focal, width)
    return _taken(chance, seen, colours, scene, behind), project(places)[0]


def _colours(chance: np.random.Generator, mesh: Mesh, scene: Scene) -> Numbers:
    """Of the mesh's points: palms are lighter than the back, and finger tips redder."""
    palmar = _palmar(mesh)
    lighter = scene.skin + (np.array([0.75, 0.48, 0.38]) - scene.skin) * 0.35
    colours = scene.skin + (lighter - scene.skin) * np.clip(0.5 + 0.8 * palmar, 0, 1)[:, None]
    tips = mesh.weights[:, [4, 9, 14, 19, 24]].sum(axis=1) + mesh.weights[:, [3, 8, 13, 18, 23]].sum(axis=1)
    colours = colours * (1 + tips[:, None] * np.array([0.06, -0.06, -0.06]))
    colours = colours * chance.normal(1, 0.05, (len(colours), 1))
    if scene.sleeve is not None:
        colours = np.where(mesh.weights[:, FOREARM, None] > 0.9, scene.sleeve, colours)
    return np.clip(colours, 0, 1)


def _palmar(mesh: Mesh) -> Numbers:
    """How far each point of the mesh faces the palm's side, -1…1."""
    flat = placed_bones(np.zeros((1, 25, 3)), None, mesh.skeleton)[0]
    return skinned(mesh, flat, np.zeros(3))[1][:, 2]


def _taken(chance: np.random.Generator, seen: Seen, colours: Numbers, scene: Scene, behind: Picture) -> Picture:
    """The hand before the room, as a camera takes it."""
    width, height = SIZE
    layer = np.zeros((height * width, 4), np.float32)
    layer[seen.pixels, :3], layer[seen.pixels, 3] = colours, 1
    moved = _moved(layer.reshape(height, width, 4), scene.motion)
    picture = behind * (1 - moved[..., 3:]) + moved[..., :3]
    picture = np.clip(picture * np.float32(scene.exposure ** (1 / 2.2) * scene.tint), 0, 1)
    blurred = Image.fromarray((picture * 255).astype("u1")).filter(ImageFilter.GaussianBlur(scene.blur))
    noise = np.float32(scene.noise) * chance.standard_normal(picture.shape, np.float32)
    return np.asarray(np.clip(np.asarray(blurred, np.float32) / 255 + noise, 0, 1))


def _moved(layer: Picture, motion: tuple[float, float]) -> Picture:
    steps = int(np.ceil(np.hypot(*motion)))
    if steps < 2:
        return layer
    shifts = np.linspace(-0.5, 0.5, steps)
    moved = [np.roll(layer, (round(motion[1] * part), round(motion[0] * part)), (0, 1)) for part in shifts]
    return np.asarray(np.mean(moved, axis=0, dtype=np.float32))
