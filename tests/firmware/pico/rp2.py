"""Stands in for the Pico's PIO: does not run its programs, but writes down the bytes that one gets."""

import binascii

import machine
import wires


class PIO:
    OUT_LOW = 2
    SHIFT_LEFT = 0
    JOIN_TX = 1


def asm_pio(**options):
    return lambda program: (program, options)


class StateMachine:
    def __init__(self, number, program, freq, sideset_base):
        self._pin = sideset_base.number

    def active(self, on):
        machine.level_of(self._pin).become("pixels" if on else "off")

    def put(self, data, shift=0):
        wires.note(self._pin, "pixels", binascii.hexlify(data).decode())
