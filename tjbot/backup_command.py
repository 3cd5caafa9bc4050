"""`tjbot backup` and `tjbot restore`: all that a robot keeps as one file, whether the robot is on or off."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tjbot.errors import BackupError, NoRobotError, RefusedError
from tjbot.homes import usual_home
from tjbot.options import Home

# What a single command needs is imported in it, as in cli.

Url = Annotated[
    str | None,
    typer.Option(
        "--url", envvar="TJBOT_URL", help="Where the robot is; by default the one with this home.", show_default=False
    ),
]
Pictures = Annotated[bool, typer.Option("--pictures", help="With the pictures that the robot took.")]
Secrets = Annotated[
    bool, typer.Option("--secrets", help="With pairings and the certificate's key; only while the robot is off.")
]

LEFT_OUT = "Pairings and the certificate's key are not in it: this robot has them for itself."


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, or a folder for it.")],
    *,
    pictures: Pictures = False,
    secrets: Secrets = False,
    home: Home = None,
    url: Url = None,
) -> None:
    """Writes all that the robot keeps into one file: settings, recipes, what was taught, what is remembered."""
    from tjbot.daemon.backups.pages import file_name
    from tjbot.daemon.backups.read import open_backup

    folder = _home(home)
    asked = _robot(url, folder)
    if asked and secrets:
        raise RefusedError("A robot that is on gives its secrets to nobody.", "Stop it first, then type this again.")
    where = file / file_name(_name(folder)) if file.is_dir() else file
    if where.exists():
        raise RefusedError(f"There is a file {where} already.", "Choose another name, or remove it first.")
    with _new_file(where) as (handle, arriving):
        if asked:
            from tjbot.robot_requests import RobotRequests

            with os.fdopen(os.dup(handle), "wb") as target:
                RobotRequests(asked, "/api/backup").fetch("?pictures=1" if pictures else "", target)
        else:
            _pack_here(folder, handle, pictures=pictures, secrets=secrets)
        os.fsync(handle)
        # What cannot be restored is no backup.
        with open_backup(os.open(arriving, os.O_RDONLY)) as made:
            print(f"{len(made.card.files)} files of {made.card.robot} are in {where}.")
    print("With its secrets: whoever has it can be this robot. Keep it safe." if secrets else LEFT_OUT)
    if not pictures:
        print("Pictures that the robot took are not in it either; --pictures adds them.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that tjbot backup has written.")],
    *,
    home: Home = None,
    url: Url = None,
) -> None:
    """Gives a robot what a backup holds, in place of what it keeps, which is laid aside; the robot begins anew."""
    folder = _home(home)
    try:
        handle = os.open(file, os.O_RDONLY)
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}.", "Check its name.") from None
    with os.fdopen(handle, "rb") as opened:
        if asked := _robot(url, folder):
            from tjbot.robot_requests import RobotRequests

            told = RobotRequests(asked, "/api/backup").send("", opened)
            print(f"{told['files']} files are restored, and the robot begins anew.")
            print(f"What was there is in {told['kept']} of its home.")
            return
        files, kept = _unpack_here(folder, os.dup(handle))
    print(f"{files} files are restored.")
    print(f"What was there is in {kept}.")


def _home(home: Path | None) -> Path:
    return (home or usual_home()).resolve()


def _name(home: Path) -> str:
    from tjbot.config import load
    from tjbot.errors import ConfigurationError

    try:
        return load(home).name
    except ConfigurationError:
        return "robot"


def _robot(url: str | None, home: Path) -> str | None:
    """Where to ask the robot; None where it is off, and its files can be looked at."""
    from tjbot.daemon.home_lock import running_at

    if url:
        return url
    found = running_at(home)
    if found == "":
        raise NoRobotError("The robot is on, and nobody knows where.", "Say where, with --url.")
    return found


def _pack_here(home: Path, handle: int, *, pictures: bool, secrets: bool) -> None:
    from tjbot.daemon.backups.contents import entries
    from tjbot.daemon.backups.write import pack

    _load_all()
    with _as_owner_of(home, "backup"), _kept_still(home):
        for piece in pack(home, entries(pictures=pictures, secrets=secrets), _name(home)):
            view = memoryview(piece)
            while view:
                view = view[os.write(handle, view) :]


def _unpack_here(home: Path, handle: int) -> tuple[int, Path]:
    import shutil

    from tjbot.daemon.backups.read import open_backup, unpack
    from tjbot.daemon.backups.swap import commit, finish, is_committed
    from tjbot.pins.choose import board_here

    _load_all()
    home.mkdir(parents=True, exist_ok=True)
    with _as_owner_of(home, "restore"), _kept_still(home), open_backup(handle) as backup:
        new = unpack(backup, home, board_here())
        try:
            kept = commit(new, home, backup.card.entries)
        except BaseException:
            if not is_committed(home):
                shutil.rmtree(new, ignore_errors=True)
            raise
        finish(home)
        return len(backup.card.files), kept


def _load_all() -> None:
    """Whoever root becomes may not be able to read Python's own files."""
    import tjbot.daemon.app
    from tjbot.robot.parts import all_parts

    _ = tjbot.daemon.app, all_parts()
    # Of the names in zips.
    "".encode("cp437")


@contextmanager
def _kept_still(home: Path) -> Iterator[None]:
    """The home is nobody else's, and whole, while the block lasts."""
    from tjbot.daemon.backups.swap import finish
    from tjbot.daemon.home_lock import lock_home

    with lock_home(home):
        finish(home)
        try:
            yield
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise BackupError(f"The disk does not do it: {where}{error.strerror}.", "Nothing was changed.") from None


@contextmanager
def _as_owner_of(home: Path, command: str) -> Iterator[None]:
    """Root is the robot's own user while the block lasts, so that files become theirs and links lead nowhere new.

    Raises:
        RefusedError: the home is somebody else's.
    """
    owner = home.stat() if home.is_dir() else None
    me = os.geteuid()
    if owner is None or owner.st_uid == me:
        yield
        return
    if me != 0:
        raise RefusedError(
            f"The robot is off, and its files in {home} are not yours.", f"Start it, or type: sudo tjbot {command} …"
        )
    groups, mask = os.getgroups(), os.umask(0o002)
    os.setgroups([])
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    try:
        yield
    finally:
        os.umask(mask)
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


@contextmanager
def _new_file(path: Path) -> Iterator[tuple[int, Path]]:
    """A file that is there under its name only when it is whole: its number and where it is meanwhile."""
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from None
    try:
        yield handle, Path(name)
        Path(name).rename(path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from None
    finally:
        os.close(handle)
        Path(name).unlink(missing_ok=True)
