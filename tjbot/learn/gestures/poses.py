"""What each gesture is: which fingers are out, where the thumb is, and from where it is seen.

Where people differ (is a thumb beside the index finger out?), nothing is drawn, so that nothing wrong is taught.
"""

from dataclasses import dataclass, fields
from itertools import product

import numpy as np

from tjbot.learn.hands.bends import Finger, Thumb, bone_lengths, finger_turns, set_thumb
from tjbot.learn.hands.skeleton import Numbers, landmarks_of
from tjbot.learn.hands.views import View, foreshortening, turned

NONE = "none of these"
LABELS = (
    "thumbs up",
    "thumbs down",
    "victory",
    "ok",
    "rock on",
    "call me",
    "stop",
    "one finger",
    "two fingers",
    "three fingers",
    "four fingers",
    "five fingers",
)
CLASSES = (*LABELS, NONE)

Span = tuple[float, float]


_UP = View()


@dataclass(frozen=True)
class Pose:
    """One way to do a gesture."""

    label: str
    fingers: str
    """A letter each for index, middle, ring and little finger: straight, bowed a little, half bent, curled, or in a
    ring with the thumb."""
    thumb: Thumb
    share: float = 1
    """How often it is drawn, among all."""
    view: View = _UP
    spreads: tuple[Span, Span, Span] = ((-1, 13), (-1, 12), (-1, 16))
    """How far neighbouring fingers point apart, in degrees."""


_STATES: dict[str, Finger] = {"s": "straight", "b": "bowed", "c": "curled", "h": "half", "r": "ring"}
_THUMB = (2, 4)
_THUMB_UP = View(yaw=(-40, 40), back=0.4, pitch=(-32, 32), axis=_THUMB, lean=(-42, 42))
_THUMB_DOWN = View(yaw=(-40, 40), back=0.4, pitch=(-32, 32), axis=_THUMB, lean=(138, 222))
ANY_VIEW = View(yaw=(-180, 180), back=0, pitch=(-90, 90), lean=(-180, 180))
_TURNED_ABOUT = View(back=0.4, lean=(-120, 120))
_DOWN = View(lean=(105, 255))
_TOGETHER = ((-1.5, 3.5), (-1.5, 3.5), (-1.5, 4))
_APART = ((7, 24), (5, 20), (9, 28))
_V = ((12, 40), (-1, 10), (-1, 10))
_CLOSED_TWO = ((-2, 3.5), (-1, 10), (-1, 10))

POSES = (
    Pose("thumbs up", "cccc", "out", 3, _THUMB_UP),
    Pose("thumbs down", "cccc", "out", 3, _THUMB_DOWN),
    Pose("victory", "sscc", "folded", 2.6, spreads=_V),
    Pose("victory", "sscc", "beside", 0.4, spreads=_V),
    Pose("ok", "rsss", "touching", 1.8, View(lean=(-60, 60))),
    Pose("ok", "rbss", "touching", 0.6, View(lean=(-60, 60))),
    Pose("ok", "rbbs", "touching", 0.4, View(lean=(-60, 60))),
    Pose("ok", "rbbb", "touching", 0.4, View(lean=(-60, 60))),
    Pose("rock on", "sccs", "folded", 2, View(lean=(-60, 60))),
    Pose("rock on", "sccs", "out", 1, View(lean=(-60, 60))),
    Pose("call me", "cccs", "out", 3, _TURNED_ABOUT),
    Pose("stop", "ssss", "beside", 2, _UP, _TOGETHER),
    Pose("stop", "ssss", "out", 1, _UP, _TOGETHER),
    Pose("one finger", "sccc", "folded", 2.6),
    Pose("one finger", "sccc", "beside", 0.4),
    Pose("two fingers", "sscc", "folded", 1.8, spreads=_CLOSED_TWO),
    Pose("two fingers", "sscc", "beside", 0.3, spreads=_CLOSED_TWO),
    Pose("two fingers", "sccc", "out", 0.9),
    Pose("three fingers", "sssc", "folded", 1.8, spreads=((-1, 24), (-1, 22), (-1, 10))),
    Pose("three fingers", "sscc", "out", 1.2, spreads=((-1, 28), (-1, 10), (-1, 10))),
    Pose("four fingers", "ssss", "folded", 3, spreads=((-1, 20), (-1, 16), (-1, 24))),
    Pose("five fingers", "ssss", "out", 3, _UP, _APART),
    # A fist, from everywhere; its thumb may also stick out sideways.
    Pose(NONE, "cccc", "folded", 1.6, ANY_VIEW),
    Pose(NONE, "cccc", "beside", 0.5, ANY_VIEW),
    Pose(NONE, "cccc", "out", 0.5, View(yaw=(-110, 110), pitch=(-60, 60), axis=_THUMB, lean=(68, 112))),
    Pose(NONE, "cccc", "out", 0.5, View(yaw=(-110, 110), pitch=(-60, 60), axis=_THUMB, lean=(248, 292))),
    # Relaxed, holding something, on the way from one gesture to another.
    Pose(NONE, "hhhh", "any", 1.4, ANY_VIEW),
    Pose(NONE, "hhhh", "touching", 0.5, ANY_VIEW),
    Pose(NONE, "hccc", "any", 0.4, ANY_VIEW),
    *(
        Pose(NONE, "".join(fingers), "any", 0.07, ANY_VIEW)
        for fingers in product("shc", repeat=4)
        if fingers.count("h") > 1
    ),
    # Other fingers than those of a gesture.
    Pose(NONE, "rccc", "touching", 0.7, ANY_VIEW),
    Pose(NONE, "rrhh", "touching", 0.3, ANY_VIEW),
    Pose(NONE, "cscc", "any", 0.4, ANY_VIEW),
    Pose(NONE, "cccs", "folded", 0.6, ANY_VIEW),
    Pose(NONE, "ccsc", "folded", 0.1, ANY_VIEW),
    Pose(NONE, "ccss", "any", 0.2, ANY_VIEW),
    Pose(NONE, "scsc", "any", 0.1, ANY_VIEW),
    Pose(NONE, "csss", "any", 0.2, ANY_VIEW),
    # Hands that hang down count nothing.
    Pose(NONE, "sccc", "any", 0.4, _DOWN),
    Pose(NONE, "sscc", "any", 0.4, _DOWN),
    Pose(NONE, "ssss", "any", 0.7, _DOWN),
    Pose(NONE, "sssc", "any", 0.2, _DOWN),
    # A pointing finger that points sideways.
    Pose(NONE, "sccc", "folded", 0.2, View(lean=(72, 108))),
    Pose(NONE, "sccc", "folded", 0.2, View(lean=(-108, -72))),
)


