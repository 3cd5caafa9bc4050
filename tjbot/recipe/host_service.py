"""The recipe host as a service of its own: systemd hands it the socket, and only the daemon's user is served.

`python -m tjbot.recipe.host_service USER PLACE…` takes the socket that systemd listens at, serves the first daemon of
that user, and ends with it; whoever connects next has systemd start another one. Recipes write in the places alone.
"""

import os
import pwd
import socket
import struct
import sys
import time
from pathlib import Path

from tjbot.recipe.control_groups import take_over
from tjbot.recipe.host import CONNECT_SECONDS, serve
from tjbot.recipe.limits import Limits
from tjbot.recipe.rooms import Rooms

_FIRST_HANDED_FILE = 3
_CREDENTIALS = struct.Struct("3i")


def handed_socket() -> socket.socket:
    """The one socket that systemd hands to this process, as sd_listen_fds(3) has it.

    Raises:
        ValueError: it hands none, or several.
    """
    handed = os.environ.pop("LISTEN_PID", ""), os.environ.pop("LISTEN_FDS", "")
    os.environ.pop("LISTEN_FDNAMES", None)
    if handed != (str(os.getpid()), "1"):
        raise ValueError("systemd has handed no socket to it")
    os.set_inheritable(_FIRST_HANDED_FILE, False)
    return socket.socket(fileno=_FIRST_HANDED_FILE)


def peer_user(connection: socket.socket) -> int:
    """The number of the user at the other end of a Unix socket, as the kernel noted it when they connected."""
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _process, user, _group = _CREDENTIALS.unpack(credentials)
    return int(user)


def accept_from(listening: socket.socket, user: int, seconds: float = CONNECT_SECONDS) -> socket.socket | None:
    """Waits for somebody of a user; all others are sent away.

    Returns:
        The connection; None when nobody of that user came within `seconds`.
    """
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        listening.settimeout(left)
        try:
            connection, _ = listening.accept()
        except TimeoutError:
            return None
        if (other := peer_user(connection)) == user:
            return connection
        print(f"The user {other} wanted to start recipes and was sent away.", file=sys.stderr)
        connection.close()
    return None


def _number_of(user: str) -> int:
    try:
        return pwd.getpwnam(user).pw_uid
    except KeyError:
        raise ValueError(f"there is no user {user}") from None


def main() -> int:
    """The service's process; returns its exit code."""
    if len(sys.argv) < 3:
        print("Use: python -m tjbot.recipe.host_service USER PLACE…", file=sys.stderr)
        return 2
    try:
        user = _number_of(sys.argv[1])
        rooms = Rooms([Path(name) for name in sys.argv[2:]])
        with handed_socket() as listening:
            connection = accept_from(listening, user)
    except (OSError, ValueError) as error:
        print(f"The recipe host cannot serve: {error}.", file=sys.stderr)
        return 1
    if connection is not None:
        serve(connection, rooms, take_over(Limits()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
