"""Makes the interpreter a Pico: its clock, its USB line and its pins, in place of those that the interpreter has."""

import binascii
import sys
import time as own_time

import micropython as own_micropython
import wires


class Micropython:
    """The interpreter's own, but Ctrl-C is the line's, and who stands in for hardware may allocate."""

    depth = 0
    ctrl_c = 3

    def const(self, value):
        return value

    def heap_lock(self):
        self.depth += 1
        own_micropython.heap_lock()

    def heap_unlock(self):
        self.depth -= 1
        own_micropython.heap_unlock()

    def let_allocate(self):
        depth = self.depth
        while self.depth:
            self.heap_unlock()
        return depth

    def lock_again(self, depth):
        while self.depth < depth:
            self.heap_lock()

    def kbd_intr(self, byte):
        self.ctrl_c = byte

    def alloc_emergency_exception_buf(self, size):
        pass


class Time:
    """The board's clock in microseconds; that of the interpreter knows only milliseconds."""

    ticks_add = own_time.ticks_add
    ticks_diff = own_time.ticks_diff

    def ticks_us(self):
        depth = micropython.let_allocate()
        now = wires.ticks_us()
        micropython.lock_again(depth)
        return now

    def ticks_ms(self):
        return wires.ticks_ms()

    def sleep_us(self, microseconds):
        end = self.ticks_add(self.ticks_us(), microseconds)
        while self.ticks_diff(self.ticks_us(), end) < 0:
            pass

    def sleep_ms(self, milliseconds):
        end = self.ticks_add(self.ticks_us(), milliseconds * 1000)
        while self.ticks_diff(self.ticks_us(), end) < 0:
            machine.run_what_is_due()
            wires.wait(1)


class Incoming:
    def readinto(self, buffer):
        for place in range(len(buffer)):
            buffer[place] = wires.read()
        return len(buffer)


class Outgoing:
    def write(self, data):
        wires.write(binascii.hexlify(data).decode())
        return len(data)


class Stream:
    def __init__(self, buffer):
        self.buffer = buffer


class Implementation:
    _machine = "Raspberry Pi Pico with RP2040"


class System:
    stdin = Stream(Incoming())
    stdout = Stream(Outgoing())
    implementation = Implementation()


class Poll:
    def register(self, stream, mask):
        self._event = (stream, mask)
        self._reads = mask == Select.POLLIN

    def ipoll(self, milliseconds):
        machine.run_what_is_due()
        if not self._reads:
            return (self._event,) if wires.can_write() else ()
        if not wires.available() and milliseconds:
            wires.wait(milliseconds)
            machine.run_what_is_due()
        if not wires.available():
            return ()
        if wires.peek() == micropython.ctrl_c:
            wires.read()
            raise KeyboardInterrupt
        return (self._event,)


class Select:
    POLLIN = 1
    POLLOUT = 4

    def poll(self):
        return Poll()


micropython = Micropython()
time = Time()
ours = {"micropython": micropython, "time": time, "sys": System(), "select": Select()}
sys.modules.update(ours)

import machine  # noqa: E402  # it takes the clock that was just put in place


def give_back():
    """The program is over: now the interpreter's prompt has the line."""
    machine.timers.clear()
    for name in ours:
        sys.modules.pop(name)
