"""The process that turns sentences into sound files: `python -m tjbot.robot.speech DIRECTORY`.

pyttsx3 and espeak-ng hang or crash at times and hold memory, so they live here and nowhere else. JSON
lines go in (`Synthesise`) and come out (`Synthesised` or `Unspeakable`), one for one and in order. The
process ends when its input does, and takes the directory with it: so it never outlives the robot.
"""

import ctypes
import os
import shutil
import signal
import sys
import unicodedata
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from tjbot.errors import PartError, did_you_mean

LONGEST_SYNTHESIS_SECONDS = 30
"""After this long on one sentence the process ends itself, in case nobody is left to end it."""


class Synthesise(msgspec.Struct, frozen=True, kw_only=True):
    """Asks for a sentence as a sound file; `id` comes back in the reply."""

    id: int
    text: str
    language: str
    words_per_minute: int
    volume: float


class Synthesised(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A WAV file in the directory, and how long it sounds."""

    id: int
    file: str
    seconds: float


class Unspeakable(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The sentence cannot be spoken: what happened, and what to try."""

    id: int
    message: str
    hint: str


Reply = Synthesised | Unspeakable


class Speaker:
    """pyttsx3's engine, writing one sentence after the other into a directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._engine, self._wait_for_espeak = _start_engine()
        # A new engine calls itself busy, and then returns from its first run before the sound is made.
        self._engine.proxy.setBusy(False)
        self._languages = {voice.id.rsplit("/")[-1] for voice in self._engine.getProperty("voices")}

    def synthesise(self, request: Synthesise) -> Synthesised:
        """Writes the sentence into a WAV file.

        Raises:
            PartError: the language is unknown, or pyttsx3 wrote nothing.
        """
        # A language that espeak-ng does not know would be spoken with the voice before.
        if request.language not in self._languages:
            hint = f"{did_you_mean(request.language, self._languages)} Change language under [voice] in tjbot.toml."
            raise PartError(f'The voice does not speak the language "{request.language}".', hint)
        path = self._directory / f"{request.id}.wav"
        self._engine.setProperty("voice", request.language)
        self._engine.setProperty("rate", request.words_per_minute)
        self._engine.setProperty("volume", request.volume)
        # espeak-ng takes settings later, in a thread of its own: without waiting some sentences keep the old ones.
        self._wait_for_espeak()
        # Of two queued saves pyttsx3 writes only the last: so one save, one run.
        self._engine.save_to_file(speakable(request.text), str(path))
        self._engine.runAndWait()
        if not path.exists():
            raise PartError("The voice made no sound of this sentence.", "Try other words.")
        with wave.open(str(path)) as sound:
            return Synthesised(id=request.id, file=path.name, seconds=sound.getnframes() / sound.getframerate())


def speakable(text: str) -> str:
    """The text without control characters; espeak-ng would end at the first NUL."""
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)


def _start_engine() -> tuple[Any, Callable[[], object]]:
    """pyttsx3's engine over espeak-ng (the pinned one of espeakng-loader, else the system's), and the
    function that returns when espeak-ng has done all that it was told.
    """
    try:
        _load_pinned_espeak()
    except (ImportError, OSError) as error:
        print(f"espeakng-loader cannot be used ({error}); trying the system's espeak-ng.", file=sys.stderr)
    try:
        import pyttsx3
        from pyttsx3.drivers._espeak import Synchronize

        return pyttsx3.init("espeak"), Synchronize
    except Exception as error:
        # pyttsx3 raises whatever comes: ImportError, RuntimeError, OSError, AttributeError.
        raise PartError(
            f"The voice cannot start, because espeak-ng or pyttsx3 is missing or broken ({error}).",
            "Run ./install.sh again, or: sudo apt-get install espeak-ng",
        ) from None


def _load_pinned_espeak() -> None:
    """Makes pyttsx3 find the library of espeakng-loader, which it looks for by the name of the system's."""
    import espeakng_loader

    library = Path(espeakng_loader.get_library_path())
    ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)
    # espeak-ng cuts the path of its data after 160 bytes; "." is short wherever we are installed.
    os.chdir(library.parent)
    os.environ["ESPEAK_DATA_PATH"] = "."


def serve(requests: BinaryIO, replies: BinaryIO, directory: Path) -> None:
    """Answers requests until there are no more."""
    speaker: Speaker | None = None
    for line in requests:
        request = msgspec.json.decode(line, type=Synthesise)
        signal.alarm(LONGEST_SYNTHESIS_SECONDS)
        reply: Reply
        try:
            speaker = speaker or Speaker(directory)
            reply = speaker.synthesise(request)
        except PartError as error:
            reply = Unspeakable(id=request.id, message=error.message, hint=error.hint)
        signal.alarm(0)
        replies.write(msgspec.json.encode(reply) + b"\n")
        replies.flush()


def main() -> None:
    """The process's own beginning and end."""
    directory = Path(sys.argv[1])
    os.nice(5)  # a servo's next pulse matters more than a word
    sys.unraisablehook = _end_at_once
    # pyttsx3 prints to stdout, which is our replies' way: they keep it, and what it prints is lost.
    with os.fdopen(os.dup(1), "wb") as replies, Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            serve(sys.stdin.buffer, replies, directory)
        finally:
            shutil.rmtree(directory, ignore_errors=True)


def _end_at_once(error: Any) -> None:
    """An error in espeak-ng's callback (a full disk) would leave pyttsx3 waiting for ever."""
    print(f"The voice's process ends: {error.exc_value}", file=sys.stderr, flush=True)
    os._exit(1)


if __name__ == "__main__":
    main()
