"""How fingers and thumbs may bend, in degrees. The ranges are wide on purpose: no two people do a gesture alike."""

from typing import Literal

import numpy as np

from tjbot.learn.hands.skeleton import CHAINS, FINGERS, INDEX_OF, LANDMARKS, THUMB, Numbers, landmarks_of

Finger = Literal["straight", "bowed", "curled", "half", "ring"]
Thumb = Literal["out", "folded", "beside", "touching", "any"]

JOINTS = {
    finger: [INDEX_OF[f"{finger}-finger-phalanx-{bone}"] for bone in ("proximal", "intermediate", "distal")]
    for finger in FINGERS
}
THUMB_JOINTS = [INDEX_OF[bone] for bone in THUMB[:3]]

# How far a finger's first two joints bend towards the palm; the last joint follows the second.
_STRAIGHT = ((-18, 22), (-4, 24), (-0.2, 0.6))
_BOWED = ((-5, 38), (10, 46), (0, 0.7))
_CURLED = ((45, 95), (72, 112), (0.3, 0.75))
_LOOSELY_CURLED = ((32, 65), (82, 112), (0.3, 0.65))
_HALF = ((12, 58), (30, 68), (0.3, 0.8))
_RING = ((22, 62), (35, 78), (0.2, 0.65))

_FAN_AT_REST = np.array([-2.9, -6.0, -12.9, -14.8])
"""How far each finger leans to the thumb's side (+) where the skeleton rests."""


def finger_turns(chance: np.random.Generator, states: tuple[Finger, ...], spreads: Numbers) -> Numbers:
    """The turns of all joints, (hands, 25, 3), with the thumb at rest.

    Args:
        chance: where the numbers come from.
        states: what index, middle, ring and little finger do.
        spreads: (hands, 3), how far each two neighbouring fingers point apart where both are straight, in degrees.
    """
    count = len(spreads)
    turns = np.zeros((count, len(INDEX_OF), 3))
    fan = _fan(spreads)
    # In the order of the fingers: a set's order is another in each process, and the seed would not say what is drawn.
    habits = {state: _bends(chance, state, count) for state in dict.fromkeys(states)}
    for place, (finger, state) in enumerate(zip(FINGERS, states, strict=True)):
        # Fingers that do the same do it together, but not quite.
        bends = habits[state] + chance.normal(0, 4, (count, 3))
        turns[:, JOINTS[finger], 0] = -bends
        openness = np.clip(1 - bends[:, 0] / 70, 0, 1)
        turns[:, JOINTS[finger][0], 1] = (fan[:, place] - _FAN_AT_REST[place]) * openness + chance.normal(0, 2, count)
    return turns


def _bends(chance: np.random.Generator, state: Finger, count: int) -> Numbers:
    ranges = {"straight": _STRAIGHT, "bowed": _BOWED, "curled": _CURLED, "half": _HALF, "ring": _RING}
    tight = _drawn(chance, ranges[state], count)
    if state != "curled":
        return tight
    loose = _drawn(chance, _LOOSELY_CURLED, count)
    return np.where(chance.random((count, 1)) < 0.35, loose, tight)


def _drawn(chance: np.random.Generator, ranges: tuple[tuple[float, float], ...], count: int) -> Numbers:
    first, second, share = (chance.uniform(*edges, count) for edges in ranges)
    return np.stack([first, second, second * share], axis=1)


def _fan(spreads: Numbers) -> Numbers:
    """How far each of the four fingers leans to the thumb's side, if neighbours are `spreads` apart; on the whole the
    hand points straight on.
    """
    leans = np.concatenate([np.zeros((len(spreads), 1)), -np.cumsum(spreads, axis=1)], axis=1)
    middle: Numbers = leans - leans.mean(axis=1, keepdims=True) - 5
    return middle


# Bend, spread and twist of the thumb's first joint, and the bends of the others: least and most.
_LEAST = np.array([-50.0, -30, -45, -62, -75])
_MOST = np.array([32.0, 46, 20, 25, 32])
_OUT = (np.array([-12.0, -28, -15, -16, -14]), np.array([28.0, 18, 15, 14, 28]))
_ACROSS = np.array([-24.0, 22, -28, -30, -30])
_BESIDE = np.array([-18.0, -14, -10, -6, -4])


