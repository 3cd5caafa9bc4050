"""Robots in a world that behaves strangely: `python -m … WORLD HOME PORT BODIES`, else as `robots`.

`jumping_clock`: ten times a second the time of day jumps by up to an hour, there or back. The clock that only goes on
is as ever, as on a Pi without a battery that hears the time from the network.
`no_randomness`: the kernel gives no random numbers to those who ask it (`getrandom` fails).
"""

import ctypes
import platform
import random
import struct
import sys
import time

from tests.soaking import robots

JUMPS_A_SECOND = 10
LONGEST_JUMP_SECONDS = 3600

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
GETRANDOM = {"x86_64": 318, "aarch64": 278}
ENOSYS = 38


def jumping_clock() -> None:
    """Has Python's time of day jump."""
    really, really_ns = time.time, time.time_ns

    def offset() -> int:
        return random.Random(int(really() * JUMPS_A_SECOND)).randint(-LONGEST_JUMP_SECONDS, LONGEST_JUMP_SECONDS)

    time.time = lambda: really() + offset()
    time.time_ns = lambda: really_ns() + offset() * 10**9


def no_randomness() -> None:
    """Has the kernel refuse `getrandom` to this process and all that it begins."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))

    def instruction(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    # Load the number of the system call; where it is this one, answer with an error, else allow it.
    code = b"".join(
        [
            instruction(0x20, 0, 0, 0),
            instruction(0x15, 0, 1, GETRANDOM[platform.machine()]),
            instruction(0x06, 0, 0, 0x00050000 | ENOSYS),
            instruction(0x06, 0, 0, 0x7FFF0000),
        ]
    )
    instructions = ctypes.create_string_buffer(code, len(code))
    program = Program(len(code) // 8, ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program)
    ):
        raise OSError(ctypes.get_errno(), "seccomp")


WORLDS = {"jumping_clock": jumping_clock, "no_randomness": no_randomness}


def main() -> None:
    """Makes the world strange, and serves in it."""
    WORLDS[sys.argv.pop(1)]()
    robots.main()


if __name__ == "__main__":
    main()
