"""What systemd hears of the robot: that it is ready, that its event loop still turns, that it ends.

The protocol is a datagram to the socket named in NOTIFY_SOCKET (sd_notify(3), sd_watchdog_enabled(3)). Where systemd
has not started the robot, nothing is sent.
"""

import asyncio
import os
import socket
from collections.abc import MutableMapping
from contextlib import suppress

FEEDS_IN_TIME = 3
"""How often the watchdog is fed in the time after which systemd takes the robot for hung."""


class Supervisor:
    """Who started the robot and watches over it, if anybody.

    Args:
        environment: the variables of this process; those that are meant for it alone are taken out, so that no
            recipe can speak for the robot.
    """

    def __init__(self, environment: MutableMapping[str, str] = os.environ) -> None:
        address = environment.pop("NOTIFY_SOCKET", "")
        for_process = environment.pop("WATCHDOG_PID", "")
        microseconds = environment.pop("WATCHDOG_USEC", "")
        meant_for_us = for_process in ("", str(os.getpid()))
        # A leading @ stands for the zero byte of a socket without a file.
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK)
        self._feeding: asyncio.TimerHandle | None = None
        self._pause_seconds = int(microseconds) / 1e6 / FEEDS_IN_TIME if microseconds.isdigit() and meant_for_us else 0

    def ready(self) -> None:
        """The robot is ready. From now on the running event loop feeds the watchdog; if it hangs, nobody does."""
        self._tell("READY=1")
        if self._pause_seconds:
            self._feed(asyncio.get_running_loop())

    def stopping(self) -> None:
        """The robot has begun to stop."""
        self._tell("STOPPING=1")

    def close(self) -> None:
        """Says no more."""
        if self._feeding:
            self._feeding.cancel()
        self._socket.close()

    def _feed(self, loop: asyncio.AbstractEventLoop) -> None:
        self._tell("WATCHDOG=1")
        self._feeding = loop.call_later(self._pause_seconds, self._feed, loop)

    def _tell(self, what: str) -> None:
        if self._address:
            # systemd being restarted is no reason for the robot to end.
            with suppress(OSError):
                self._socket.sendto(what.encode(), self._address)
