"""Teaching sounds: let it hear, train, check, and the robot knows a new word for what it hears."""

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Playwright, expect

from tests.browser.bells import bell, drum, horn, in_room, wave_file
from tests.browser.chromium import Visit, visiting
from tests.browser.recipe_editor import choose_recipe, write
from tests.browser.test_accessibility import findings
from tests.browser.test_teaching import SLOWLY, begin, button, card, train
from tests.browser.test_teaching_further import right
from tests.hearing import SAMPLES_PER_SECOND, silence
from tests.running import RunningDaemon, wait_until
from tests.sounds import write_wave

pytestmark = pytest.mark.live

RECIPE = """from tjbot import robot


@robot.when_hears("bell")
def yellow():
    robot.shine("yellow")


@robot.when_hears("horn")
def blue():
    robot.shine("blue")
"""

MP3 = Path(__file__).parents[1] / "fixtures" / "sounds" / "bell.mp3"
"""The bell of `sound_of("bell", 77)`, as lameenc packs it at 64 kbit/s."""

SOUNDS = {"bell": bell, "horn": horn, "drum": drum}


def files(kind: str, seeds: range) -> list[FilePayload]:
    """Sound files, as a pupil would choose them: one sample each."""
    return [file_of(f"{kind}{seed}.wav", wave_file(sound_of(kind, seed))) for seed in seeds]


def sound_of(kind: str, seed: int) -> "array[int]":
    """A second in which it sounds; `nothing` is the room alone."""
    return in_room(SOUNDS[kind](seed) if kind in SOUNDS else silence(0.1), seed)


def file_of(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "audio/wav", "buffer": data}


def bring(page: Page, kind: str, seeds: range) -> None:
    card(page, kind).locator("input[type=file]").set_input_files(files(kind, seeds))
    expect(card(page, kind)).to_contain_text(f"{len(seeds)} samples", timeout=SLOWLY)


def played(folder: Path, *sounds: "array[int]", pause: float = 1.5) -> Path:
    """What the fake microphone plays again and again."""
    whole = silence(pause)
    for sound in sounds:
        whole += sound + silence(pause)
    return write_wave(folder / "sound.wav", whole.tobytes(), rate=SAMPLES_PER_SECOND)


