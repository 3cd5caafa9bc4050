"""Eased motion within limits of speed and acceleration; pure mathematics, no clock of its own.

A move is a trapezoid of speed: it gathers speed at the greatest acceleration, cruises at the greatest
speed, and slows down so that it stands still at the target. It may begin while the arm is moving, so a
new command takes over without a jump of position or of speed.
"""

from dataclasses import dataclass
from math import sqrt

LEAST_DEGREES = 1e-6
"""A way that is shorter is none that could be gone slowly."""

SPEED_STEPS = 24
"""How often the speed of a slow move is halved in on: far below a thousandth of a degree per second."""


@dataclass(frozen=True)
class Limits:
    """How fast a joint may move, in degrees per second and degrees per second squared."""

    speed: float
    acceleration: float


@dataclass(frozen=True)
class Position:
    """Where a joint is (degrees) and how fast it moves (degrees per second)."""

    angle: float
    speed: float = 0.0


@dataclass(frozen=True)
class Phase:
    """A stretch of constant acceleration."""

    start: Position
    acceleration: float
    seconds: float

    def at(self, seconds: float) -> Position:
        """The position a time after the stretch began."""
        return Position(
            self.start.angle + self.start.speed * seconds + self.acceleration * seconds * seconds / 2,
            self.start.speed + self.acceleration * seconds,
        )


@dataclass(frozen=True)
class Move:
    """A planned motion: its stretches, its target in degrees and how long it takes in seconds."""

    phases: tuple[Phase, ...]
    target: float
    seconds: float

    def at(self, seconds: float) -> Position:
        """Where the joint is a time after the move began; at the target when the move is over."""
        left = max(0.0, seconds)
        for phase in self.phases:
            if left < phase.seconds:
                return phase.at(left)
            left -= phase.seconds
        return Position(self.target)


def plan(start: Position, target: float, limits: Limits) -> Move:
    """Plans the quickest move that keeps the limits.

    Args:
        start: where the joint is and how fast it moves now.
        target: the angle in degrees at which it shall stand still.
        limits: the greatest speed and acceleration.

    Returns:
        The move. A joint that is too fast to stop in time slows down first and then comes back.
    """
    phases: list[Phase] = []
    here = start
    stopping = here.speed * abs(here.speed) / (2 * limits.acceleration)
    distance = target - here.angle - stopping
    direction = 1.0 if distance >= 0 else -1.0
    if here.speed * direction < 0 or abs(here.speed) > limits.speed:
        here = _append(phases, here, 0.0 if here.speed * direction < 0 else direction * limits.speed, limits)
    peak = _peak_speed(here, target, direction, limits)
    here = _append(phases, here, direction * peak, limits)
    cruise = (target - here.angle) * direction - peak * peak / (2 * limits.acceleration)
    if peak > 0 and cruise > 0:
        phases.append(Phase(here, 0.0, cruise / peak))
        here = phases[-1].at(phases[-1].seconds)
    _append(phases, here, 0.0, limits)
    return Move(tuple(phases), target, sum(phase.seconds for phase in phases))


def plan_in(start: Position, target: float, limits: Limits, seconds: float) -> Move:
    """Plans a move that takes its time.

    Args:
        start: where the joint is and how fast it moves now.
        target: the angle in degrees at which it shall stand still.
        limits: the greatest speed and acceleration.
        seconds: how long the move shall take; where the limits need longer, it takes longer.
    """
    quickest = plan(start, target, limits)
    if quickest.seconds >= seconds or abs(target - start.angle) < LEAST_DEGREES:
        return quickest
    if start.speed == 0:
        # From rest a slower move is the quickest one with its time stretched.
        pace = quickest.seconds / seconds
        return plan(start, target, Limits(limits.speed * pace, limits.acceleration * pace * pace))
    # A joint that moves must be able to brake as hard as ever, so only its speed is held back.
    slow, fast = 0.0, limits.speed
    for _ in range(SPEED_STEPS):
        middle = (slow + fast) / 2
        if plan(start, target, Limits(middle, limits.acceleration)).seconds > seconds:
            slow = middle
        else:
            fast = middle
    return plan(start, target, Limits(fast, limits.acceleration))


def _peak_speed(here: Position, target: float, direction: float, limits: Limits) -> float:
    """The greatest speed from which the joint can still stop at the target."""
    distance = max(0.0, (target - here.angle) * direction)
    reachable = sqrt(limits.acceleration * distance + here.speed * here.speed / 2)
    return min(limits.speed, reachable)


def _append(phases: list[Phase], here: Position, speed: float, limits: Limits) -> Position:
    """Adds the stretch that changes the speed, and returns where it ends."""
    change = speed - here.speed
    if change == 0:
        return here
    acceleration = limits.acceleration if change > 0 else -limits.acceleration
    phase = Phase(here, acceleration, change / acceleration)
    phases.append(phase)
    return phase.at(phase.seconds)