def set_thumb(
    chance: np.random.Generator, turns: Numbers, state: Thumb, curled: tuple[int, ...], lengths: Numbers
) -> None:
    """Bends the thumbs of `turns` in place.

    Args:
        chance: where the numbers come from.
        turns: of hands whose fingers are bent already.
        state: *out*, *folded* over the curled fingers (or the palm), *beside* the index finger, *touching* the index
            finger's tip, or *any*.
        curled: which fingers a folded thumb may lie on: 0 for the index finger …
        lengths: of the bones, as for `landmarks_of`.
    """
    count = len(turns)
    if state in ("out", "any"):
        edges = _OUT if state == "out" else (_LEAST, _MOST)
        _bend_thumb(turns, chance.uniform(*edges, (count, 5)))
        return
    start = _BESIDE if state == "beside" else _ACROSS
    angles = start + chance.normal(0, 6, (count, 5))
    target = _targets(chance, landmarks_of(turns, lengths), state, curled)
    for _ in range(5):
        angles = _reach(turns, angles, target, lengths)
    _bend_thumb(turns, angles + chance.normal(0, 1.5, (count, 5)))


def _targets(chance: np.random.Generator, points: Numbers, state: Thumb, curled: tuple[int, ...]) -> Numbers:
    """Where the tip of the thumb should be, in metres."""
    count = len(points)
    along = chance.uniform(0, 1, (count, 1))
    if state == "touching":
        away = chance.normal(0, 1, (count, 3))
        gap: Numbers = away / np.linalg.norm(away, axis=1, keepdims=True) * chance.uniform(0.004, 0.017, (count, 1))
        return points[:, 8] + gap
    if state == "beside":
        side = chance.uniform((0.008, 0, -0.008), (0.026, 0, 0.016), (count, 3))
        target: Numbers = points[:, 5] + (points[:, 6] - points[:, 5]) * (along * 1.1 - 0.4) + side
        return target
    if curled:
        finger = chance.choice(curled, count)
        root = 5 + 4 * finger
        rows = np.arange(count)
        one, other = points[rows, root + 1], points[rows, root + 2]
        above = chance.uniform((-0.008, -0.01, 0.006), (0.01, 0.012, 0.022), (count, 3))
        return np.asarray(one + (other - one) * along + above)
    # Over the palm, under the roots of middle to little finger.
    across = chance.uniform(-0.2, 1, (count, 1))
    root_line = points[:, 9] + (points[:, 17] - points[:, 9]) * across
    return np.asarray(root_line + chance.uniform((-0.006, -0.045, 0.008), (0.006, 0.004, 0.024), (count, 3)))


def _reach(turns: Numbers, angles: Numbers, target: Numbers, lengths: Numbers) -> Numbers:
    """One step of the thumb's joints towards the target, within what they can do (damped least squares)."""
    tip = LANDMARKS.index(THUMB[-1])

    def tips(of: Numbers) -> Numbers:
        bent = turns.copy()
        _bend_thumb(bent, of)
        return landmarks_of(bent, lengths)[:, tip]

    now = tips(angles)
    slopes = np.stack([(tips(angles + nudge) - now) / 2 for nudge in 2 * np.eye(5)], axis=2)
    square = slopes.transpose(0, 2, 1) @ slopes + 2e-7 * np.eye(5)
    step = np.linalg.solve(square, slopes.transpose(0, 2, 1) @ (target - now)[..., None])[..., 0]
    return np.asarray(np.clip(angles + np.clip(step, -25, 25), _LEAST, _MOST))


def _bend_thumb(turns: Numbers, angles: Numbers) -> None:
    first, second, third = THUMB_JOINTS
    turns[:, first] = angles[:, :3]
    turns[:, second, 0] = angles[:, 3]
    turns[:, third, 0] = angles[:, 4]


def bone_lengths(chance: np.random.Generator, count: int) -> Numbers:
    """How long the bones of so many people's hands are, as multiples of the skeleton's: (hands, 25)."""
    lengths = np.exp(chance.normal(0, 0.04, (count, len(INDEX_OF))))
    for chain in CHAINS:
        lengths[:, [INDEX_OF[bone] for bone in chain]] *= np.exp(chance.normal(0, 0.06, (count, 1)))
        lengths[:, INDEX_OF[chain[0]]] *= np.exp(chance.normal(0, 0.04, count))
    fingers = [joint for joints in JOINTS.values() for joint in joints[1:]]
    lengths[:, fingers] *= np.exp(chance.normal(0, 0.07, (count, 1)))
    return np.clip(lengths, 0.75, 1.3)