def listen(page: Page) -> None:
    page.get_by_role("switch", name="Listen", exact=True).click()
    expect(page.get_by_text("No sound leaves this page.")).to_be_visible(timeout=SLOWLY)


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page in a browser without a microphone."""
    with visiting(playwright, robot.url) as visit:
        yield visit


@pytest.mark.timeout(300)
def test_a_pupil_teaches_a_bell_and_a_horn_and_the_robot_tells_them_apart(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    heard = played(tmp_path, bell(500), horn(501), bell(502), horn(503))
    with visiting(playwright, robot.url, camera="film", sound=heard) as visit:
        page = visit.page
        begin(page, robot.url, "bell", "horn", "nothing", kind="Sounds")
        for kind in ("bell", "horn", "nothing"):
            bring(page, kind, range(20))
        train(page)
        told, of = right(page)
        # Four of each were held back: 10 to 12 in eighty trainings made up alike; of ten, one in twenty missed one.
        assert of == 12
        assert told >= 9
        expect(page.get_by_text('@robot.when_hears("bell")')).to_be_visible()
        listen(page)
        ears = page.get_by_role("list", name="I hear")
        expect(ears.get_by_role("listitem")).to_have_count(2)
        wait_until(
            lambda: (
                sorted(robot.call(lambda: robot.daemon.robot.clients.offers("real"))["hear"])
                == ["bell", "clap", "horn", "loud", "quiet", "whistle"]
            ),
            "the robot knows the new words",
            60,
        )
        page.get_by_role("link", name="Back to the robot").click()
        choose_recipe(page, "Wave back")
        write(page, RECIPE)
        page.keyboard.press("Control+Enter")
        wait_until(lambda: robot.light()[0] > 0.9 and robot.light()[1] > 0.5, "the bell is heard", 60)
        wait_until(lambda: robot.light()[2] > 0.9 and robot.light()[0] < 0.1, "the horn is heard", 60)
        expect(page.get_by_text("0 pictures left this page")).to_be_visible()
        assert not visit.complaints


@pytest.mark.timeout(300)
def test_sounds_are_recorded_as_long_as_the_button_is_held_and_can_be_played(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    heard = played(tmp_path, *[bell(seed) for seed in range(8)], pause=0.4)
    with visiting(playwright, robot.url, camera="film", sound=heard) as visit:
        page = visit.page
        begin(page, robot.url, "bell", "nothing", kind="Sounds")
        mp3 = FilePayload(name=MP3.name, mimeType="audio/mpeg", buffer=MP3.read_bytes())
        card(page, "bell").locator("input[type=file]").set_input_files(mp3)
        expect(card(page, "bell")).to_contain_text("1 sample", timeout=SLOWLY)
        expect(page.get_by_text("Switch “Listen” on under “I hear”")).to_be_visible()
        expect(button(page, "Timer").first).to_be_disabled()
        listen(page)
        hold = card(page, "bell").get_by_role("button", name="Hold to record")
        hold.hover()
        page.mouse.down()
        expect(card(page, "bell").get_by_role("button", name="Play sample").nth(3)).to_be_visible(timeout=SLOWLY)
        page.mouse.up()
        expect(button(page, "Recording …")).to_have_count(0)
        # Who only touches it records a second.
        card(page, "nothing").get_by_role("button", name="Hold to record").click()
        expect(card(page, "nothing")).to_contain_text("1 sample", timeout=SLOWLY)
        assert findings(page) == []
        card(page, "nothing").get_by_role("button", name="Timer").click()
        expect(page.get_by_role("timer")).to_be_visible()
        # Every half second one, for ten seconds.
        expect(card(page, "nothing")).to_contain_text("21 samples", timeout=SLOWLY)

        page.evaluate(
            """() => {
                const play = HTMLMediaElement.prototype.play;
                HTMLMediaElement.prototype.play = function () {
                    this.addEventListener('loadedmetadata', () => (window.seconds = this.duration));
                    return play.call(this);
                };
            }"""
        )
        card(page, "bell").get_by_role("button", name="Play sample 1 of “bell”").click()
        page.wait_for_function("() => window.seconds > 0.9 && window.seconds < 1.1")
        card(page, "nothing").get_by_role("button", name="Throw away sample 1 of “nothing”").click()
        expect(card(page, "nothing")).to_contain_text("20 samples")
        assert not visit.complaints


@pytest.mark.timeout(300)
def test_sounds_that_teach_nothing_are_told_in_words(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    begin(page, robot.url, "bell", "nothing", kind="Sounds")
    chosen = card(page, "bell").locator("input[type=file]")
    chosen.set_input_files(file_of("essay.wav", b"My holidays"))
    expect(page.get_by_role("alert")).to_contain_text("“essay.wav” is no sound")
    chosen.set_input_files(file_of("room.wav", wave_file(silence(2))))
    expect(page.get_by_role("alert")).to_contain_text("I heard only silence, and it is no sample of “bell”.")
    chosen.set_input_files([file_of("room.wav", wave_file(silence(2))), *files("bell", range(1))])
    expect(card(page, "bell")).to_contain_text("1 sample", timeout=SLOWLY)
    bring(page, "nothing", range(2))
    expect(page.get_by_text("“bell” has only one sample. Let me hear more of it.")).to_be_visible()
    # Of a longer one, each half second begins a sample.
    chosen.set_input_files(file_of("bells.wav", wave_file(bell(1) + bell(2) + bell(3))))
    expect(card(page, "bell")).to_contain_text("4 samples", timeout=SLOWLY)
    expect(button(page, "Train")).to_be_enabled()
    page.reload()
    page.get_by_role("button", name="Sounds bell, nothing").click()
    expect(card(page, "bell")).to_contain_text("4 samples")
    expect(card(page, "bell").get_by_role("button", name="Play sample")).to_have_count(4)
    assert not visit.complaints
