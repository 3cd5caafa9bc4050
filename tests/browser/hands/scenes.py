"""What is in front of the camera: hands in poses, at places, before a background."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

FRAMES_PER_SECOND = 30
"""What Chromium plays MJPEG at, whatever the file says."""

MORPH_SECONDS = 0.2
"""How long a hand takes from one pose to the next."""

SKINS = ("#f1c7a8", "#e0ac8a", "#c98b66", "#a86b45", "#7d4a2d", "#4f2e1d")


@dataclass(frozen=True)
class Hand:
    """A hand. Places are as the person sees themselves: x 0 at their left, y 0 at the bottom, fractions."""

    pose: str | dict[str, float] = "open hand"
    """A name of `poses.mjs`, or a mixture of several."""
    side: Literal["left", "right"] = "right"
    """Which hand of the person it is."""
    x: float = 0.5
    y: float = 0.5
    size: float = 0.5
    """The length of the open hand as a fraction of the picture's height."""
    pitch: float = 0
    """Degrees that the fingers lean towards the camera."""
    yaw: float = 0
    """Degrees that the hand turns about its forearm."""
    roll: float = 0
    """Degrees that the fingers lean sideways."""
    skin: str = SKINS[1]
    joints: dict[str, tuple[float, float, float]] | None = None
    """How far each joint is turned, in degrees (bend, spread, twist), instead of a pose."""
    lengths: dict[str, float] | None = None
    """How long bones are, as multiples of the mesh's."""


@dataclass(frozen=True)
class Scene:
    """Up to two hands before a background; `background` is the seed of one."""

    hands: tuple[Hand, ...] = ()
    background: int = 1
    brightness: float = 1
    field_of_view: float = 40
    """Of the camera, in degrees from top to bottom; the more, the nearer it is."""


Script = Sequence[tuple[Scene | Hand | str | None, float]]
"""Steps: what is to be seen (a scene, one hand, a pose's name, or None for an empty room), and for how many seconds."""


def scene_of(step: Scene | Hand | str | None) -> Scene:
    """The scene that a step of a script stands for."""
    if isinstance(step, str):
        step = Hand(step)
    if isinstance(step, Hand):
        return Scene((step,))
    return step if step is not None else Scene()


def as_plain(scene: Scene) -> dict[str, Any]:
    """The scene as the studio's page wants it."""
    plain = asdict(scene)
    for hand in plain["hands"]:
        hand["pose"] = _weights(hand["pose"])
    return plain


def between(one: Scene, other: Scene, part: float) -> Scene:
    """A scene on the way from one to another (`part` 0…1), where both have the same hands; else `other`."""
    if [hand.side for hand in one.hands] != [hand.side for hand in other.hands]:
        return other
    hands = zip(one.hands, other.hands, strict=True)
    return replace(other, hands=tuple(_blend(before, after, part) for before, after in hands))


def frames(script: Script, drawn_per_second: float) -> Iterator[tuple[Scene, int]]:
    """Every scene of a film, with the number of frames for which it stays.

    Args:
        script: what to show.
        drawn_per_second: how often a hand on its way from one step to the next is drawn anew; at most 30.
    """
    stay = max(1, round(FRAMES_PER_SECOND / drawn_per_second))
    before: Scene | None = None
    for step, seconds in script:
        scene = scene_of(step)
        left = round(seconds * FRAMES_PER_SECOND)
        if before is not None and before.hands and scene.hands:
            count = max(1, min(left, round(MORPH_SECONDS * FRAMES_PER_SECOND)) // stay)
            for k in range(1, count):
                yield between(before, scene, k / count), stay
                left -= stay
        if left > 0:
            yield scene, left
        before = scene


def sweep(start: Hand, end: Hand, seconds: float, steps_per_second: float = 10) -> Script:
    """A script in which a hand moves evenly from one place to another, there and back."""
    count = max(2, round(seconds * steps_per_second / 2))
    way = [between(Scene((start,)), Scene((end,)), k / (count - 1)) for k in range(count)]
    return [(scene, 1 / steps_per_second) for scene in [*way, *reversed(way)]]


def _weights(pose: str | dict[str, float]) -> dict[str, float]:
    return {pose: 1.0} if isinstance(pose, str) else pose


def _blend(one: Hand, other: Hand, part: float) -> Hand:
    weights = {name: weight * (1 - part) for name, weight in _weights(one.pose).items()}
    for name, weight in _weights(other.pose).items():
        weights[name] = weights.get(name, 0) + weight * part
    numbers = {
        name: getattr(one, name) * (1 - part) + getattr(other, name) * part
        for name in ("x", "y", "size", "pitch", "yaw", "roll")
    }
    return replace(other, pose=weights, **numbers)
