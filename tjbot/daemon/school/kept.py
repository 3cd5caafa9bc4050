"""What a robot keeps of a class, in `class/` of its home: who is in it, has the robot, or waits. Waits for the disk.

`class/class.json` holds all of it; `class/<pupil>/` is the home of a pupil's own robot, and says itself whose it is
(`pupil.json`), so that no work is lost with a `class.json` that cannot be read. `class/handed-out/` has what new pupils
get. It is all readable for the robot's own user alone.
"""

import logging
import re
import secrets
import shutil
import time
from pathlib import Path

import msgspec

from tjbot.daemon.school.pupils import PupilRecord, new_key
from tjbot.daemon.school.queue import LEAST_SLICE_SECONDS, MOST_SLICE_SECONDS, SLICE_SECONDS
from tjbot.errors import RefusedError
from tjbot.files import sync_folder, write_atomically
from tjbot.protocol.class_messages import Handing

log = logging.getLogger(__name__)

FOLDER = "class"
FILE_NAME = "class.json"
PUPIL_FILE = "pupil.json"
HANDED_OUT = "handed-out"
WIPED = ".class-wiped-"
"""How a folder begins that is on its way to be removed; a start removes what is left of one."""

_PUPIL_FOLDER = re.compile(r"p[0-9a-f]{6}")


class KeptTurn(msgspec.Struct, frozen=True):
    """Who has the robot, since when and until when, on the clock that starts with the computer."""

    pupil: str
    began: float
    ends_at: float | None = None


class KeptClass(msgspec.Struct, kw_only=True):
    """A class as `class.json` has it; `boot` tells one start of the computer, and so one clock, from another.

    `lesson` is the one that new pupils begin with, and its language.
    """

    open: bool = False
    locked: bool = False
    handing: Handing = "queue"
    slice_seconds: float = SLICE_SECONDS
    message: str = ""
    pupils: list[PupilRecord] = []
    queue: list[str] = []
    turn: KeptTurn | None = None
    lesson: tuple[str, str] | None = None
    boot: str = ""


class _PupilCard(msgspec.Struct):
    """Whose home a folder is."""

    name: str


class ClassFolder:
    """The folder of a class.

    Args:
        home: the robot's home.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self.path = home / FOLDER

    def home_of(self, pupil: str) -> Path:
        """The home of a pupil's own robot."""
        return self.path / pupil

    @property
    def handed_out(self) -> Path:
        """Where the recipes lie that every new pupil gets."""
        return self.path / HANDED_OUT

    def read(self) -> KeptClass:
        """What was kept. A file that cannot be understood is laid aside, and the pupils are put together again from
        their own folders; the class is closed then, and everybody may come in anew.
        """
        self._clear_away()
        path = self.path / FILE_NAME
        try:
            kept = msgspec.json.decode(path.read_bytes(), type=KeptClass)
            kept.slice_seconds = min(MOST_SLICE_SECONDS, max(LEAST_SLICE_SECONDS, kept.slice_seconds))
            return kept
        except FileNotFoundError:
            return KeptClass(pupils=self._found())
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            log.warning("%s cannot be used (%s); the pupils' own folders are.", FILE_NAME, type(error).__name__)
            self._lay_aside(path)
            return KeptClass(pupils=self._found())

    def write(self, kept: KeptClass) -> None:
        """Keeps it as one step.

        Raises:
            OSError: the disk does not take it; what was there stays.
        """
        self._make()
        write_atomically(self.path / FILE_NAME, msgspec.json.format(msgspec.json.encode(kept), indent=1), 0o600)

    def write_pupil(self, pupil: PupilRecord) -> bool:
        """Keeps whose a pupil's folder is; returns whether that is new. Where the disk does not take it, only a
        `class.json` that cannot be read would miss it.
        """
        folder = self.home_of(pupil.id)
        is_new = not folder.exists()
        try:
            self._make()
            folder.mkdir(exist_ok=True)
            write_atomically(folder / PUPIL_FILE, msgspec.json.encode(_PupilCard(pupil.name)), 0o600)
        except OSError as error:
            log.warning("Whose a folder of the class is cannot be written down (%s).", type(error).__name__)
        return is_new

    def remove_pupil(self, id_: str) -> None:
        """Removes all that a pupil made.

        Raises:
            RefusedError: the disk does not let it go.
        """
        self._remove(self.home_of(id_))

    def wipe(self) -> None:
        """Removes the class with all its names and all that its pupils made.

        Raises:
            RefusedError: the disk does not let it go.
        """
        self._remove(self.path)

    def _make(self) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)

    def _remove(self, path: Path) -> None:
        if not path.exists():
            return
        # In one step, so that nobody is there again after a power cut.
        gone = self._home / f"{WIPED}{secrets.token_hex(4)}"
        try:
            path.rename(gone)
            sync_folder(self._home)
        except OSError as error:
            raise RefusedError(
                f"The robot's disk does not let it go: {error.strerror}.", f"Look at who owns {path}, then try again."
            ) from None
        shutil.rmtree(gone, ignore_errors=True)
        if gone.exists():
            # A recipe that was just ended may have written once more.
            shutil.rmtree(gone, ignore_errors=True)

    def _clear_away(self) -> None:
        for left in self._home.glob(f"{WIPED}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _lay_aside(self, path: Path) -> None:
        try:
            path.replace(path.with_name(f"{FILE_NAME}.damaged-{time.strftime('%Y-%m-%d-%H%M%S')}"))
        except OSError as error:
            log.warning("%s cannot be laid aside (%s).", FILE_NAME, type(error).__name__)

    def _found(self) -> list[PupilRecord]:
        """The pupils whose folders are there; they are expected."""
        found = []
        for folder in sorted(self.path.glob("p*")):
            if not (_PUPIL_FOLDER.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink()):
                continue
            try:
                name = msgspec.json.decode((folder / PUPIL_FILE).read_bytes(), type=_PupilCard).name
            except (OSError, msgspec.DecodeError, UnicodeDecodeError):
                # Nothing that a pupil made is lost: the teacher sees which recipes are there.
                name = folder.name
            found.append(PupilRecord(id=folder.name, name=name, key=new_key(), expected=True))
        return found


def kept_class(home: Path) -> KeptClass | None:
    """The class that a robot that is off has kept; None where there is none, or it cannot be read."""
    try:
        return msgspec.json.decode((home / FOLDER / FILE_NAME).read_bytes(), type=KeptClass)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
