"""Teachable Machine's models for sounds: a class brings one, and the robot hears with it."""

import cmath
import math
import subprocess
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.bells import bell, horn
from tests.browser.chromium import visiting
from tests.browser.recipe_editor import choose_recipe, write
from tests.browser.test_teaching import SLOWLY, card
from tests.browser.test_teaching_further import MODULES, NODE
from tests.browser.test_teaching_sounds import RECIPE, listen, played
from tests.running import RunningDaemon, wait_until

pytestmark = pytest.mark.live

MADE = Path(__file__).parent / "teachable_machine_sounds.mjs"

WINDOW_SAMPLES = 2048
PITCHES = (0, 1, 7, 40, 231)

HEARD_BY_CHROMIUM = """async ([samples, size]) => {
    const context = new OfflineAudioContext(1, samples.length, 44100);
    const buffer = context.createBuffer(1, samples.length, 44100);
    buffer.copyToChannel(Float32Array.from(samples), 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    const analyser = new AnalyserNode(context, { fftSize: size, smoothingTimeConstant: 0 });
    source.connect(analyser).connect(context.destination);
    source.start();
    await context.startRendering();
    const decibels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(decibels);
    return [...decibels];
}"""


def decibels(samples: list[float], pitch: int) -> float:
    """What docs/models.md says that an AnalyserNode tells of a window."""
    size = len(samples)
    turns = [2 * math.pi * index / size for index in range(size)]
    windowed = (
        value * (0.42 - 0.5 * math.cos(turn) + 0.08 * math.cos(2 * turn))
        for value, turn in zip(samples, turns, strict=True)
    )
    total = sum(value * cmath.exp(-1j * pitch * turn) for value, turn in zip(windowed, turns, strict=True))
    return 20 * math.log10(abs(total) / size)


@pytest.mark.timeout(300)
def test_the_robot_hears_with_a_teachable_machine_project_of_the_class(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    subprocess.run([NODE, MADE, MODULES, tmp_path], check=True, timeout=120)
    brought = tmp_path / "tm-my-audio-model.zip"
    with zipfile.ZipFile(brought, "w") as archive:
        for name in ("model.json", "weights.bin", "metadata.json"):
            archive.write(tmp_path / name, name)
    heard = played(tmp_path, bell(500), horn(501), bell(502), horn(503))
    with visiting(playwright, robot.url, camera="film", sound=heard) as visit:
        page = visit.page
        page.goto(f"{robot.url}/#teach")
        page.get_by_label("Open a file …").set_input_files(brought)
        # What the room sounds like is nothing here.
        expect(card(page, "nothing")).to_be_visible(timeout=SLOWLY)
        listen(page)
        expect(page.get_by_role("list", name="I hear").get_by_role("listitem")).to_have_count(2, timeout=SLOWLY)

        # It is heard as Chromium itself would tell it.
        samples = [0.3 * math.sin(index * index) + 0.1 for index in range(WINDOW_SAMPLES)]
        told = page.evaluate(HEARD_BY_CHROMIUM, [samples, WINDOW_SAMPLES])
        assert [told[pitch] for pitch in PITCHES] == pytest.approx(
            [decibels(samples, pitch) for pitch in PITCHES], abs=0.01
        )

        page.get_by_role("link", name="Back to the robot").click()
        choose_recipe(page, "Wave back")
        write(page, RECIPE)
        page.keyboard.press("Control+Enter")
        wait_until(lambda: robot.light()[0] > 0.9 and robot.light()[1] > 0.5, "the bell is heard", 60)
        wait_until(lambda: robot.light()[2] > 0.9 and robot.light()[0] < 0.1, "the horn is heard", 60)
        expect(page.get_by_text("0 pictures left this page")).to_be_visible()
        assert not visit.complaints
