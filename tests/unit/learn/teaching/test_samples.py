"""How samples are divided, and what is said of odd ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.learn.errors import TrainingError
from tjbot.learn.teaching.samples import Samples, divide, notes_about
from tjbot.protocol.models import Numbers


def samples(*counts: int, sources: list[str] | None = None) -> Samples:
    kinds = np.repeat(np.arange(len(counts)), counts)
    inputs = np.random.default_rng(1).normal(size=(len(kinds), 3)).astype("float32")
    labels = ["cat", "dog", "fish", "newt"][: len(counts)]
    return Samples(inputs, kinds, labels, sources or [str(place) for place in range(len(kinds))], Numbers(shape=[3]))


@given(
    counts=st.lists(st.integers(2, 40), min_size=2, max_size=4),
    held_back=st.floats(0.05, 0.5),
    seed=st.integers(0, 5),
)
def test_every_sample_is_in_one_part_and_every_class_in_two(counts: list[int], held_back: float, seed: int) -> None:
    some = samples(*counts)
    parts = divide(some, held_back, seed)
    together = np.concatenate([parts.learned, parts.watched, parts.held_back])
    assert sorted(together) == list(range(len(some)))
    for kind, count in enumerate(counts):
        held = (some.kinds[parts.held_back] == kind).sum()
        assert 1 <= held <= max(1, round(count * held_back))
        assert (some.kinds[parts.learned] == kind).sum() >= 1
        assert (some.kinds[parts.watched] == kind).sum() >= (1 if len(parts.watched) else 0)


def test_the_same_seed_divides_the_same() -> None:
    one, same, other = (divide(samples(20, 20), 0.2, seed) for seed in (1, 1, 2))
    assert one.held_back.tolist() == same.held_back.tolist()
    assert one.held_back.tolist() != other.held_back.tolist()


def test_pieces_of_one_sound_stay_together() -> None:
    sources = [f"{kind}/{place // 5}.wav" for kind in "ab" for place in range(30)]
    some = samples(30, 30, sources=sources)
    parts = divide(some, 0.3, 1)
    of_parts = [{sources[place] for place in part} for part in (parts.learned, parts.watched, parts.held_back)]
    assert not of_parts[0] & of_parts[1]
    assert not of_parts[0] & of_parts[2]
    assert not of_parts[1] & of_parts[2]


def test_one_sample_is_too_few() -> None:
    with pytest.raises(TrainingError, match='"dog" has only one sample') as caught:
        divide(samples(5, 1), 0.2, 1)
    assert 'Add more of "dog"' in caught.value.hint
    with pytest.raises(TrainingError, match='"cat" has only one sample'):
        divide(samples(5, 5, sources=["a.wav"] * 5 + list("12345")), 0.2, 1)


def test_where_there_are_few_none_are_watched() -> None:
    assert len(divide(samples(5, 50), 0.2, 1).watched) == 0
    assert len(divide(samples(10, 50), 0.2, 1).watched) > 0


def test_uneven_and_few_samples_are_told_in_plain_words() -> None:
    assert notes_about(samples(3, 80)) == ['3 of "cat", 80 of "dog": it will rather say "dog". Add some of "cat".']
    assert notes_about(samples(3, 4)) == ['3 of "cat" are very few. Add some.']
    assert notes_about(samples(20, 30)) == []


def test_repeated_and_blank_samples_are_told() -> None:
    some = samples(10, 10)
    some.inputs[:4] = some.inputs[0]
    some.inputs[15] = some.inputs[0]
    some.inputs[5] = 7
    assert notes_about(some) == [
        'The same sample is in "cat" and in "dog". Remove one of them.',
        "4 samples are exactly the same as another. They teach nothing new.",
        "1 samples are blank: every number in them is the same.",
    ]
