"""Which session gave the robot a model or a project: pupils change what is their own, a teacher everything."""

import asyncio
import logging
from pathlib import Path
from typing import Literal

import msgspec

from tjbot.daemon.access import Identity
from tjbot.daemon.secret_files import FOLDER, secrets_folder, write_secret
from tjbot.errors import NotAllowedError

log = logging.getLogger(__name__)

FILE_NAME = "givers.json"
Gift = Literal["model", "project"]


class Givers:
    """Session by gift. What is not in it, a teacher or somebody before pairing gave.

    Args:
        home: the robot's home.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._saving = asyncio.Lock()
        self._sessions = _read(home / FOLDER / FILE_NAME)

    def check(self, gift: Gift, id_: str, identity: Identity) -> None:
        """For replacing or removing what is there.

        Raises:
            NotAllowedError: a pupil may not do it.
        """
        if identity.kind == "pupil" and self._sessions.get(f"{gift} {id_}") != identity.session_id:
            raise NotAllowedError(
                f"This {gift} is somebody else's.", "Save yours under another name, or ask your teacher to remove it."
            )

    async def note(self, gift: Gift, id_: str, identity: Identity | None) -> None:
        """Somebody gave it, or (None) it is gone. Where the disk does not take it, the pupil has to ask."""
        key = f"{gift} {id_}"
        session = identity.session_id if identity is not None and identity.kind == "pupil" else None
        if self._sessions.get(key) == session:
            return
        if session is None:
            del self._sessions[key]
        else:
            self._sessions[key] = session
        async with self._saving:
            data = msgspec.json.encode(self._sessions)
            try:
                await asyncio.to_thread(self._write, data)
            except OSError as error:
                log.warning("Who gave a %s cannot be written down: %s", gift, error.strerror)

    def _write(self, data: bytes) -> None:
        write_secret(secrets_folder(self._home) / FILE_NAME, data)


def forget_givers(home: Path) -> None:
    """Removes what a robot that is off has kept.

    Raises:
        OSError: it cannot be removed.
    """
    (home / FOLDER / FILE_NAME).unlink(missing_ok=True)


def _read(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        log.warning("Who gave which model cannot be read (%s).", type(error).__name__)
        return {}
