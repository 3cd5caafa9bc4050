"""Teaching: show, train, check, and the robot knows a new word."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.fruit import picture
from tests.browser.recipe_editor import choose_recipe, write
from tests.browser.test_accessibility import findings
from tests.running import RunningDaemon, wait_until

SLOWLY = 120_000
"""Milliseconds: the network that looks at pictures has to be loaded, and a slow machine takes its time."""

RECIPE = """from tjbot import robot


@robot.when_sees("banana")
def yellow():
    robot.shine("yellow")


@robot.when_sees("apple")
def red():
    robot.shine("red")
"""


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def files(kind: str, seeds: range) -> list[FilePayload]:
    """Picture files, as a pupil would choose them."""
    return [file_of(f"{kind}{seed}.png", picture(kind, seed)) for seed in seeds]


def file_of(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": data}


def film(folder: Path, kinds: list[str], seconds: float = 3) -> Path:
    """A film for the fake camera that shows one thing after the other: unseen pictures, each for a while."""
    path = folder / f"{'_'.join(kinds)}.mjpeg"
    frames = bytearray()
    for seed, kind in enumerate(kinds, start=500):
        room = Image.new("RGB", (640, 480), (120, 110, 100))
        room.paste(Image.open(io.BytesIO(picture(kind, seed))).resize((480, 480)), (80, 0))
        data = io.BytesIO()
        room.save(data, "JPEG", quality=92)
        frames += data.getvalue() * int(30 * seconds)
    path.write_bytes(frames)
    return path


def begin(page: Page, url: str, *names: str, kind: str = "Pictures") -> None:
    """Begins a project with these classes."""
    page.goto(f"{url}/#teach")
    page.get_by_role("button", name=kind).click()
    for index, name in enumerate(names):
        if index >= 2:
            button(page, "+ Add a class").click()
        box = page.get_by_label("What is it called?").nth(index)
        box.fill(name)
        box.press("Enter")


def card(page: Page, name: str) -> Locator:
    """A class's card."""
    return page.locator(".show li:has(header)").filter(has=page.locator(f'button[aria-label="Throw away: {name}"]'))


def show(page: Page, kind: str, count: int) -> None:
    """Brings picture files of a class."""
    card(page, kind).locator("input[type=file]").set_input_files(files(kind, range(count)))
    expect(card(page, kind)).to_contain_text(f"{count} samples", timeout=SLOWLY)


