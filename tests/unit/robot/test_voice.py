"""What the voice offers and reads, and which program plays sound; nothing is spoken here."""

import asyncio
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tjbot.config import read_table
from tjbot.errors import ConfigurationError, PartError, RefusedError
from tjbot.robot.part import bind, offer_of
from tjbot.robot.parts.voice import Voice, VoiceSettings, reading_seconds
from tjbot.robot.speech import Words, speakable
from tjbot.robot.speech_player import find_program


def test_the_voice_offers_what_it_can() -> None:
    voice = Voice(VoiceSettings(), pins=None)
    offer = offer_of(Voice, list(voice.reading()))
    assert [action.name for action in offer.actions] == ["say", "play", "be_quiet", "languages"]
    assert offer.readings == ["saying", "language", "playing", "began", "loudness", "spoken_by", "mouth_light"]
    say, play = offer.actions[:2]
    assert [(argument.name, argument.unit, argument.default) for argument in say.arguments] == [
        ("text", "text", None),
        ("now", "switch", False),
        ("speed", "number", 1.0),
        ("language", "text", ""),
    ]
    assert [(argument.name, argument.default) for argument in play.arguments] == [("file", "chime"), ("now", False)]


@pytest.mark.parametrize("text", ["", "x" * 501])
def test_a_sentence_has_1_to_500_letters(text: str) -> None:
    with pytest.raises(RefusedError, match="1 to 500 letters"):
        bind(Voice(VoiceSettings(), pins=None).say, {"text": text})


@pytest.mark.parametrize(
    "table",
    [
        {"words_per_minute": 79},
        {"words_per_minute": 451},
        {"volume": 1.1},
        {"language": "../../etc/passwd"},
        {"language": ""},
        {"sound": "loud"},
        {"variant": "../f3"},
        {"mouth_light": 3},
        {"langage": "en"},
    ],
)
def test_wrong_settings_are_refused(table: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError):
        read_table(table, VoiceSettings, "[voice] in tjbot.toml")


def test_importing_the_voice_loads_no_speech_library() -> None:
    code = (
        "import sys, tjbot.robot.parts.voice; print({'pyttsx3', 'espeakng_loader', 'ctypes.util'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == "set()"


def test_building_and_closing_a_voice_starts_nothing() -> None:
    voice = Voice(VoiceSettings(), pins=None)
    voice.start()
    assert voice.reading()["saying"] is None
    assert voice.synthesiser.worker is None
    voice.close()


def test_a_closed_voice_starts_no_new_process() -> None:
    voice = Voice(VoiceSettings(), pins=None)
    voice.close()
    with pytest.raises(PartError, match="switched off"):
        asyncio.run(voice.synthesiser.synthesise(Words(text="Hello!")))


def test_control_characters_become_spaces_and_letters_stay() -> None:
    assert speakable("a\0b\nc\x1b[31m") == "a b c [31m"
    assert speakable("Grüße, 日本 😀!") == "Grüße, 日本 😀!"


def test_longer_bubbles_stay_longer() -> None:
    assert 1 < reading_seconds("Hi") < reading_seconds("A much longer sentence than that.") < 10


class Computer:
    """A computer with the sound systems and programs that a test gives it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.devices = folder / "snd"
        self.runtime = folder / "runtime"
        self.programs = folder / "bin"
        for directory in (self.devices, self.runtime / "pulse", self.programs):
            directory.mkdir(parents=True)
        for name in ("PULSE_SERVER", "ALSA_CONFIG_PATH"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(self.runtime))
        monkeypatch.setenv("PATH", str(self.programs))

    def add_card(self) -> None:
        (self.devices / "pcmC0D0p").touch()

    def add_microphone(self) -> None:
        (self.devices / "pcmC1D0c").touch()

    def add_programs(self, *names: str) -> None:
        for name in names:
            (self.programs / name).touch(mode=stat.S_IRWXU)

    def program(self) -> str | None:
        path = find_program(self.devices)
        return Path(path).name if path else None


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(tmp_path, monkeypatch)


def test_without_a_sound_device_nothing_plays(computer: Computer) -> None:
    computer.add_programs("aplay", "paplay", "pw-play")
    computer.add_microphone()
    assert computer.program() is None


def test_a_sound_card_alone_is_played_by_aplay(computer: Computer) -> None:
    computer.add_programs("aplay", "paplay", "pw-play")
    computer.add_card()
    assert computer.program() == "aplay"


def test_a_sound_server_goes_before_the_card(computer: Computer) -> None:
    computer.add_programs("aplay", "paplay", "pw-play")
    computer.add_card()
    (computer.runtime / "pulse" / "native").touch()
    assert computer.program() == "paplay"
    (computer.runtime / "pipewire-0").touch()
    assert computer.program() == "pw-play"


def test_a_server_without_its_program_leaves_the_card(computer: Computer) -> None:
    computer.add_programs("aplay")
    computer.add_card()
    (computer.runtime / "pipewire-0").touch()
    assert computer.program() == "aplay"


def test_a_card_without_any_program_says_what_to_install(computer: Computer) -> None:
    computer.add_card()
    with pytest.raises(PartError, match="apt-get install alsa-utils"):
        computer.program()
