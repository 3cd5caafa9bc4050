"""Plays the scenes side by side, each on a robot of its own: most of a play is waiting."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.integration.recipes.scene import read_scene
from tests.integration.recipes.stage import play
from tests.integration.recipes.test_gallery import SCENES

AT_ONCE = 3


@pytest.fixture(scope="module")
def plays(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[None]]]:
    """The scenes that this run asks for, all begun; a test waits for its own."""
    wanted = {item.callspec.params["scene"] for item in request.session.items if "plays" in item.fixturenames}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            path.stem: pool.submit(
                play, tmp_path_factory.mktemp(path.stem) / "home", f"{path.stem}.py", read_scene(path)
            )
            for path in SCENES
            if path.stem in wanted
        }
