"""What is on the pins: outputs that know their rest, inputs that tell their edges.

`step` runs every 20 ms from a timer (board.py), between any two steps of the rest of the program, and allocates
nothing: integers of at most 30 bits, in arrays that are there already.
"""

import time
from array import array

import rp2
from constants import NO_ROOM, OUT_OF_BOUNDS, TICKS_PERIOD
from curve import SHARES, Curve
from machine import ADC, PWM, Pin, disable_irq, enable_irq
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _mpy_shed.time_mp import _TicksUs
    from rp2.asm_pio import jmp, label, nop, not_x, out, wrap, wrap_target, x

LONGEST_PERIOD_US = const(125_000)
"""The generators give no less than 8 pulses a second."""
FARTHEST_BEGIN_US = const(1_500_000)
PIXEL_ROWS = const(4)
LATCH_US = const(500)
"""So long after the last byte is given out pixels take the next one as their first: 300 µs, and what still waits."""
EDGES = const(64)
HOLD_STEPS = const(15)
"""So long a servo gets its pulse at rest, before the pulses end: it comes later than its pulse."""
LONGEST_MOVE_MS = const(500_000)
"""Clock readings can be compared over 536 s."""


class Refusal(Exception):  # noqa: N818  # it is no error of the board
    """A command that cannot be; its argument is the number of the reason."""


