"""The process that the camera runs in: `python -m tjbot.robot.cameras.process SETTINGS` (`CameraSettings` as JSON).

Camera libraries hang, crash, print and hold memory, so they live here and only while somebody looks. A byte on standard
input asks for the next shot; a reply comes out for each: a letter, the length (4 bytes, big-endian), and a picture
(`P`, as it goes to the page) or a trouble (`T`, JSON), which is the end. What nobody asks for is thrown away unseen.
The process ends when its input does, so it never outlives the robot.
"""

import os
import select
import signal
import struct
import sys
from collections.abc import Callable, Iterable
from typing import BinaryIO

import msgspec

from tjbot.errors import PartError
from tjbot.protocol.picture import Picture, encode_picture
from tjbot.robot.cameras import picamera, simulated, webcam
from tjbot.robot.cameras.source import CameraSettings, Shot, paced

PICTURE, TROUBLE = b"P", b"T"
REPLY = struct.Struct("!cI")

LONGEST_START_SECONDS = 40
LONGEST_SHOT_SECONDS = 15
"""After this long without a shot the process ends itself, in case nobody is left to end it."""

_SHOTS: dict[str, Callable[[CameraSettings], Iterable[Shot]]] = {
    "picamera2": picamera.shots,
    "webcam": webcam.shots,
    "simulated": simulated.shots,
}


class Trouble(msgspec.Struct, frozen=True):
    """Why there are no pictures, and what to try."""

    message: str
    hint: str


def serve(shots: Iterable[Shot], requests: int, replies: BinaryIO) -> None:
    """Answers requests with the newest shot until there are no more; the first one was made already.

    Args:
        shots: the camera's.
        requests: the file descriptor that a byte for each request comes from.
        replies: where replies go.
    """
    asked = True
    for shot in paced(shots):
        signal.alarm(LONGEST_SHOT_SECONDS)
        if not asked:
            if not select.select([requests], [], [], 0)[0]:
                continue
            if not os.read(requests, 1):
                return
        asked = False
        _reply(replies, PICTURE, encode_picture(Picture(shot.time, shot.width, shot.height, shot.jpeg())))


def main() -> None:
    """The process's own beginning and end."""
    settings = msgspec.json.decode(sys.argv[1], type=CameraSettings)
    os.nice(5)  # a servo's next pulse matters more than a picture
    signal.alarm(LONGEST_START_SECONDS)
    # Camera libraries print to stdout, which is our replies' way: they keep it, and what is printed goes to the log.
    with os.fdopen(os.dup(1), "wb") as replies:
        os.dup2(2, 1)
        try:
            # No camera is opened for a robot that was stopped in the meantime.
            if os.read(0, 1):
                serve(_SHOTS[settings.kind](settings), 0, replies)
        except PartError as error:
            _reply(replies, TROUBLE, msgspec.json.encode(Trouble(error.message, error.hint)))
        except BrokenPipeError:
            pass
        except Exception as error:
            # Camera libraries raise whatever comes.
            message = f"The camera stopped: {type(error).__name__}: {error}."
            _reply(replies, TROUBLE, msgspec.json.encode(Trouble(message[:500], "It tries again by itself.")))
        # libcamera may hang while it says goodbye; the kernel closes the camera all the same.
        replies.flush()
        os._exit(0)


def _reply(replies: BinaryIO, kind: bytes, payload: bytes) -> None:
    replies.write(REPLY.pack(kind, len(payload)))
    replies.write(payload)
    replies.flush()


if __name__ == "__main__":
    main()
