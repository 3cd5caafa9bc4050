"""The benchmark's page: that it measures what it says, not how fast anything is."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.benchmarks.vision import found, weights
from tests.benchmarks.vision.bench_page import address, open_bench
from tests.benchmarks.vision.labels import read_labels
from tests.benchmarks.vision.rendered import draw_set
from tests.browser.hands import Hand, Scene


@pytest.fixture(scope="module")
def one_hand() -> Path:
    """A set of two pictures with a hand each."""
    poses = ("open hand", "fist")
    return draw_set("test", [Scene((Hand(pose),)) for pose in poses], [[pose] for pose in poses])


@pytest.mark.timeout(300)
def test_hands_of_a_folder_are_found_where_its_table_says(playwright: Playwright, one_hand: Path) -> None:
    figures = {figure.name: figure for figure in found.measure(playwright, {"set": one_hand})}
    assert figures["set: hands found (recall)"].value == 1
    assert figures["set: found that are hands (precision)"].value == 1
    assert figures["set: labels right, of all labelled hands"].value == 1


@pytest.mark.timeout(300)
def test_our_networks_are_those_that_they_are_raced_against(playwright: Playwright, one_hand: Path) -> None:
    (figure,) = weights.measure(playwright, one_hand)
    assert figure.ok, figure


@pytest.mark.timeout(300)
def test_all_take_as_many_threads_as_they_are_told(playwright: Playwright, one_hand: Path) -> None:
    pictures = [picture.path for picture in read_labels(one_hand)]
    with open_bench(playwright, pictures) as bench:
        assert bench.worker("openOnProcessor", 2) == 2
        bench.worker("openNetworks", 2)
        took = bench.worker("race", "landmarks", address(pictures[0]), 2)
        film = bench.worker("film", [address(picture) for picture in pictures], 1)
    assert {who: len(times) for who, times in took.items()} == {"ours": 2, "limit": 2}
    assert {who: len(film[who]) for who in ("follow", "rest", "search", "peer")} == dict.fromkeys(
        ("follow", "rest", "search", "peer"), 2
    )
    assert all(rest < whole for rest, whole in zip(film["rest"], film["follow"], strict=True))