def train(page: Page) -> None:
    button(page, "Train").click()
    expect(page.get_by_text("Learned from")).to_be_visible(timeout=SLOWLY)


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page in a browser without a camera."""
    with visiting(playwright, robot.url) as visit:
        yield visit


@pytest.mark.live
@pytest.mark.timeout(300)
def test_a_pupil_shows_fruit_presses_train_and_the_robot_says_which_is_which(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    shown = film(tmp_path, ["banana", "nothing", "apple", "nothing"])
    with visiting(playwright, robot.url, camera="film", film=shown) as visit:
        page = visit.page
        begin(page, robot.url, "banana", "apple", "nothing")
        for kind in ("banana", "apple", "nothing"):
            show(page, kind, 15)
        train(page)
        # Three of each were held back; what was drawn is easy to tell apart.
        expect(page.get_by_text("9 of 9 right")).to_be_visible()
        expect(page.get_by_text('@robot.when_sees("banana")')).to_be_visible()
        expect(page.locator("#panel-see").get_by_text("banana", exact=True)).to_be_visible()

        visit.start_camera()
        page.get_by_role("link", name="Back to the robot").click()
        choose_recipe(page, "Wave back")
        write(page, RECIPE)
        page.keyboard.press("Control+Enter")
        wait_until(lambda: robot.light()[0] > 0.9 and robot.light()[1] > 0.5, "the banana is seen", 60)
        wait_until(lambda: robot.light()[0] > 0.9 and robot.light()[1] < 0.1, "the apple is seen", 60)
        expect(page.get_by_text("0 pictures left this page")).to_be_visible()
        assert not visit.complaints


@pytest.mark.timeout(300)
def test_what_was_taught_outlives_the_page(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    begin(page, robot.url, "banana", "apple")
    for kind in ("banana", "apple"):
        show(page, kind, 6)
    train(page)
    page.reload()
    page.get_by_role("button", name="Pictures banana, apple").click()
    for kind in ("banana", "apple"):
        expect(card(page, kind)).to_contain_text("6 samples")
    expect(button(page, "Train again")).to_be_enabled()
    button(page, "Draw the map").click()
    expect(page.locator(".map span")).to_have_count(12, timeout=SLOWLY)
    assert findings(page) == []

    button(page, "Throw it away").click()
    button(page, "Yes, throw away").click()
    expect(page.get_by_role("button", name="Pictures")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("button", name="Pictures")).to_have_count(1)
    assert not visit.complaints


NEVER_WRITTEN = """() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...what) {
        const again = () => (this.get('nothing').onsuccess = again);
        again();
        return put.apply(this, what);
    };
}"""
"""What the database is given from then on is not written before the page goes: its transactions are kept busy."""


def test_a_name_outlives_a_page_that_goes_before_it_is_written(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    begin(page, robot.url, "banana")
    page.evaluate(NEVER_WRITTEN)
    box = page.get_by_label("What is it called?").nth(1)
    box.fill("apple")
    box.press("Enter")
    page.reload()
    page.get_by_role("button", name="Pictures banana, apple").click()
    expect(card(page, "apple")).to_be_visible()
    assert not visit.complaints


@pytest.mark.live
@pytest.mark.timeout(300)
def test_samples_are_taken_as_long_as_the_button_is_held_and_by_the_timer(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    shown = film(tmp_path, ["banana", "apple"], 1)
    with visiting(playwright, robot.url, camera="film", film=shown) as visit:
        page = visit.page
        begin(page, robot.url, "banana", "apple")
        expect(button(page, "Timer").first).to_be_disabled()
        visit.start_camera()
        hold = card(page, "banana").get_by_role("button", name="Hold to take pictures")
        expect(hold).to_be_enabled(timeout=SLOWLY)
        hold.hover()
        page.mouse.down()
        expect(card(page, "banana").locator("ul li").nth(4)).to_be_visible(timeout=SLOWLY)
        page.mouse.up()
        expect(button(page, "Taking …")).to_have_count(0)
        taken = card(page, "banana").locator("ul li").count()

        card(page, "apple").get_by_role("button", name="Timer").click()
        expect(page.get_by_role("timer")).to_be_visible()
        expect(card(page, "apple")).to_contain_text("20 samples", timeout=SLOWLY)
        assert card(page, "banana").locator("ul li").count() <= taken + 1, "no more are taken than while it is held"

        card(page, "apple").locator("ul button").first.click()
        expect(card(page, "apple")).to_contain_text("19 samples")
        button(page, "Throw away: apple").click()
        expect(card(page, "apple")).to_have_count(0)
        button(page, "Bring “apple” back").click()
        expect(card(page, "apple")).to_contain_text("19 samples")
        page.reload()
        page.get_by_role("button", name="Pictures banana, apple").click()
        expect(card(page, "apple")).to_contain_text("19 samples")
        expect(page.get_by_text("0 pictures left this page")).to_be_visible()
        assert not visit.complaints


@pytest.mark.live
@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180)])
def test_the_camera_s_picture_stays_in_sight_while_samples_are_taken(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path, width: int, height: int
) -> None:
    shown = film(tmp_path, ["banana"], 1)
    with visiting(playwright, robot.url, camera="film", film=shown, width=width, height=height) as visit:
        page = visit.page
        begin(page, robot.url, *(f"fruit {number}" for number in range(1, 9)))
        visit.start_camera()
        last = card(page, "fruit 8")
        hold = last.get_by_role("button", name="Hold to take pictures")
        expect(hold).to_be_enabled(timeout=SLOWLY)
        hold.hover()
        page.mouse.down()
        expect(last.locator("ul li").first).to_be_visible(timeout=SLOWLY)
        page.mouse.up()
        expect(last).to_be_in_viewport()
        expect(page.get_by_label("Camera picture with the found hand drawn on it")).to_be_in_viewport(ratio=0.95)
        assert findings(page) == []
        assert not visit.complaints


@pytest.mark.timeout(300)
def test_what_teaches_nothing_is_told_in_words(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    begin(page, robot.url, "banana", "apple")
    expect(button(page, "Train")).to_be_disabled()
    expect(page.get_by_text("Show me samples of at least two classes.")).to_be_visible()
    show(page, "banana", 6)
    expect(page.get_by_text("“apple” has no samples yet.")).to_be_visible()

    apple = card(page, "apple").locator("input[type=file]")
    apple.set_input_files(file_of("essay.png", b"My holidays"))
    expect(page.get_by_role("alert")).to_contain_text("“essay.png” is no picture")
    black = io.BytesIO()
    Image.new("RGB", (200, 200)).save(black, "PNG")
    apple.set_input_files(file_of("black.png", black.getvalue()))
    expect(page.get_by_role("alert")).to_contain_text("all one colour")

    apple.set_input_files(files("apple", range(1)))
    expect(page.get_by_text("“apple” has only one sample.")).to_be_visible(timeout=SLOWLY)
    apple.set_input_files([*files("apple", range(1)), *files("apple", range(1))])
    expect(page.get_by_text("All samples of “apple” are the same.")).to_be_visible(timeout=SLOWLY)
    expect(button(page, "Train")).to_be_disabled()
    apple.set_input_files(files("apple", range(5, 6)))
    expect(button(page, "Train")).to_be_enabled(timeout=SLOWLY)

    name = page.get_by_label("What is it called?").nth(1)
    name.fill("Banana")
    name.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is a class “Banana” already.")
    expect(name).to_have_value("apple")
    assert not visit.complaints
