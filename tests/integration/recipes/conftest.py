"""Plays the scenes side by side, each on a robot of its own: most of a play is waiting."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor

import pytest

from tests.integration.recipes.scene import read_scene
from tests.integration.recipes.stage import play
from tests.integration.recipes.test_gallery import SCENES

AT_ONCE = 4


@pytest.fixture(scope="module")
def plays(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[None]]]:
    """The scenes that this run asks for, all begun; a test waits for its own.

    Each daemon has a process of its own, because two event loops of uvloop in one process cannot both start programs.
    """
    wanted = {item.callspec.params["scene"] for item in request.session.items if "plays" in item.fixturenames}
    paths = [path for path in SCENES if path.stem in wanted]
    with ProcessPoolExecutor(min(AT_ONCE, len(paths)), multiprocessing.get_context("spawn")) as pool:
        yield {
            path.stem: pool.submit(
                play, tmp_path_factory.mktemp(path.stem) / "home", f"{path.stem}.py", read_scene(path)
            )
            for path in paths
        }
