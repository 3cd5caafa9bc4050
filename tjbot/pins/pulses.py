"""What a pin factory may offer for servos beyond gpiozero's pins: steadier pulses, eased moves, a rest."""

from typing import Literal, Protocol, runtime_checkable

import msgspec

PWMChoice = Literal["auto", "hardware", "software"]
"""Who shall make a pin's pulses; "auto" is the hardware where it can."""


class Easing(msgspec.Struct, frozen=True, kw_only=True):
    """The shape of a move: a constant acceleration, a constant speed, and slowing down to a standstill.

    `start_speed` is the speed at the beginning in µs per second (a move may take over from another one),
    `rising` and `falling` are the shares of the move's time, 0…1 and together at most 1, in which the speed changes.
    """

    start_speed: float = 0.0
    rising: float = 0.5
    falling: float = 0.5

    def pulse_us(self, start_us: float, target_us: float, seconds: float, elapsed: float) -> float:
        """The pulse in the middle of a move; a board must give the same.

        Args:
            start_us: the pulse where the move began.
            target_us: the pulse where it ends.
            seconds: how long it takes.
            elapsed: seconds since it began.
        """
        if elapsed >= seconds:
            return target_us
        rising, falling = self.rising * seconds, self.falling * seconds
        travel = target_us - start_us - self.start_speed * rising / 2
        cruise = travel / (seconds - (rising + falling) / 2)
        left = seconds - elapsed
        if elapsed < rising:
            gained = (cruise - self.start_speed) * elapsed / rising
            return start_us + (self.start_speed + gained / 2) * elapsed
        if left < falling:
            return target_us - cruise * left * left / falling / 2
        return target_us - cruise * (left - falling / 2)


@runtime_checkable
class MovingFactory(Protocol):
    """A pin factory whose board moves servos by itself, so that no late packet makes them stutter."""

    def move(self, pin: int, pulse_us: float, seconds: float, easing: Easing) -> None:
        """Begins to move a servo from where its pulse is now, in place of any move under way.

        The pin has been opened as a PWM output at 50 Hz and has a pulse. Setting the pin's state ends the move.

        Args:
            pin: the GPIO number.
            pulse_us: the pulse at the end.
            seconds: how long it takes; 0 sets the pulse at once.
            easing: how the speed changes on the way.

        Raises:
            OSError: the board is gone.
        """


@runtime_checkable
class RestingFactory(Protocol):
    """A pin factory whose board rests servos by itself when nobody is there any more."""

    def choose_rest(self, gpio: int, pulse_us: float, seconds: float) -> None:
        """Says where a servo goes when the computer falls silent, before its pin is opened; then its pulse ends.

        Args:
            gpio: the GPIO number.
            pulse_us: the pulse there.
            seconds: how long the way there takes, eased.
        """


@runtime_checkable
class ChoosesPWM(Protocol):
    """A pin factory that can make pulses in more than one way."""

    def choose_pwm(self, gpio: int, choice: PWMChoice) -> None:
        """Says who shall make the pulses of a pin, before it is opened.

        Raises:
            PartError: the choice is "hardware", and that cannot be.
        """
