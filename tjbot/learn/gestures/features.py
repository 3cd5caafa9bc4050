"""What the classifier looks at: angles and distances between a hand's landmarks, and where they are in the picture if
the palm is turned upright with the index finger's side at the right. Nothing of it changes with the hand's place, its
size or its side; how the hand is turned shows only in how far palm, thumb and fingers point upwards and to the camera.

`web_ui/src/models/gesture/features.ts` computes the same; the tests of both read `features.fixture.json` beside it.
"""

import numpy as np

from tjbot.learn.hands.skeleton import Numbers

WRIST = 0
ROOTS = (1, 5, 9, 13, 17)
TIPS = (4, 8, 12, 16, 20)
THUMB_TIP = 4
PALM = (5, 9, 13, 17)
MEETS_THUMB = (5, 6, 9, 10, 13, 14, 17)
"""Where the thumb's tip may lie: roots and first joints of the fingers."""
POINTERS = ((0, 9), (2, 4), (5, 8), (17, 20))
"""From which landmark to which palm, thumb, index finger and little finger point."""

SHAPE_FEATURES = 4 + 5 + 5 + 4 + 4 + len(MEETS_THUMB)
FEATURES = 2 * SHAPE_FEATURES + 15 + 4 + 1 + 2 * len(POINTERS) + 2 * 20


def features_of(points: Numbers, metric: Numbers) -> Numbers:
    """What is looked at, (hands, FEATURES).

    Args:
        points: (hands, 21, 2 or 3) in the picture, y downwards, in any unit; only x and y are used.
        metric: (hands, 21, 3) in space, y downwards, z away from the camera, in any unit.
    """
    flat = points[..., :2]
    return np.concatenate(
        [_shape(flat), _shape(metric), _bends(metric), _spreads(metric), _directions(metric), _places(flat)], axis=1
    )


def features_of_both(points: Numbers, metric: Numbers, refined: Numbers, glances: Numbers) -> Numbers:
    """What a `Pair` of classifiers looks at, (hands, 2 x FEATURES + classes): the landmarks, then the refined ones, and
    what is told at a glance.

    Args:
        points: as for `features_of`.
        metric: as for `features_of`.
        refined: (hands, 21, 3), what the refined layers see in space, as `metric`.
        glances: (hands, classes), how likely each gesture is at a glance, as they tell.
    """
    return np.concatenate([features_of(points, metric), features_of(refined, refined), glances], axis=1)


def _shape(points: Numbers) -> Numbers:
    """Distances, in the size of the palm."""
    from_wrist = _lengths(points[:, PALM, :] - points[:, :1])
    across = _lengths(points[:, 5] - points[:, 17])
    tips = points[:, TIPS, :]
    reach = _lengths(tips - points[:, :1])
    knuckles = _lengths(points[:, (3, 6, 10, 14, 18), :] - points[:, :1])
    distances = [
        from_wrist.max(axis=1, keepdims=True),
        from_wrist.min(axis=1, keepdims=True),
        across[:, None],
        _lengths(points[:, 6] - points[:, 18])[:, None],
        reach,
        reach - knuckles,
        _lengths(tips[:, 1:] - tips[:, :-1]),
        _lengths(tips[:, 1:] - points[:, ROOTS[1:], :]),
        _lengths(points[:, MEETS_THUMB, :] - points[:, THUMB_TIP, None]),
    ]
    return np.asarray(np.concatenate(distances, axis=1) / _sizes(points)[:, None])


def _sizes(points: Numbers) -> Numbers:
    """How large the palms are, (hands,): their length, or what it would be where they are foreshortened."""
    lengths = _lengths(points[:, PALM, :] - points[:, :1]).max(axis=1)
    return np.asarray(np.maximum(np.maximum(lengths, 1.3 * _lengths(points[:, 5] - points[:, 17])), 1e-9))


def _places(points: Numbers) -> Numbers:
    """Where the landmarks are from the wrist, in the size of the palm: how far along it, then how far to the right."""
    ways = points[:, 1:] - points[:, :1]
    along = ways[:, 8] / np.maximum(_lengths(ways[:, 8]), 1e-9)[:, None]
    right = np.stack([-along[:, 1], along[:, 0]], axis=1)
    right = np.where(((points[:, 5] - points[:, 17]) * right).sum(axis=1, keepdims=True) < 0, -right, right)
    places = np.concatenate([(ways * along[:, None]).sum(axis=2), (ways * right[:, None]).sum(axis=2)], axis=1)
    return np.asarray(places / _sizes(points)[:, None])


def _bends(points: Numbers) -> Numbers:
    """By how much each finger's three joints bend, in radians."""
    bends = []
    for root in ROOTS:
        chain = (WRIST, root, root + 1, root + 2, root + 3)
        ways = points[:, chain[1:], :] - points[:, chain[:-1], :]
        bends.append(_angles(ways[:, :-1], ways[:, 1:]))
    return np.concatenate(bends, axis=1)


def _spreads(points: Numbers) -> Numbers:
    """How far neighbouring fingers, and palm and thumb, point apart, in radians."""
    ways = points[:, TIPS, :] - points[:, (2, *ROOTS[1:]), :]
    palm = points[:, 9] - points[:, WRIST]
    neighbours = _angles(ways[:, :-1], ways[:, 1:])
    return np.concatenate([neighbours, _angles(ways[:, :1], palm[:, None])], axis=1)


def _directions(points: Numbers) -> Numbers:
    """How far palm, thumb, index and little finger point up and to the camera, -1…1."""
    start, end = np.array(POINTERS).T
    ways = points[:, end] - points[:, start]
    ways = ways / np.maximum(_lengths(ways), 1e-9)[..., None]
    return -ways[..., 1:].reshape(len(points), -1)


def _lengths(ways: Numbers) -> Numbers:
    return np.asarray(np.sqrt((ways * ways).sum(axis=-1)))


def _angles(one: Numbers, other: Numbers) -> Numbers:
    cosine = (one * other).sum(axis=-1) / np.maximum(_lengths(one) * _lengths(other), 1e-12)
    return np.asarray(np.arccos(np.clip(cosine, -1, 1)))
