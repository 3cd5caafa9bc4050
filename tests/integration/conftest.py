"""A daemon that the tests of one file share, where none of them leaves anything behind."""

from collections.abc import Iterator

import pytest

from tests.running import RunningDaemon, running


@pytest.fixture(scope="module")
def shared_robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDaemon]:
    """A running daemon with a home of its own and no recipe; a test must leave it as it was."""
    with running(tmp_path_factory.mktemp("robot") / "home") as daemon:
        yield daemon