@dataclass(frozen=True)
class Hands:
    """Made-up right hands."""

    kinds: np.ndarray[tuple[int], np.dtype[np.int64]]
    """Which of `CLASSES` each is."""
    turns: Numbers
    lengths: Numbers
    rotations: Numbers
    """How they are turned before the camera, (hands, 3, 3)."""
    landmarks: Numbers
    """Turned so, in metres: x to the right, y up, z to the camera."""

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, which: object) -> "Hands":
        return Hands(*(getattr(self, field.name)[which] for field in fields(self)))


def draw_hands(chance: np.random.Generator, count: int, poses: tuple[Pose, ...] = POSES, *, askew: float = 0) -> Hands:
    """Made-up hands, in random order.

    Args:
        chance: where the numbers come from.
        count: how many; there are a few less, as those that turned out to be no clear case are left out.
        poses: what they do.
        askew: how many of them are seen from farther aside than one shows a gesture, 0…1.
    """
    shares = np.array([pose.share for pose in poses])
    numbers = np.round(count * shares / shares.sum()).astype(int)
    drawn = [_draw(chance, pose, number, askew) for pose, number in zip(poses, numbers, strict=True) if number]
    hands = Hands(*(np.concatenate([getattr(part, field.name) for part in drawn]) for field in fields(Hands)))
    return hands[chance.permutation(len(hands))]


def _draw(chance: np.random.Generator, pose: Pose, count: int, askew: float) -> Hands:
    lengths = bone_lengths(chance, count)
    least, most = np.array(pose.spreads, float).T
    states = tuple(_STATES[letter] for letter in pose.fingers)
    turns = finger_turns(chance, states, chance.uniform(least, most, (count, 3)))
    curled = tuple(place for place, state in enumerate(states) if state == "curled")
    set_thumb(chance, turns, pose.thumb, curled, lengths)
    upright = landmarks_of(turns, lengths)
    rotations = turned(chance, upright, pose.view, askew)
    hands = Hands(
        np.full(count, CLASSES.index(pose.label)),
        turns,
        lengths,
        rotations,
        np.einsum("nij,nkj->nki", rotations, upright),
    )
    return hands[_clear(hands, pose, upright)]


def _clear(hands: Hands, pose: Pose, upright: Numbers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which hands are what the pose says: fingers are out or are not, the thumb is where it should be, and the camera
    sees that and which way is up.
    """
    clear = np.ones(len(hands), bool)
    if pose.label == NONE:
        return clear
    far = np.linalg.norm(upright - upright[:, :1], axis=2)
    for place, letter in enumerate(pose.fingers):
        beyond_joint = far[:, 8 + 4 * place] > far[:, 6 + 4 * place]
        clear &= {"s": beyond_joint, "b": beyond_joint, "c": ~beyond_joint}.get(letter, True)
    palm = far[:, 9]
    tip = upright[:, 4]
    # How far the thumb's tip is out beyond the index finger's knuckle.
    out = (tip - upright[:, 5])[:, 0] / palm
    clear &= foreshortening(hands.landmarks, pose.view.axis) > 0.65
    if pose.thumb == "out":
        clear &= (out > 0.3) & (_thumb_aside(hands.landmarks) > 0.42)
    if pose.label == "victory":
        clear &= _angle_in_picture(hands.landmarks) > 9
    if pose.thumb == "beside":
        clear &= out < 0.32
    if pose.thumb == "folded":
        clear &= out < 0.1
    if pose.thumb == "touching":
        clear &= np.linalg.norm(tip - upright[:, 8], axis=1) / palm < 0.28
    return clear


def _angle_in_picture(landmarks: Numbers) -> Numbers:
    """How far index and middle finger point apart in the picture, in degrees."""
    ways = landmarks[:, [8, 12], :2] - landmarks[:, [5, 9], :2]
    index, middle = np.moveaxis(np.degrees(np.arctan2(ways[..., 1], ways[..., 0])), 1, 0)
    return np.asarray(np.abs((index - middle + 180) % 360 - 180))


def _thumb_aside(landmarks: Numbers) -> Numbers:
    """How far the thumb's tip is from the line of wrist and index finger in the picture, in palms; negative where it is
    before or behind the palm.
    """
    picture = landmarks[..., :2]
    line = picture[:, 5] - picture[:, 0]
    length = np.maximum(np.linalg.norm(line, axis=1), 1e-9)

    def side(place: int) -> Numbers:
        way = picture[:, place] - picture[:, 0]
        return np.asarray((line[:, 0] * way[:, 1] - line[:, 1] * way[:, 0]) / length)

    palm = np.linalg.norm(landmarks[:, 9] - landmarks[:, 0], axis=1)
    return np.asarray(-side(4) * np.sign(side(17)) / palm)
