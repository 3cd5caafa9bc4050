"""A robot for a class."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.guests import Guest
from tests.integration.school.people import school, teacher_of
from tests.running import RunningDaemon


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    with school(tmp_path / "home") as daemon:
        yield daemon


@pytest.fixture
def teacher(robot: RunningDaemon) -> Guest:
    """A teacher who has opened a class."""
    return teacher_of(robot)
