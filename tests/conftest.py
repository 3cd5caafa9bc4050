"""Fixtures that all tests share, and how many examples Hypothesis tries."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.running import RunningDaemon, running

# What people are told is compared in English, whatever the computer speaks.
os.environ["TJBOT_LANGUAGE"] = "en"

# No timing: a busy machine is no failure. Few enough examples for every run.
settings.register_profile("every run", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("every run")


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[RunningDaemon]:
    """A running daemon with a home of its own and no recipe."""
    with running(tmp_path / "home") as daemon:
        yield daemon