class Pulses:
    """A pin with pulses: `width_ns` is what it gives now, 0 for none.

    `over` counts the moves that came to their end, `replaced` those that did not.
    """

    def __init__(self, pin: int, period_us: int, rest_ns: int, rest_ms: int, cut: int, silence_ms: int) -> None:
        if not 1 <= period_us <= LONGEST_PERIOD_US or rest_ns > period_us * 1000:
            raise Refusal(OUT_OF_BOUNDS)
        self.pin = pin
        self.period_us = period_us
        self.silence_us = silence_ms * 1000
        self.width_ns = 0
        self.at_rest = cut or not rest_ns
        self.over = self.over_told = self.replaced = self.replaced_told = 0
        self._rest_ns = rest_ns
        self._rest_us = rest_ms * 1000
        self._cut = cut
        self._hold = 0
        self._moving = False
        self._following = False
        self._curve = Curve()
        self._next = Curve()
        self._pwm = PWM(Pin(pin), freq=(1_000_000 + period_us // 2) // period_us, duty_ns=0)

    def is_in_the_way_of(self, pin: int, period_us: int) -> bool:
        """Whether another pin's pulses cannot be made beside these: two neighbours share a generator and so a period,
        pins 16 apart the very pulse.
        """
        differing = self.pin ^ pin
        if differing >> 1 & 7:
            return False
        return differing & 1 == 0 or self.period_us != period_us

    def set(self, width_ns: int) -> None:
        """Gives pulses of this width, and ends a move."""
        if width_ns > self.period_us * 1000:
            raise Refusal(OUT_OF_BOUNDS)
        self._stop()
        self._give(width_ns)

    def move(self, target_ns: int, duration_ms: int, speed: int, rising: int, falling: int, begin: int) -> None:
        """Moves from where it will be at `begin`."""
        if target_ns > self.period_us * 1000 or duration_ms > LONGEST_MOVE_MS or rising + falling > SHARES:
            raise Refusal(OUT_OF_BOUNDS)
        if begin >= TICKS_PERIOD or abs(time.ticks_diff(begin, time.ticks_us())) > FARTHEST_BEGIN_US:
            raise Refusal(OUT_OF_BOUNDS)
        if not self.width_ns or not duration_ms:
            # There is no way to be eased; without pulses nobody knows where it stands.
            self.set(target_ns)
            self.over += 1
            return
        # The step may come between any two lines: it must not follow a way that is half planned.
        waiting = self._following
        self._following = False
        if waiting:
            self._moving = False
            self._curve, self._next = self._next, self._curve
            self._moving = True
        start_ns = self.width_ns
        if self._moving:
            start_ns = self._curve.at(time.ticks_diff(begin, self._curve.begin))
            if not self.at_rest:
                self.replaced += 1
        try:
            self._next.plan(start_ns, target_ns, duration_ms * 1000, speed, rising, falling)
        except ValueError:
            raise Refusal(OUT_OF_BOUNDS) from None
        self._next.begin = begin
        self.at_rest = False
        self._hold = 0
        self._following = True

    def _stop(self) -> None:
        if self._following or (self._moving and not self.at_rest):
            self.replaced += 1
        self._following = False
        self._moving = False
        self._hold = 0
        self.at_rest = False

    def step(self, now: "_TicksUs") -> None:
        """Follows its way; every 20 ms."""
        if self._following and time.ticks_diff(now, self._next.begin) >= 0:
            self._curve, self._next = self._next, self._curve
            self._moving = True
            self._following = False
        if self._moving:
            elapsed = time.ticks_diff(now, self._curve.begin)
            self._give(min(max(self._curve.at(elapsed), 0), self.period_us * 1000))
            if elapsed >= self._curve.duration_us:
                self._moving = False
                if not self.at_rest:
                    self.over += 1
        elif self._hold:
            self._hold -= 1
            if not self._hold:
                self._give(0)

    def rest(self, now: "_TicksUs") -> None:
        """Begins the way to rest. Allocates nothing."""
        if self.at_rest:
            return
        self._stop()
        self.at_rest = True
        if self._cut:
            if not self.width_ns:
                return
            self._hold = HOLD_STEPS
        if self._rest_us and self.width_ns:
            self._curve.plan_rest(self.width_ns, self._rest_ns, self._rest_us)
            self._curve.begin = now
            self._moving = True
        else:
            self._give(self._rest_ns)

    def is_busy(self) -> bool:
        """Whether it is on its way."""
        return self._moving or self._following or self._hold > 0

    def close(self) -> None:
        """At rest: no pulses, or a level where the rest is one."""
        self._stop()
        # The generator goes on: stopped within a pulse it would hold the pin high, and its other pin may need it.
        Pin(self.pin, Pin.OUT, value=int(not self._cut and 2 * self._rest_ns > 1000 * self.period_us))
        self._pwm.duty_ns(0)

    def _give(self, width_ns: int) -> None:
        self.width_ns = width_ns
        self._pwm.duty_ns(width_ns)


class Output:
    """A pin that is on or off."""

    def __init__(self, pin: int, value: int, rest: int, silence_ms: int) -> None:
        if value > 1 or rest > 1:
            raise Refusal(OUT_OF_BOUNDS)
        self.pin = pin
        self.silence_us = silence_ms * 1000
        self.at_rest = value == rest
        self._rest = rest
        self._pin = Pin(pin, Pin.OUT, value=value)

    def set(self, value: int) -> None:
        """Sets it to 0 or 1."""
        if value > 1:
            raise Refusal(OUT_OF_BOUNDS)
        self.at_rest = False
        self._pin.value(value)

    def value(self) -> int:
        """Its level."""
        return self._pin.value()

    def step(self, now: "_TicksUs") -> None:
        """It has no way to go."""

    def rest(self, now: "_TicksUs") -> None:
        """Sets it to its rest."""
        self.at_rest = True
        self._pin.value(self._rest)

    def is_busy(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """At rest."""
        self._pin.value(self._rest)


@rp2.asm_pio(
    sideset_init=rp2.PIO.OUT_LOW,
    out_shiftdir=rp2.PIO.SHIFT_LEFT,
    autopull=True,
    pull_thresh=8,
    fifo_join=rp2.PIO.JOIN_TX,
)
def _pixel_bits() -> None:
    # Ten cycles a bit: three high for a 0, eight for a 1, and low for the rest.
    wrap_target()
    label("bit")
    out(x, 1).side(0)[1]
    jmp(not_x, "zero").side(1)[2]
    jmp("bit").side(1)[4]
    label("zero")
    nop().side(0)[4]
    wrap()


class Pixels:
    """A row of NeoPixels."""

    machines = [False] * PIXEL_ROWS
    """Which of the state machines are taken."""

    def __init__(self, pin: int, count: int, bytes_each: int, silence_ms: int) -> None:
        if bytes_each not in (3, 4) or not count:
            raise Refusal(OUT_OF_BOUNDS)
        if all(self.machines):
            raise Refusal(NO_ROOM)
        self.pin = pin
        self.silence_us = silence_ms * 1000
        self.at_rest = True
        self.dark_is_due = True
        self._data = bytearray(count * bytes_each)
        self._sent = time.ticks_us()
        self._number = self.machines.index(False)
        self.machines[self._number] = True
        self._machine = rp2.StateMachine(self._number, _pixel_bits, freq=8_000_000, sideset_base=Pin(pin))
        self._machine.active(1)

    def set(self, offset: int, show: int, data: bytes) -> None:
        """Sets bytes from `offset` on; `show` sends all to the pixels."""
        if offset + len(data) > len(self._data):
            raise Refusal(OUT_OF_BOUNDS)
        self.at_rest = False
        self.dark_is_due = False
        self._data[offset : offset + len(data)] = data
        if show:
            self._show()

    def step(self, now: "_TicksUs") -> None:
        """It has no way to go."""

    def rest(self, now: "_TicksUs") -> None:
        """Dark, by the next `go_dark`: two rows of bytes must not get into each other."""
        self.at_rest = True
        self.dark_is_due = True

    def go_dark(self) -> None:
        """Sends what `rest` asked for."""
        self.dark_is_due = False
        for place in range(len(self._data)):
            self._data[place] = 0
        self._show()

    def is_busy(self) -> bool:
        """Whether it is yet to go dark."""
        return self.dark_is_due

    def close(self) -> None:
        """Dark, and the state machine is free."""
        self.go_dark()
        time.sleep_us(LATCH_US)
        self._machine.active(0)
        self.machines[self._number] = False

    def _show(self) -> None:
        # What comes sooner would be passed on to pixels behind the last one.
        while 0 <= time.ticks_diff(time.ticks_us(), self._sent) < LATCH_US:
            pass
        self._machine.put(self._data, 24)
        self._sent = time.ticks_us()


class Edges:
    """What inputs did, in a ring of bounded size; filled by interrupts, which may not allocate."""

    def __init__(self) -> None:
        self.lost = 0
        self._pins = bytearray(EDGES)
        self._values = bytearray(EDGES)
        self._ticks = array("i", [0] * EDGES)
        self._first = 0
        self._behind = 0

    def add(self, pin: int, value: int) -> bool:
        """Notes a level; whether there was room."""
        behind = (self._behind + 1) % EDGES
        if behind == self._first:
            self.lost += 1
            return False
        self._pins[self._behind] = pin
        self._values[self._behind] = value
        self._ticks[self._behind] = time.ticks_us()  # type: ignore[call-overload]  # it is an integer
        self._behind = behind
        return True

    def next(self) -> tuple[int, int, int] | None:
        """The oldest one and forgets it: pin, value, ticks; None where there is none."""
        if self._first == self._behind:
            return None
        at = self._first
        edge = self._pins[at], self._values[at], self._ticks[at]
        self._first = (at + 1) % EDGES
        return edge


class Input:
    """A pin that is read, and tells its edges."""

    def __init__(self, pin: int, pull: int, edges: Edges) -> None:
        if pull > 2:
            raise Refusal(OUT_OF_BOUNDS)
        self.pin = pin
        self._edges = edges
        self._told = -1
        pulls = None, Pin.PULL_UP, Pin.PULL_DOWN
        self._pin = Pin(pin, Pin.IN, pulls[pull])  # type: ignore[arg-type]  # None is for neither
        self.tell()
        self._pin.irq(self._changed, Pin.IRQ_RISING | Pin.IRQ_FALLING, hard=True)

    def value(self) -> int:
        """Its level."""
        return self._pin.value()

    def tell(self) -> None:
        """Notes its level if that was not told."""
        state = disable_irq()
        self._changed(self._pin)
        enable_irq(state)

    def _changed(self, pin: Pin) -> None:
        value = pin.value()
        # There and back again before the interrupt came: nobody could tell it.
        if value != self._told and self._edges.add(self.pin, value):
            self._told = value

    def close(self) -> None:
        """Tells nothing any more."""
        self._pin.irq(None)


class Analog:
    """A pin whose voltage is measured."""

    def __init__(self, pin: int, every_ms: int) -> None:
        self.pin = pin
        self._every_us = every_ms * 1000
        self._due = time.ticks_us()
        self._converter = ADC(Pin(pin))

    def value(self) -> int:
        """The voltage: 65,535 is 3.3 V."""
        return self._converter.read_u16()

    def is_due(self) -> bool:
        """Whether it is to be measured now."""
        if not self._every_us or time.ticks_diff(time.ticks_us(), self._due) < 0:
            return False
        self._due = time.ticks_add(time.ticks_us(), self._every_us)
        return True

    def close(self) -> None:
        """Nothing is to be done."""
