"""Whatever the ears hear: claps are apart, and words and loudness stay within their bounds."""

from array import array
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.hearing import clap, claps_in, mixed
from tjbot.robot.hearing_claps import AFTER_BLOCKS, BLOCK_SAMPLES, Block, ClapDetector, block_of, loudness
from tjbot.robot.hearing_words import split_words
from tjbot.robot.sensing import Below

BLOCKS = st.lists(st.builds(Block, st.floats(0, 32768**2), st.floats(0, 4)), max_size=300)
SAMPLES = st.integers(-32768, 32767)


@given(BLOCKS)
def test_claps_are_never_closer_than_they_last(blocks: list[Block]) -> None:
    detector = ClapDetector()
    heard = [number for number, block in enumerate(blocks) if detector.feed(block)]
    assert all(later - earlier >= AFTER_BLOCKS for earlier, later in pairwise(heard))


@given(st.lists(SAMPLES, min_size=1, max_size=200))
def test_every_block_has_a_loudness_and_a_brightness(values: list[int]) -> None:
    block = block_of(array("h", values))
    assert 0 <= block.energy <= 32768**2
    assert 0 <= block.brightness <= 4
    assert 0 <= loudness(block.energy) <= 1


@given(st.integers(0, 39), st.floats(0.15, 1.0))
def test_how_loud_a_clap_is_makes_no_other_sound_of_it(seed: int, level: float) -> None:
    assert claps_in(mixed(clap(seed, level))) <= 1


@given(st.integers(0, BLOCK_SAMPLES - 1))
def test_where_the_blocks_begin_does_not_matter(shift: int) -> None:
    assert claps_in(mixed(clap(3))[shift:]) == 1


@given(st.text(max_size=100))
def test_words_are_lower_case_and_come_once(text: str) -> None:
    words = split_words(text)
    assert len(set(words)) == len(words)
    assert all(word and word == word.strip() for word in words)


@given(st.floats(0, 1), st.floats(0, 1), st.lists(st.floats(0, 2)))
def test_a_low_value_changes_only_across_its_limits(limit: float, more: float, values: list[float]) -> None:
    below = Below(limit, limit + more)
    for value in values:
        before = below.low
        assert below.feed(value) == (below.low != before)
        assert below.low or value >= limit
        assert not below.low or value <= limit + more
