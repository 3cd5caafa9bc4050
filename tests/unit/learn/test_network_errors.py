"""Errors of the network are replayed where they belong."""

import numpy as np

from tjbot.learn.gestures.dataset import measured_hands
from tjbot.learn.gestures.held_out import HeldOut
from tjbot.learn.hands.network_errors import NetworkErrors


def shape(points: np.ndarray) -> np.ndarray:
    """Points around 0 and of size 1."""
    centred = points - points.mean(axis=1, keepdims=True)
    return centred / np.sqrt((centred**2).sum(axis=(1, 2), keepdims=True) / points.shape[1])


def test_a_measured_hand_that_is_replayed_is_seen_as_it_was() -> None:
    measured = measured_hands()
    errors = NetworkErrors(measured)
    some = measured.landmarks[:200]
    seen = errors.replay(np.random.default_rng(1), some, np.full(len(some), 0.6), steady=True)
    assert np.abs(shape(seen.metric) - shape(measured.seen.metric[:200])).mean() < 0.01
    assert np.abs(shape(seen.points) - shape(measured.seen.points[:200])).mean() < 0.01


def test_what_is_replayed_is_neither_the_truth_nor_far_from_it() -> None:
    held_out = HeldOut.read()
    landmarks, metric = held_out.landmarks[held_out.found], held_out.metric[held_out.found, 1]
    seen = NetworkErrors(measured_hands()).replay(np.random.default_rng(1), landmarks, np.full(len(landmarks), 0.6))
    truth = shape(landmarks * np.array([1, -1, -1]))
    replayed = np.abs(shape(seen.metric) - truth).mean()
    real = np.abs(shape(metric) - truth).mean()
    assert 0.6 * real < replayed < 1.6 * real
