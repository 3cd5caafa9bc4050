"""Stands in for the Pico's pins: does nothing but write down what is done with them, and when (`wires.note`)."""

import json
import time

import micropython
import wires

pins = {}
timers = []
broken = set()
"""What shall fail: "pulses" lets the next pulse raise an error."""


class Level:
    """What a pin is now."""

    def __init__(self, number):
        self.number = number
        self.value = 0
        self.analog = 0
        self.mode = None
        self.handler = None

    def become(self, mode):
        if mode != self.mode:
            self.mode = mode
            wires.note(self.number, "mode", mode)


def level_of(number):
    if number not in pins:
        pins[number] = Level(number)
    return pins[number]


class Pin:
    IN = 0
    OUT = 1
    PULL_UP = 1
    PULL_DOWN = 2
    IRQ_RISING = 8
    IRQ_FALLING = 4

    def __init__(self, number, mode=None, pull=None, value=None):
        if not 0 <= number <= 29:
            raise ValueError("invalid pin")
        self.number = number
        self._level = level_of(number)
        if mode == Pin.OUT:
            self._level.become("out")
            if value is not None:
                self.value(value)
        elif mode == Pin.IN:
            self._level.handler = None
            self._level.become("in")
            if pull in (Pin.PULL_UP, Pin.PULL_DOWN):
                self._level.value = 1 if pull == Pin.PULL_UP else 0

    def value(self, value=None):
        depth = micropython.let_allocate()
        if value is not None:
            self._level.value = value
            wires.note(self.number, "level", value)
        now = self._level.value
        micropython.lock_again(depth)
        return None if value is not None else now

    def irq(self, handler=None, trigger=0, hard=False):
        self._level.handler = handler and (handler, self)


def disable_irq():
    return 0


def enable_irq(state):
    pass


class PWM:
    def __init__(self, pin, freq=None, duty_ns=None):
        self._number = pin.number
        self._frequency = freq
        level_of(self._number).become("pulses")
        wires.note(self._number, "frequency", freq)
        self.duty_ns(duty_ns)

    def duty_ns(self, width):
        depth = micropython.let_allocate()
        if "pulses" in broken:
            broken.discard("pulses")
            micropython.lock_again(depth)
            raise OSError(5)
        if not 0 <= width * self._frequency <= 1_000_000_000:
            raise ValueError("a pulse longer than its period")
        wires.note(self._number, "pulse_ns", width)
        micropython.lock_again(depth)


class ADC:
    def __init__(self, pin):
        self._level = level_of(pin.number)
        self._level.become("analog")

    def read_u16(self):
        return self._level.analog


class Timer:
    PERIODIC = 1

    def __init__(self, number, period, mode, callback):
        self.period_us = period * 1000
        self.callback = callback
        self.due = time.ticks_add(time.ticks_us(), self.period_us)
        timers.append(self)

    def deinit(self):
        timers.remove(self)


class WDT:
    timeout_ms = 0
    fed = 0

    def __init__(self, timeout):
        WDT.timeout_ms = timeout
        self.feed()

    def feed(self):
        WDT.fed = time.ticks_ms()


class Registers:
    def __setitem__(self, address, value):
        # "Clear bits" of the watchdog's control register.
        if address == 0x4005B000 and value == 1 << 30:
            WDT.timeout_ms = 0
        wires.note(-1, "register", hex(address))


mem32 = Registers()


def reset():
    wires.note(-1, "reset", 0)
    raise SystemExit


def run_what_is_due():
    """What on the chip comes from outside of the program: timers, interrupts, its watchdog."""
    while True:
        line = wires.order()
        if not line:
            break
        obey(json.loads(line))
    for timer in timers:
        while timer in timers and time.ticks_diff(time.ticks_us(), timer.due) >= 0:
            timer.due = time.ticks_add(timer.due, timer.period_us)
            timer.callback(timer)
    if WDT.timeout_ms and time.ticks_diff(time.ticks_ms(), WDT.fed) > WDT.timeout_ms:
        wires.note(-1, "watchdog", 0)
        wires.stop()


def obey(order):
    """What a test does to the board."""
    kind, number, value = order
    if kind == "press":
        level = level_of(number)
        changed, level.value = level.value != value, value
        if changed and level.handler:
            handler, pin = level.handler
            micropython.heap_lock()
            try:
                handler(pin)
            finally:
                micropython.heap_unlock()
    elif kind == "analog":
        level_of(number).analog = value
    elif kind == "break":
        broken.add(value)
    elif kind == "hang":
        while True:
            run_watchdog_only()
    wires.note(-1, "obeyed", number)


def run_watchdog_only():
    wires.wait(10)
    if WDT.timeout_ms and time.ticks_diff(time.ticks_ms(), WDT.fed) > WDT.timeout_ms:
        wires.note(-1, "watchdog", 0)
        wires.stop()
