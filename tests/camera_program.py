"""A stand-in for the camera's process: `python -m tests.camera_program FOLDER SETTINGS`, obedient to files in FOLDER.

It holds a lock on `open` for as long as "the camera" is open, so that a test can see that from outside, and does what
`mood` says: `fine`, `busy` (a trouble at once), `mute` (never answers), `deaf` (ends at once), `torn` (half a reply),
`wrong` (a reply that is none).
"""

import fcntl
import itertools
import os
import signal
import sys
import time
from pathlib import Path

import msgspec

from tjbot.protocol.picture import Picture, encode_picture
from tjbot.robot.cameras.process import PICTURE, REPLY, TROUBLE, Trouble


def camera_is_open(folder: Path) -> bool:
    """Whether a process holds the camera."""
    with (folder / "open").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def main() -> None:
    folder = Path(sys.argv[1])
    signal.alarm(60)
    os.read(0, 1)
    mood = (folder / "mood").read_text()
    if mood == "deaf":
        return
    with (folder / "open").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for count in itertools.count():
            picture = encode_picture(Picture(time.monotonic(), 4, 3, b"\xff\xd8%d\xff\xd9" % count))
            if mood == "mute":
                signal.pause()
            elif mood == "busy":
                answer(TROUBLE, msgspec.json.encode(Trouble("Another program uses the camera.", "Close it.")))
                return
            elif mood == "torn":
                os.write(1, REPLY.pack(PICTURE, len(picture)) + picture[:5])
                return
            elif mood == "wrong":
                answer(PICTURE, b"no picture at all")
            else:
                answer(PICTURE, picture)
            if not os.read(0, 1):
                return


def answer(kind: bytes, payload: bytes) -> None:
    os.write(1, REPLY.pack(kind, len(payload)) + payload)


if __name__ == "__main__":
    main()
