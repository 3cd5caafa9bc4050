"""Homes for tests of backups: full ones, and what stands in them."""

from collections.abc import Callable
from pathlib import Path

from tjbot.daemon.backups.contents import entries
from tjbot.daemon.backups.write import pack

FULL: dict[str, bytes] = {
    "tjbot.toml": b'name = "Robi"\n',
    "smoothing.json": b"{}",
    "recipes/mine.py": b'robot.say("hello")\n',
    "recipes/notes.txt": b"\xc3\xa4 note",
    "recipes/.versions/mine.py/1700000000000.py": b"older\n",
    "memory/real/mine.json": b'{"score":3}',
    "models/fruit/card.json": b"{}",
    "models/fruit/weights.bin": bytes(300_000),
    "projects/obst.1." + "0" * 64 + ".zip": b"PK",
    "sounds/honk.wav": b"RIFF",
    "pictures/me.jpg": b"a face",
    "secrets/authority.key": b"a key",
}
NEVER: dict[str, bytes] = {
    ".lock": b"",
    "tjbot.toml.2026-01-01-000000.backup": b"",
    "logs/tjbot.log": b"said",
    "before-restore/2026-01-01-000000/tjbot.toml": b"",
    "recipes/.mine.py.abc.new": b"half",
    "models/.new-fruit/card.json": b"half",
    "eyes/other.jpg": b"",
}


def fill(home: Path, files: dict[str, bytes]) -> Path:
    """Writes files into a home; returns it."""
    for name, data in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return home


def holds(home: Path, *, leave_out: Callable[[str], bool] = lambda _: False) -> dict[str, bytes]:
    """Every file of a home, but those that are left out."""
    found = {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if not leave_out(name)}


def packed(home: Path, where: Path, **options: bool) -> Path:
    """A backup of a home, as a file."""
    where.write_bytes(b"".join(pack(home, entries(**options), "Robi")))
    return where


def usual(files: dict[str, bytes], *more: str) -> dict[str, bytes]:
    """Those that are in every backup, and in the folders that are asked for."""
    only_then = {"pictures", "secrets"} - set(more)
    return {name: data for name, data in files.items() if name.split("/")[0] not in only_then}
