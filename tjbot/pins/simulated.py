"""A board made of nothing: gpiozero's own mock pins with PWM, which remember what they did."""

from collections import deque
from itertools import pairwise
from typing import Any, NamedTuple

from gpiozero import SPI
from gpiozero.pins.mock import MockFactory, MockPWMPin, PinState

HISTORY_LENGTH = 20_000
"""How many changes a pin remembers: several minutes of a moving servo, in about 2 MB."""


class Change(NamedTuple):
    """One change of a pin: seconds since the pin was made (or cleared), and its duty cycle 0…1."""

    seconds: float
    duty: float

    @property
    def pulse_us(self) -> float:
        """The pulse width at a servo's 50 Hz, in microseconds; 0 means no pulse."""
        return self.duty * 20_000


class RecordingPin(MockPWMPin):  # type: ignore[misc]
    """gpiozero's mock PWM pin with a history that does not grow for ever."""

    history_length = HISTORY_LENGTH

    def clear_states(self) -> None:
        """Forgets the history; the present state becomes its first entry."""
        super().clear_states()
        self.states: deque[PinState] = deque(self.states, maxlen=self.history_length)


SHORT_HISTORY_LENGTH = 200
"""The same where nobody asks for it, but thirty robots are there."""


class ForgetfulPin(RecordingPin):
    """The same with a short history."""

    history_length = SHORT_HISTORY_LENGTH


class RecordingSPI(SPI):  # type: ignore[misc]
    """An SPI with nothing connected that remembers what was sent. gpiozero's own mock sends bit by bit: too slow."""

    def __init__(self, clock_pin: int, mosi_pin: int, miso_pin: int, select_pin: int, pin_factory: Any) -> None:
        super().__init__(pin_factory=pin_factory)
        self._rate = 500_000
        self._open = True
        self.sent: deque[bytes] = deque(maxlen=HISTORY_LENGTH // 10)
        pin_factory.reserve_pins(self, clock_pin, mosi_pin, miso_pin, select_pin)
        pin_factory.spi_ports.append(self)

    def close(self) -> None:
        """Frees the pins; what was sent stays readable."""
        self._open = False
        self.pin_factory.release_all(self)
        super().close()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return not self._open

    def _get_rate(self) -> int:
        return self._rate

    def _set_rate(self, value: int) -> None:
        self._rate = value

    def transfer(self, data: Any) -> list[int]:
        """Remembers the data; nobody answers."""
        self.sent.append(bytes(data))
        return [0] * len(data)


class SimulatedFactory(MockFactory):  # type: ignore[misc]
    """gpiozero's mock pins with a history, and an SPI that remembers; `spi_ports` are those that were opened."""

    def __init__(self, pin_class: type[RecordingPin] = RecordingPin) -> None:
        super().__init__(pin_class=pin_class)
        self.spi_ports: list[RecordingSPI] = []

    def _get_spi_class(self, shared: bool, hardware: bool) -> Any:
        return RecordingSPI if hardware and not shared else super()._get_spi_class(shared, hardware)


def simulated_factory(*, forgetful: bool = False) -> SimulatedFactory:
    """A gpiozero pin factory for one simulated body; every body has one of its own.

    Args:
        forgetful: whether its pins remember little: one of many robots, whose history nobody reads.
    """
    return SimulatedFactory(ForgetfulPin if forgetful else RecordingPin)


def history(factory: Any, pin: int) -> list[Change]:
    """Everything that a pin of a simulated factory did, oldest first.

    Args:
        factory: a factory made by `simulated_factory`.
        pin: the GPIO number.

    Returns:
        The changes; times are added up, because gpiozero's mock pins keep differences.
    """
    seconds = 0.0
    changes = []
    for state in list(factory.pin(pin).states):
        seconds += state.timestamp
        changes.append(Change(seconds, float(state.state)))
    return changes


def largest_step(changes: list[Change]) -> float:
    """The largest jump of the pulse width between two neighbouring pulses, in microseconds.

    Starting and cutting the pulse (from and to 0) do not count: the servo does not move then.
    """
    steps = [abs(after.pulse_us - before.pulse_us) for before, after in pairwise(changes) if before.duty and after.duty]
    return max(steps, default=0.0)
