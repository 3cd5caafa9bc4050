"""The way of a pulse from one width to another, in integers of at most 30 bits, so that no step of it allocates."""

from array import array

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _mpy_shed.time_mp import _TicksUs

SHARES = const(65_535)
"""Shares of a move's time come as 65,535ths."""
FRACTION_BITS = const(15)
ONE = const(1 << 15)
SEGMENTS = const(3)
# A segment's fields.
END_US = const(0)
BEGIN_US = const(1)
LENGTH = const(2)
LENGTH_SHIFT = const(3)
FIRST = const(4)
SECOND = const(5)
SHIFT = const(6)
FIELDS = const(7)


class Curve:
    """How a pulse gets from one width to another: at most three stretches, each a parabola.

    In each the width is `base + first * x + second * x²`, where x goes from 0 to 1; it is the same curve as that of
    `tjbot.pins.pulses.Easing`, within a microsecond.
    """

    def __init__(self) -> None:
        self.begin: _TicksUs | int = 0
        self.start_ns = 0
        self.target_ns = 0
        self.duration_us = 0
        self._base = array("i", [0] * SEGMENTS)
        self._segments = array("i", [0] * (SEGMENTS * FIELDS))

    def plan(self, start_ns: int, target_ns: int, duration_us: int, speed: int, rising: int, falling: int) -> None:
        """The way of a move; `speed` is ns per second, `rising` and `falling` are shares in 65,535ths.

        Raises:
            ValueError: no such way can be gone.
        """
        rising_us = duration_us * rising // SHARES
        falling_us = duration_us * falling // SHARES
        # Whole products first, and twice the times: nothing is lost.
        travel = target_ns - start_ns - speed * rising_us // 2_000_000
        cruise_us = 2 * duration_us - rising_us - falling_us
        slowing = travel * falling_us // cruise_us
        gained = speed * rising_us // 1_000_000
        quickening = (2 * travel * rising_us // cruise_us - gained) // 2
        if max(abs(travel), abs(slowing), abs(gained), abs(quickening)) >= 1 << 27:
            raise ValueError
        self.start_ns, self.target_ns, self.duration_us = start_ns, target_ns, duration_us
        cruise_from = start_ns + gained + quickening
        cruise_to = target_ns - slowing
        self._set(0, 0, rising_us, start_ns, gained, quickening)
        self._set(1, rising_us, duration_us - falling_us, cruise_from, cruise_to - cruise_from, 0)
        self._set(2, duration_us - falling_us, duration_us, cruise_to, 2 * slowing, -slowing)

    def plan_rest(self, start_ns: int, target_ns: int, duration_us: int) -> None:
        """The way to rest: quicker up to the middle, slower behind it. Allocates nothing."""
        self.start_ns = start_ns
        self.target_ns = target_ns
        self.duration_us = duration_us
        half = (target_ns - start_ns) // 2
        self._set(0, 0, duration_us // 2, start_ns, 0, half)
        self._set(1, duration_us // 2, duration_us // 2, start_ns + half, 0, 0)
        self._set(2, duration_us // 2, duration_us, start_ns + half, 2 * half, -half)

    def _set(self, segment: int, begin_us: int, end_us: int, base: int, first: int, second: int) -> None:
        shift = 0
        while (abs(first) + abs(second)) >> shift >= ONE:
            shift += 1
        length = end_us - begin_us
        length_shift = 0
        while length >> length_shift >= ONE:
            length_shift += 1
        at = segment * FIELDS
        self._base[segment] = base
        self._segments[at + BEGIN_US] = begin_us
        self._segments[at + END_US] = end_us
        self._segments[at + LENGTH] = length >> length_shift
        self._segments[at + LENGTH_SHIFT] = length_shift
        self._segments[at + FIRST] = first >> shift
        self._segments[at + SECOND] = second >> shift
        self._segments[at + SHIFT] = shift

    def at(self, elapsed_us: int) -> int:
        """The width so long after the beginning, in ns. Allocates nothing."""
        if elapsed_us >= self.duration_us:
            return self.target_ns
        if elapsed_us <= 0:
            return self.start_ns
        values = self._segments
        at = 0
        segment = 0
        while elapsed_us >= values[at + END_US]:
            at += FIELDS
            segment += 1
        x = ((elapsed_us - values[at + BEGIN_US] >> values[at + LENGTH_SHIFT]) << FRACTION_BITS) // values[at + LENGTH]
        rise = (values[at + SECOND] * x >> FRACTION_BITS) + values[at + FIRST]
        return self._base[segment] + ((rise * x >> FRACTION_BITS) << values[at + SHIFT])
