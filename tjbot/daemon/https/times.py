"""When certificates begin and end, and what a robot makes of its clock; pure.

A Raspberry Pi has no clock that runs while it is off. Without a network it begins where it was switched off; after
years, or with a new card, that is long ago.
"""

from datetime import UTC, datetime, timedelta

NO_EARLIER = datetime(2026, 11, 1, tzinfo=UTC)
"""When this was written: no clock that shows an earlier time is right."""

NO_LATER = NO_EARLIER + timedelta(days=20 * 365)

BEFORE = timedelta(days=35)
"""So much earlier a certificate begins, for who comes with a clock that is slow, and for a robot whose own was fast."""

AFTER = timedelta(days=765)
"""So much later it ends: 800 days in all. Apple refuses more than 825; the 398 days of public authorities hold
for no authority that somebody added. It is so long because a robot that never hears the time falls behind by all the
time that it is off. Nothing is lost by it: the key of the authority lies beside that of the certificate."""

RENEWED_AFTER = timedelta(days=180)
"""So old it is renewed, so that 585 days are left at the least. Each new one is asked about by who clicked through."""


def believable(clock: datetime) -> datetime:
    """What time it may be where the clock shows this."""
    return min(max(clock, NO_EARLIER), NO_LATER)


def is_due(begins: datetime, clock: datetime) -> bool:
    """Whether a certificate must be renewed: it is old, or it was made while the clock was wrong.

    Args:
        begins: from when on it counts.
        clock: what the robot's clock shows.
    """
    made = begins + BEFORE
    now = believable(clock)
    return now < made - BEFORE / 2 or now >= made + RENEWED_AFTER
