"""Real words through the real recogniser, from a stand-in for the recording program to the events of the body."""

import asyncio
import shutil
import signal
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import psutil
import pytest
import uvloop

from tests.hearing import Microphone, clap, mixed, silence, spoken
from tjbot.config import Configuration
from tjbot.errors import HaltedError, PartError
from tjbot.protocol.messages import Seen
from tjbot.robot import hearing_messages as hearing
from tjbot.robot.body import Body
from tjbot.robot.part import Part
from tjbot.robot.parts.ears import Ears
from tjbot.robot.speech_synthesiser import Limits, Synthesiser

WAITING_SECONDS = 60
PAUSE = silence(1.2, seed=9)


def run(test: Coroutine[Any, Any, None]) -> None:
    uvloop.run(asyncio.wait_for(test, 100))


@pytest.fixture(autouse=True)
def no_sound_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("XDG_RUNTIME_DIR", "PULSE_SERVER", "ALSA_CONFIG_PATH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def microphone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Microphone:
    folder = tmp_path / "microphone"
    folder.mkdir()
    return Microphone(folder, monkeypatch)


class Mouth(Part):
    """Tells the other parts that the robot speaks, as the voice does."""

    name = "mouth"
    summary = "A mouth"


class Robot:
    """A body with ears, all that they noticed, and all that they ever read."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.readings: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self.body = Body("real", None, [Ears, Mouth], self._changed, noticed=self._noticed)
        self.body.start(Configuration(parts={"ears": {}}))
        ears, mouth = self.body.part("ears"), self.body.part("mouth")
        assert isinstance(ears, Ears)
        assert mouth
        self.ears, self.mouth = ears, mouth
        self.reports: list[hearing.Report] = []
        self._take, ears.process._on_report = ears.process._on_report, self._reported
        self.synthesiser = Synthesiser(Limits(60, 60))

    async def do(self, action: str, **arguments: Any) -> Any:
        return (await self.body.begin(action, arguments)).value

    async def until(self, condition: Callable[[], Any]) -> None:
        """Waits for the next change until the condition is true."""
        async with asyncio.timeout(WAITING_SECONDS):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def word(self, text: str) -> "array[int]":
        return await spoken(self.synthesiser, text)

    def close(self) -> None:
        self.body.close()
        self.synthesiser.close()

    def count(self, kind: type[hearing.Report]) -> int:
        """How many reports of a kind the process has sent."""
        return sum(isinstance(report, kind) for report in self.reports)

    def _reported(self, report: hearing.Report) -> None:
        self.reports.append(report)
        self._news.set()
        self._take(report)

    def _changed(self, part: str) -> None:
        self.readings.append(self.body.reading(part))
        self._news.set()

    def _noticed(self, seen: Seen) -> None:
        assert (seen.sense, seen.model) == ("hear", "ears")
        self.heard.append((seen.label, seen.phase))
        self._news.set()


def gone(process_id: int) -> bool:
    """Waits until a process is over."""
    try:
        psutil.Process(process_id).wait(timeout=30)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


def test_claps_and_words_become_events(microphone: Microphone) -> None:
    async def test() -> None:
        robot = Robot()
        opening = asyncio.create_task(robot.do("open_ears", words="yes no"))
        await microphone.play(PAUSE)
        await opening
        assert robot.body.labels() == ["clap", "yes", "no"]
        for word in ("yes", "no"):
            await microphone.play(await robot.word(word), PAUSE)
            await robot.until(lambda word=word: (word, "started") in robot.heard)
        await microphone.play(clap(1), PAUSE)
        await robot.until(lambda: ("clap", "started") in robot.heard)
        await robot.until(lambda: robot.heard.count(("clap", "stopped")) == 1)
        started = [label for label, phase in robot.heard if phase == "started"]
        assert started == ["yes", "no", "clap"]
        robot.close()

    run(test())


def test_the_microphone_is_on_only_while_the_ears_are_open(microphone: Microphone) -> None:
    async def test() -> None:
        robot = Robot()
        assert robot.ears.reading() == {"on": False, "loudness": 0.0}
        assert microphone.recorders == []
        opening = asyncio.create_task(robot.do("open_ears"))
        await microphone.play(PAUSE)
        await opening
        assert robot.ears.reading()["on"]
        await microphone.play(silence(0.5, level=0.3))
        await robot.until(lambda: robot.ears.reading()["loudness"] > 0.5)
        await robot.do("close_ears")
        await robot.until(lambda: not robot.ears.reading()["on"])
        assert robot.ears.reading()["loudness"] == 0
        assert await asyncio.to_thread(gone, microphone.recorders[0])
        robot.close()

    run(test())


@pytest.mark.parametrize("words", ["yes no maybe", ""])
def test_listening_answers_with_what_was_said(microphone: Microphone, words: str) -> None:
    async def test() -> None:
        robot = Robot()
        listening = asyncio.create_task(robot.do("listen", words=words, seconds=20))
        await microphone.play(PAUSE, await robot.word("yes"), PAUSE)
        assert "yes" in (await listening).split()
        await robot.until(lambda: not robot.ears.reading()["on"])
        robot.close()

    run(test())


def test_listening_ends_when_the_time_is_over(microphone: Microphone) -> None:
    async def test() -> None:
        robot = Robot()
        listening = asyncio.create_task(robot.do("listen", words="yes no", seconds=1))
        await microphone.play(PAUSE, PAUSE)
        assert await listening == ""
        robot.close()

    run(test())


def test_open_ears_listen_too_and_stay_open(microphone: Microphone) -> None:
    async def test() -> None:
        robot = Robot()
        opening = asyncio.create_task(robot.do("open_ears", words="no"))
        await microphone.play(PAUSE)
        await opening
        for number in (2, 3):
            listening = asyncio.create_task(robot.do("listen", words="yes maybe", seconds=20))
            await robot.until(lambda number=number: robot.count(hearing.Opened) == number)
            await microphone.play(PAUSE, await robot.word("yes"), PAUSE)
            assert await listening == "yes"
        assert robot.ears.reading()["on"]
        await microphone.play(await robot.word("no"), PAUSE)
        await robot.until(lambda: ("no", "started") in robot.heard)
        assert len(microphone.recorders) == 1
        robot.close()

    run(test())


def test_the_robot_does_not_hear_itself(microphone: Microphone) -> None:
    async def test() -> None:
        robot = Robot()
        opening = asyncio.create_task(robot.do("open_ears", words="yes no"))
        await microphone.play(PAUSE)
        await opening
        robot.mouth.tell("speaking", 1.0)
        await robot.until(lambda: robot.count(hearing.Deafened) == 1)
        await microphone.play(await robot.word("yes"), clap(1), silence(0.5), clap(2), PAUSE)
        robot.mouth.tell("speaking", None)
        await robot.until(lambda: robot.count(hearing.Deafened) == 2)
        await microphone.play(PAUSE, await robot.word("no"), PAUSE)
        await robot.until(lambda: robot.heard)
        assert robot.heard[0] == ("no", "started")
        robot.close()

    run(test())


def test_stop_ends_listening_and_closes_the_ears(microphone: Microphone) -> None:
    async def test() -> None:
        robot = Robot()
        listening = asyncio.create_task(robot.do("listen", seconds=60))
        await microphone.play(PAUSE)
        await robot.until(lambda: robot.ears.reading()["on"])
        robot.body.halt()
        with pytest.raises(HaltedError):
            await listening
        await robot.until(lambda: not robot.ears.reading()["on"])
        assert await asyncio.to_thread(gone, microphone.recorders[0])
        robot.close()

    run(test())


def test_no_microphone_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def test() -> None:
        robot = Robot()
        with pytest.raises(PartError, match="There is no microphone"):
            await robot.do("open_ears")
        with pytest.raises(PartError, match="There is no microphone"):
            await robot.do("listen")
        assert not robot.ears.reading()["on"]
        robot.close()

    if list(Path("/dev/snd").glob("pcmC*D*c")):
        pytest.skip("This computer has a microphone.")
    run(test())


def test_a_word_that_nobody_knows_is_named_with_the_nearest(microphone: Microphone) -> None:
    async def test() -> None:
        robot = Robot()
        with pytest.raises(PartError, match=r'do not know the word "yess"\. Did you mean "'):
            await robot.do("open_ears", words="yess no")
        assert await robot.do("close_ears") is None
        robot.close()

    run(test())


def test_a_microphone_that_is_pulled_out_is_told(microphone: Microphone) -> None:
    async def test() -> None:
        robot = Robot()
        listening = asyncio.create_task(robot.do("listen", seconds=60))
        await microphone.play(PAUSE)
        await robot.until(lambda: robot.ears.reading()["on"])
        microphone.end()
        with pytest.raises(PartError, match="The microphone brings no sound"):
            await listening
        await robot.until(lambda: not robot.ears.reading()["on"])
        robot.close()

    run(test())


def test_a_killed_process_is_told_and_replaced(microphone: Microphone) -> None:
    async def test() -> None:
        robot = Robot()
        listening = asyncio.create_task(robot.do("listen", seconds=60))
        await microphone.play(PAUSE)
        await robot.until(lambda: robot.ears.reading()["on"])
        assert robot.ears.process.process
        robot.ears.process.process.kill()
        with pytest.raises(PartError, match="has stopped"):
            await listening
        microphone.end()
        assert await asyncio.to_thread(gone, microphone.recorders[0])
        listening = asyncio.create_task(robot.do("listen", words="yes no", seconds=60))
        await microphone.play(PAUSE, await robot.word("yes"), PAUSE)
        assert await listening == "yes"
        robot.close()

    run(test())


def test_nothing_outlives_a_daemon_that_is_killed(microphone: Microphone, tmp_path: Path) -> None:
    code = """
import asyncio, os, signal
from tjbot.config import Configuration
from tjbot.robot.body import Body
from tjbot.robot.parts.ears import Ears
async def open_and_die():
    body = Body("real", None, [Ears], lambda part: None)
    body.start(Configuration(parts={"ears": {}}))
    await body.begin("open_ears", {})
    print(body.part("ears").process.process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(open_and_die())
"""
    daemon = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    asyncio.run(microphone.play(PAUSE))
    said, _ = daemon.communicate(timeout=WAITING_SECONDS)
    assert daemon.returncode == -signal.SIGKILL
    assert gone(int(said))
    microphone.end()
    assert gone(microphone.recorders[0])
    assert [path for path in tmp_path.iterdir() if path.name != "microphone"] == []


@pytest.mark.skipif(not shutil.which("arecord"), reason="arecord is not installed (Debian's alsa-utils)")
def test_arecord_brings_sound_of_the_right_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound, settings = tmp_path / "sound.raw", tmp_path / "asound.conf"
    sound.write_bytes(mixed(clap(1)).tobytes())
    settings.write_text(
        f'pcm.!default {{ type file slave.pcm "nothing" file "/dev/null" infile "{sound}" format "raw" }}\n'
        "pcm.nothing { type null }\n"
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(settings))

    async def test() -> None:
        robot = Robot()
        await robot.do("open_ears")
        await robot.until(lambda: ("clap", "started") in robot.heard)
        robot.body.halt()
        await robot.until(lambda: not robot.ears.reading()["on"])
        robot.close()

    run(test())


def test_no_sound_is_ever_written(microphone: Microphone, tmp_path: Path) -> None:
    async def test() -> None:
        robot = Robot()
        opening = asyncio.create_task(robot.do("open_ears"))
        await microphone.play(PAUSE)
        await opening
        await microphone.play(clap(1), PAUSE)
        await robot.until(lambda: robot.heard)
        assert robot.ears.process.process
        process = psutil.Process(robot.ears.process.process.pid)
        writable = [file for file in process.open_files() if file.mode not in ("r", "rb")]
        assert writable == []
        robot.close()

    run(test())
    assert sorted(path.name for path in (tmp_path / "microphone").iterdir()) == ["parec", "sound", "started"]
