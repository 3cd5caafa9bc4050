"""Milliseconds a frame: ours, handtrackjs's and the limit of the processor, by turns on the same frames, in the same
worker, on the same WebAssembly, with as many threads each."""

from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median
from typing import Any

from playwright.sync_api import Playwright

from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.vision.bench_page import address, open_bench
from tests.benchmarks.vision.noise import Noise, noise
from tests.browser.conftest import FILMS
from tests.browser.hands import Hand, Scene, render_pictures

FRAMES = 12
ROUNDS = 5
RACES = 40
DRAWINGS = 40
THREADS = (1, 2)

GOAL_TRACKING = 5
GOAL_SEARCHING = 2
GOAL_OF_THE_LIMIT = 1.25
GOAL_REST_MS = 3


def film() -> list[Path]:
    """A hand that crosses the picture while it opens."""
    steps = [k / (FRAMES - 1) for k in range(FRAMES)]
    moving = [Hand({"open hand": step, "fist": 1 - step}, x=0.3 + 0.4 * step, size=0.5) for step in steps]
    return render_pictures([Scene((hand,)) for hand in moving], FILMS)


def measure(playwright: Playwright) -> Iterator[Figure]:
    """All figures of speed that need no graphics card."""
    frames = film()
    for threads in THREADS:
        with noise() as heard, open_bench(playwright, frames, isolated=threads > 1) as bench:
            real = bench.worker("openOnProcessor", threads)
            if real != threads:
                raise RuntimeError(f"TensorFlow.js took {real} threads where {threads} were asked for")
            took = bench.worker("film", [address(frame) for frame in frames], ROUNDS)
            shown = bench.worker("look", address(frames[-1]))["sightings"]
            drawn = bench.window("overlay", shown, 640, 480, DRAWINGS) if threads == 1 else []
        yield from _against_handtrack(took, threads, heard)
        if drawn:
            yield from _the_rest(took["rest"], drawn, heard)
        with noise() as heard, open_bench(playwright, frames, isolated=threads > 1) as bench:
            bench.worker("openOnProcessor", threads)
            bench.worker("openNetworks", threads)
            races = {name: bench.worker("race", name, address(frames[-1]), RACES) for name in ("palm", "landmarks")}
        yield from _against_the_limit(races, threads, heard)


def named(threads: int) -> str:
    """How many threads, in words."""
    return f"{threads} thread{'s' if threads > 1 else ''}"


def _against_handtrack(took: dict[str, Any], threads: int, heard: Noise) -> Iterator[Figure]:
    follow, search, peer = (median(took[who]) for who in ("follow", "search", "peer"))
    looks = len(took["follow"])
    mean, p99 = fmean(took["follow"]), percentile(took["follow"], 99)
    lost = f", hand not seen in {took['lost']} of {2 * looks} looks" if took["lost"] else ""
    yield Figure(
        name=f"hand followed, {named(threads)}, p50",
        value=follow,
        unit="ms",
        against=f"{looks} frames, mean {mean:.1f}, p99 {p99:.1f}{lost}{heard}",
    )
    theirs = f"p50 {peer:.1f} ms, p99 {percentile(took['peer'], 99):.1f}; same frames, same wasm, {named(threads)}"
    yield Figure(
        name=f"hand followed, {named(threads)}: handtrackjs takes",
        value=peer / follow,
        unit="times",
        goal=GOAL_TRACKING,
        at_least=True,
        against=f"handtrackjs 0.1.5 detect() {theirs}{heard}",
    )
    yield Figure(
        name=f"hand searched, {named(threads)}: handtrackjs takes",
        value=peer / search,
        unit="times",
        goal=GOAL_SEARCHING,
        at_least=True,
        against=f"ours with landmarks p50 {search:.1f} ms, p99 {percentile(took['search'], 99):.1f}{heard}",
    )


def _the_rest(rest: list[float], drawn: list[float], heard: Noise) -> Iterator[Figure]:
    yield Figure(
        name="all but the networks: crop, turn, decode, smooth, draw",
        value=median(rest) + median(drawn),
        unit="ms",
        goal=GOAL_REST_MS,
        against=f"p50 of look() without its networks {median(rest):.2f}, drawing over the picture {median(drawn):.2f}"
        f"; p99 {percentile(rest, 99):.1f} and {percentile(drawn, 99):.1f}{heard}",
    )


def _against_the_limit(races: dict[str, dict[str, list[float]]], threads: int, heard: Noise) -> Iterator[Figure]:
    for name, took in races.items():
        ours, limit = median(took["ours"]), median(took["limit"])
        yield Figure(
            name=f"{name} network, {named(threads)}: ours takes",
            value=ours / limit,
            unit="times",
            goal=GOAL_OF_THE_LIMIT,
            against=f"ours {ours:.1f} ms, LiteRT.js (XNNPACK: the processor's limit) {limit:.1f} ms{heard}",
        )
