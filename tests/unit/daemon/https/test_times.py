"""When a certificate is renewed, whatever the clock shows."""

from datetime import UTC, datetime, timedelta

import pytest

from tjbot.daemon.https.times import BEFORE, NO_EARLIER, NO_LATER, believable, is_due

NOW = datetime(2027, 3, 1, tzinfo=UTC)
BEGAN = NOW - BEFORE


@pytest.mark.parametrize(
    ("days", "due"), [(0, False), (1, False), (179, False), (180, True), (5000, True), (-17, False), (-18, True)]
)
def test_a_certificate_is_renewed_long_before_it_ends_and_when_the_clock_was_fast(days: int, due: bool) -> None:
    assert is_due(BEGAN, NOW + timedelta(days=days)) is due


def test_a_clock_that_cannot_be_right_is_not_believed() -> None:
    past, future = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    assert believable(past) == NO_EARLIER
    assert believable(NOW) == NOW
    assert believable(future) == NO_LATER


def test_a_certificate_made_in_1970_stays_until_the_clock_is_right() -> None:
    began = believable(datetime(1970, 1, 1, tzinfo=UTC)) - BEFORE
    assert not is_due(began, datetime(1971, 1, 1, tzinfo=UTC))
    assert is_due(began, NO_EARLIER + timedelta(days=400))
