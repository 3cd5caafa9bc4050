"""Fixtures of the browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

# A busy machine is no failure.
expect.set_options(timeout=20_000)

FILMS = Path(__file__).parents[2] / "build" / "films"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver, one for all tests."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def films() -> Path:
    """Where rendered films are kept, by what is in them, so that a second run need not render again."""
    FILMS.mkdir(parents=True, exist_ok=True)
    return FILMS
