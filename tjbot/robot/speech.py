"""The process that turns sentences into sound files: `python -m tjbot.robot.speech DIRECTORY`.

pyttsx3 and espeak-ng hang or crash at times and hold memory, so they live here and nowhere else; sound files
of unknown origin are read here, too. JSON lines go in (`Request`) and come out (`Reply`), one for one and in
order. The process ends when its input does, and takes the directory with it: so it never outlives the robot.
"""

import ctypes
import os
import shutil
import signal
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from tjbot.errors import PartError, UnknownNameError, did_you_mean
from tjbot.robot.speech_wave import measure

LONGEST_SYNTHESIS_SECONDS = 30
"""After this long on one sentence the process ends itself, in case nobody is left to end it."""

LONGEST_SPEECH_SECONDS = 600
"""More than 500 letters sound, however slowly they are read."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What to say, and how: `language` and `variant` as espeak-ng calls them, `volume` from 0 to 1."""

    text: str
    language: str = "en"
    variant: str = ""
    words_per_minute: int = 150
    volume: float = 1.0


class Synthesise(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Asks for words as a sound file; `id` comes back in the reply."""

    id: int
    words: Words


class Measure(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Asks how long and how loud a sound file is."""

    id: int
    file: str


class Languages(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Asks which languages can be spoken."""

    id: int


class Measured(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A sound file, how long it sounds, and its loudness, 20 times a second."""

    id: int
    file: str
    seconds: float
    loudness: tuple[float, ...]


class Spoken(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The languages that can be spoken."""

    id: int
    languages: list[str]


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """It cannot be done: what happened, and what to try; `unknown`: nobody knows a name in it."""

    id: int
    message: str
    hint: str
    unknown: bool = False


Request = Synthesise | Measure | Languages
Reply = Measured | Spoken | Refused


class Speaker:
    """pyttsx3's engine, writing one sentence after the other into a file."""

    def __init__(self) -> None:
        self._engine, self._wait_for_espeak = _start_engine()
        # A new engine calls itself busy, and then returns from its first run before the sound is made.
        self._engine.proxy.setBusy(False)
        self.languages = {voice.id.rsplit("/")[-1] for voice in self._engine.getProperty("voices")}

    def synthesise(self, words: Words, path: Path) -> None:
        """Writes words into a WAV file.

        Raises:
            UnknownNameError: the language or the variant is unknown.
            PartError: pyttsx3 wrote nothing.
        """
        # What espeak-ng does not know would be spoken with the voice before.
        if words.language not in self.languages:
            hint = did_you_mean(words.language, self.languages)
            raise UnknownNameError(f'The voice does not speak the language "{words.language}".', hint)
        if words.variant and words.variant not in (variants := _variants()):
            hint = did_you_mean(words.variant, variants)
            raise UnknownNameError(f'The voice has no variant "{words.variant}".', hint)
        self._engine.setProperty("voice", f"{words.language}+{words.variant}" if words.variant else words.language)
        self._engine.setProperty("rate", words.words_per_minute)
        self._engine.setProperty("volume", words.volume)
        # espeak-ng takes settings later, in a thread of its own: without waiting some sentences keep the old ones.
        self._wait_for_espeak()
        # Of two queued saves pyttsx3 writes only the last: so one save, one run.
        self._engine.save_to_file(speakable(words.text), str(path))
        self._engine.runAndWait()
        if not path.exists():
            raise PartError("The voice made no sound of this sentence.", "Try other words.")


def _variants() -> set[str]:
    """The names that change a language's voice: "f3", "whisper" …"""
    from pyttsx3.drivers import _espeak

    identifiers = [voice.identifier.decode() for voice in _espeak.ListVoices(_espeak.VOICE(languages=b"variant"))]
    return {identifier.rsplit("/")[-1] for identifier in identifiers}


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


class Desk:
    """Answers requests; espeak-ng is not loaded before the first that needs it.

    Args:
        directory: where the sound files go.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._speaker: Speaker | None = None

    def answer(self, request: Request) -> Reply:
        """Carries out one request; what cannot be done is a reply, too."""
        try:
            if isinstance(request, Languages):
                return Spoken(id=request.id, languages=sorted(self._awake().languages))
            if isinstance(request, Measure):
                sound = measure(Path(request.file))
            else:
                path = self._directory / f"{request.id}.wav"
                self._awake().synthesise(request.words, path)
                sound = measure(path, LONGEST_SPEECH_SECONDS)
            return Measured(id=request.id, file=str(sound.path), seconds=sound.seconds, loudness=sound.loudness)
        except (PartError, UnknownNameError) as error:
            unknown = isinstance(error, UnknownNameError)
            return Refused(id=request.id, message=error.message, hint=error.hint, unknown=unknown)

    def _awake(self) -> Speaker:
        self._speaker = self._speaker or Speaker()
        return self._speaker


def serve(requests: BinaryIO, replies: BinaryIO, directory: Path) -> None:
    """Answers requests until there are no more."""
    desk = Desk(directory)
    for line in requests:
        request: Request = msgspec.json.decode(line, type=Request)
        signal.alarm(LONGEST_SYNTHESIS_SECONDS)
        reply = desk.answer(request)
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
    print(f"The voice's process ends ({error.exc_type.__name__}).", file=sys.stderr, flush=True)
    os._exit(1)


if __name__ == "__main__":
    main()
