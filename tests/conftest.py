"""Fixtures that all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import RunningDaemon, running


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    """A running daemon with a home of its own and no recipe."""
    with running(tmp_path / "home") as daemon:
        yield daemon
