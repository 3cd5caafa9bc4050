"""The sounds that a robot can play by name: those of its owner, and those that ship."""

from pathlib import Path

from tjbot.errors import PartError, UnknownNameError, did_you_mean

SHIPPED = Path(__file__).parent / "sounds"
"""Made by `tools/make_sounds.py`."""

MOST_BYTES = 32 * 1024 * 1024


def known_sounds(folders: list[Path]) -> dict[str, Path]:
    """The WAV files by their names without ".wav"; of two with one name the one of the first folder.

    What a link leads out of the folder to is none of them.
    """
    known: dict[str, Path] = {}
    for folder in reversed(folders):
        home = folder.resolve()
        for path in sorted(home.glob("*.[wW][aA][vV]")):
            if path.is_file() and path.resolve().is_relative_to(home):
                known[path.stem] = path
    return known


def find_sound(name: str, folders: list[Path]) -> Path:
    """Finds a sound by its name; a name is looked up and never opened, so it cannot lead elsewhere.

    Args:
        name: "chime" or "chime.wav".
        folders: where to look, the most important first.

    Raises:
        UnknownNameError: there is no such sound.
        PartError: the file is too large.
    """
    known = known_sounds(folders)
    plain = name[:-4] if name.lower().endswith(".wav") else name
    if plain not in known:
        hint = f"{did_you_mean(plain, known)} Put WAV files of your own into the folder {folders[0]}."
        raise UnknownNameError(f'There is no sound "{name}".', hint)
    path = known[plain]
    if path.stat().st_size > MOST_BYTES:
        raise PartError(f"{path.name} is larger than {MOST_BYTES >> 20} MiB.", "Cut it shorter.")
    return path
