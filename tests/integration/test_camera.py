"""The camera's process: opened for whoever looks, shared, closed, killed, mended, and always with its light."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import psutil
import pytest
import uvloop

from tests.camera_program import camera_is_open
from tjbot.errors import PartError, RefusedError
from tjbot.pins.simulated import history, simulated_factory
from tjbot.robot.cameras.camera import Camera, Limits
from tjbot.robot.cameras.source import CameraSettings
from tjbot.robot.parts.eyes import Eyes, EyesSettings

LIGHT_PIN = 25
BRISK = Limits(start=60, picture=60, linger=0.05, rest=0.0)


def run(test: Coroutine[Any, Any, None]) -> None:
    """Runs a test on the loop that the daemon uses."""
    uvloop.run(asyncio.wait_for(test, 90))


class Studio:
    """A camera with a program that a test directs, on an `Eyes` part with a light on mock pins."""

    def __init__(self, folder: Path, limits: Limits = BRISK) -> None:
        self.folder = folder
        self.mood("fine")
        self.lights: list[tuple[bool, bool]] = []
        self.troubles: list[str | None] = []
        self.pins = simulated_factory()
        self.eyes = Eyes(EyesSettings(light_pin=LIGHT_PIN), self.pins)
        self.eyes.home = folder
        self.eyes.start()
        program = (sys.executable, "-m", "tests.camera_program", str(folder))
        self.camera = self.eyes.camera = Camera(
            lambda: CameraSettings(kind="simulated"), self.light, self.troubles.append, limits, program
        )

    def mood(self, mood: str) -> None:
        (self.folder / "mood").write_text(mood)

    def light(self, on: bool) -> None:
        """Notes every switching of the light, and whether the camera was open then; then switches the real one."""
        self.lights.append((on, camera_is_open(self.folder)))
        self.eyes._light(on)

    def lit(self) -> bool:
        return bool(history(self.pins, LIGHT_PIN)[-1].duty)

    async def until(self, condition: Callable[[], bool], why: str) -> None:
        for _ in range(2000):
            if condition():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"waited in vain: {why}")


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


def test_the_camera_is_open_only_while_somebody_looks(studio: Studio) -> None:
    async def test() -> None:
        assert not studio.camera.on
        with studio.camera.looking():
            assert not camera_is_open(studio.folder)
            first = await studio.camera.picture()
            assert camera_is_open(studio.folder)
            assert studio.lit()
            second = await studio.camera.picture(newer_than=first.time)
            assert second.time > first.time
        await studio.until(lambda: not studio.camera.on, "the camera closes")
        assert not camera_is_open(studio.folder)
        assert not studio.lit()
        assert studio.lights == [(True, False), (False, False)]
        studio.camera.close()

    run(test())


def test_the_light_is_on_before_the_camera_opens_and_out_after_it_is_closed(studio: Studio) -> None:
    """Through every way that an opening can end."""

    async def test() -> None:
        camera = studio.camera
        await camera.picture()
        await studio.until(lambda: not camera.on, "nobody looks any more")
        for mood in ("busy", "deaf", "torn", "wrong"):
            studio.mood(mood)
            with pytest.raises(PartError):
                await camera.picture()
            await studio.until(lambda: not camera.on, "the camera closes")
            assert not studio.lit()
        studio.mood("fine")
        await camera.picture()
        assert camera.process
        os.kill(camera.process.pid, signal.SIGKILL)
        await studio.until(lambda: not camera.on, "the killed camera is noticed")
        await camera.picture()
        assert studio.lit()
        assert camera_is_open(studio.folder)
        camera.close()
        assert not studio.lit()
        # On before, off after, and never the one when the camera was not closed.
        assert studio.lights == [(True, False), (False, False)] * (len(studio.lights) // 2)
        assert len(studio.lights) == 2 * 7

    run(test())


def test_lookers_share_one_process(studio: Studio) -> None:
    async def test() -> None:
        before = len(psutil.Process().children())
        pictures = await asyncio.gather(*(studio.camera.picture() for _ in range(20)))
        assert len({picture.time for picture in pictures}) == 1
        assert len(psutil.Process().children()) == before + 1
        studio.camera.close()

    run(test())


def test_one_who_goes_does_not_take_the_camera_from_the_other(studio: Studio) -> None:
    async def test() -> None:
        with studio.camera.looking():
            with studio.camera.looking():
                seen = (await studio.camera.picture()).time
            for _ in range(30):
                seen = (await studio.camera.picture(newer_than=seen)).time
            assert studio.lights == [(True, False)]
        studio.camera.close()

    run(test())


def test_a_process_that_is_killed_is_replaced_while_somebody_looks(studio: Studio) -> None:
    async def test() -> None:
        camera = studio.camera
        with camera.looking():
            seen = (await camera.picture()).time
            for _ in range(3):
                assert camera.process
                os.kill(camera.process.pid, signal.SIGKILL)
                seen = (await camera.picture(newer_than=time.monotonic())).time
            assert seen
        assert not [trouble for trouble in studio.troubles if trouble]
        camera.close()

    run(test())


@pytest.mark.parametrize(
    ("mood", "says"),
    [("busy", "Another program"), ("deaf", "stopped"), ("torn", "stopped"), ("wrong", "picture")],
)
def test_a_trouble_is_told_and_ends_by_itself(studio: Studio, mood: str, says: str) -> None:
    async def test() -> None:
        studio.mood(mood)
        with pytest.raises(PartError, match=says):
            await studio.camera.picture()
        assert studio.troubles
        assert says in str(studio.troubles[-1])
        studio.mood("fine")
        await studio.camera.picture()
        assert studio.troubles[-1] is None
        studio.camera.close()

    run(test())


def test_a_camera_that_hangs_is_killed(tmp_path: Path) -> None:
    async def test() -> None:
        studio = Studio(tmp_path, Limits(start=0.5, picture=0.5, linger=0.05, rest=0.0))
        studio.mood("mute")
        with pytest.raises(PartError, match="no picture"):
            await studio.camera.picture()
        await studio.until(lambda: not studio.camera.on, "it is closed")
        assert not camera_is_open(tmp_path)
        studio.camera.close()

    run(test())


def test_after_a_trouble_the_camera_is_left_alone_for_a_while(tmp_path: Path) -> None:
    async def test() -> None:
        studio = Studio(tmp_path, Limits(start=60, picture=60, linger=0.05, rest=3600))
        studio.mood("busy")
        for _ in range(5):
            with pytest.raises(PartError, match="Another program"):
                await studio.camera.picture()
        assert len(studio.lights) == 2
        studio.camera.close()

    run(test())


def test_a_closed_camera_refuses_whoever_waits_and_leaves_no_process(studio: Studio) -> None:
    async def test() -> None:
        studio.mood("mute")
        before = {child.pid for child in psutil.Process().children()}
        looking = asyncio.create_task(studio.camera.picture())
        await studio.until(lambda: camera_is_open(studio.folder), "the camera opens")
        studio.camera.close()
        assert not camera_is_open(studio.folder)
        for asking in (looking, studio.camera.picture()):
            with pytest.raises(RefusedError):
                await asking
        await studio.until(lambda: {child.pid for child in psutil.Process().children()} <= before, "no process is left")

    run(test())


def test_a_camera_that_is_closed_while_it_starts_is_never_opened(studio: Studio) -> None:
    async def test() -> None:
        before = {child.pid for child in psutil.Process().children()}
        looking = asyncio.create_task(studio.camera.picture())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert studio.camera.on
        studio.camera.close()
        with pytest.raises(RefusedError):
            await looking
        await studio.until(lambda: {child.pid for child in psutil.Process().children()} <= before, "no process is left")
        assert not (studio.folder / "open").exists() or not camera_is_open(studio.folder)
        assert studio.lights == [(True, False), (False, False)]

    run(test())


def test_who_stops_waiting_does_no_harm(studio: Studio) -> None:
    async def test() -> None:
        for _ in range(10):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await studio.camera.picture(newer_than=time.monotonic() + 3600)
        await studio.camera.picture()
        studio.camera.close()

    run(test())
