"""One hobby servo that moves gently: eased, within limits, without a jump, and without power when it rests."""

import asyncio
from collections.abc import Callable
from itertools import groupby
from typing import Any

from tjbot.pins.pulses import Easing, MovingFactory
from tjbot.robot.motion import Limits, Move, Position, plan, plan_in

PERIOD_SECONDS = 0.02
"""A servo looks at its pulse 50 times a second."""

PULSE_US_PER_DEGREE = 2000 / 180
MIDDLE_PULSE_US = 1500

POWER_CUT_SECONDS = 2.0
"""A resting servo that still gets pulses hums; so the pulse is cut this long after the last move."""


class EasedServo:
    """A servo that is told angles. It hangs at angle 0 from the start. All methods are called on the event loop.

    Args:
        pin: its GPIO number.
        pins: the gpiozero pin factory.
        pulse_us: the pulse in µs, 500…2500, for an angle in degrees.
        clock: the time in seconds.
        changed: called whenever `position` or `moving` has changed.

    Raises:
        gpiozero.GPIOZeroError, OSError: the pin cannot be opened.
    """

    def __init__(
        self,
        pin: int,
        pins: Any,
        pulse_us: Callable[[float], float],
        clock: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        from gpiozero import Servo

        self.position = Position(0.0)
        self.moving = False
        self._pin = pin
        self._pulse_us = pulse_us
        self._clock = clock
        self._changed = changed
        self._board = pins if isinstance(pins, MovingFactory) else None
        self._due = clock()
        self._course: tuple[Move, float] | None = None
        self._cut: asyncio.TimerHandle | None = None
        # Without a value of its own gpiozero would begin by moving to the middle.
        self._servo = Servo(
            pin, initial_value=self._value(0.0), min_pulse_width=0.0005, max_pulse_width=0.0025, pin_factory=pins
        )
        self._cut_later()

    async def move(self, target: float, limits: Limits, *, seconds: float = 0.0, at_least_seconds: float = 0.0) -> None:
        """Moves to an angle in place of any move under way; the first pulse goes out before this waits for anything.

        Args:
            target: the angle in degrees.
            limits: the greatest speed and acceleration.
            seconds: how long the move shall take; 0 is as quick as the limits allow.
            at_least_seconds: wait there until so much time has gone by.

        Raises:
            OSError, gpiozero.GPIOZeroError: the pin does not work any more.
        """
        self._keep_power()
        self.moving = True
        # A pulse tells where the servo is when its period is over; a move that takes over goes on from then,
        # or else many commands in one period would each move it a period further.
        begun = self._clock() if self._board else max(self._clock(), self._due)
        move = plan_in(self.position, target, limits, seconds) if seconds else plan(self.position, target, limits)
        try:
            await (self._let_board_move(move, begun) if self._board else self._follow(move, begun))
            left = begun + at_least_seconds - self._clock()
            if left > 0:
                await asyncio.sleep(left)
        finally:
            self._finish()

    def halt(self) -> None:
        """Holds the servo where it is; the pulse is cut later."""
        self._track()
        self.position = Position(self.position.angle)
        if self._course:
            self._course = None
            self._servo.value = self._value(self.position.angle)
        self._finish()

    def cut(self) -> None:
        """Ends the pulse now: the servo is without power."""
        self._keep_power()
        self._servo.value = None

    def close(self) -> None:
        """Ends the pulse and frees the pin."""
        self.cut()
        self._servo.close()

    async def _follow(self, move: Move, begun: float) -> None:
        """Sets a pulse every period: where the servo shall be when the pulse has done its work."""
        tick = self._clock()
        while True:
            due = max(self._clock(), tick) + PERIOD_SECONDS
            self.position = move.at(due - begun)
            self._due = due
            self._servo.value = self._value(self.position.angle)
            self._changed()
            if due - begun >= move.seconds:
                return
            # A pulse that comes late keeps the next ones at their times, but not two at nearly the same time.
            tick = max(tick + PERIOD_SECONDS, self._clock() + PERIOD_SECONDS / 2)
            await asyncio.sleep(tick - self._clock())

    async def _let_board_move(self, move: Move, begun: float) -> None:
        """Leaves the pulses to the board, and only tells where the servo must be."""
        assert self._board
        if self._servo.value is None:
            self._servo.value = self._value(self.position.angle)
        self._board.move(self._pin, self._pulse_us(move.target), move.seconds, self._easing(move))
        course = self._course = (move, begun)
        try:
            while (left := begun + move.seconds - self._clock()) > 0:
                self._track()
                self._changed()
                await asyncio.sleep(min(left, PERIOD_SECONDS))
        finally:
            self._track()
            if self._course is course:
                self._course = None

    def _track(self) -> None:
        """Notes where a board that moves by itself has come to."""
        if self._course:
            move, begun = self._course
            self.position = move.at(self._clock() - begun)

    def _easing(self, move: Move) -> Easing:
        """A plan in the words of a board: at most one change of speed, a cruise, and slowing down."""
        if not move.phases or move.seconds == 0:
            return Easing()
        groups = [
            (acceleration, sum(phase.seconds for phase in phases))
            for acceleration, phases in groupby(move.phases, lambda phase: phase.acceleration)
        ]
        rising = groups[0][1] if groups[0][0] else 0.0
        falling = groups[-1][1] if len(groups) > 1 else 0.0
        us_per_degree = self._pulse_us(1.0) - self._pulse_us(0.0)
        return Easing(
            start_speed=move.phases[0].start.speed * us_per_degree,
            rising=rising / move.seconds,
            falling=falling / move.seconds,
        )

    def _finish(self) -> None:
        self.moving = False
        self._cut_later()
        self._changed()

    def _value(self, angle: float) -> float:
        """The value from -1 to 1 by which gpiozero means 500…2500 µs."""
        return (self._pulse_us(angle) - MIDDLE_PULSE_US) / 1000

    def _keep_power(self) -> None:
        if self._cut:
            self._cut.cancel()
            self._cut = None

    def _cut_later(self) -> None:
        self._keep_power()
        self._cut = asyncio.get_running_loop().call_later(POWER_CUT_SECONDS, self.cut)
