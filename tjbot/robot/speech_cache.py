"""Sounds that have been made already, by the words they say: the same words are synthesised once."""

from collections import OrderedDict
from collections.abc import Hashable

from tjbot.robot.speech_wave import Sound


class SoundCache:
    """Holds sound files up to a number of bytes; what was not wanted for the longest time goes first.

    Args:
        most_bytes: how much the files may take together; the newest is kept whatever its size.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._sounds: OrderedDict[Hashable, tuple[Sound, int]] = OrderedDict()

    def get(self, words: Hashable) -> Sound | None:
        """The sound of these words, if it is here and nobody has removed its file."""
        found = self._sounds.get(words)
        if found is None:
            return None
        if not found[0].path.exists():
            del self._sounds[words]
            return None
        self._sounds.move_to_end(words)
        return found[0]

    def put(self, words: Hashable, sound: Sound) -> None:
        """Takes a sound in, and removes the files of others where they take too much room."""
        self._sounds[words] = (sound, sound.path.stat().st_size)
        while len(self._sounds) > 1 and sum(size for _, size in self._sounds.values()) > self._most_bytes:
            _, (oldest, _) = self._sounds.popitem(last=False)
            oldest.path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Forgets all; whoever owns the directory has removed the files."""
        self._sounds.clear()
