"""What was taught goes to any web page: plain TensorFlow.js loads it there, and its example runs."""

import base64
import contextlib
import functools
import http.server
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Playwright, Route, expect

from tests.browser.bells import bell
from tests.browser.chromium import Visit, visiting
from tests.browser.fruit import picture
from tests.browser.hands import Hand, Scene, render_pictures
from tests.browser.recipe_editor import choose_recipe, write
from tests.browser.test_teaching import SLOWLY, begin, button, card, file_of, train
from tests.browser.test_teaching_shared import save, taught
from tests.browser.test_teaching_sounds import bring, played
from tests.browser.test_teaching_sounds import files as sound_files
from tests.running import RunningDaemon, wait_until

PACKAGES = Path(__file__).parents[2] / "web_ui" / "node_modules" / "@tensorflow"
PLAIN = PACKAGES / "tfjs" / "dist" / "tf.min.js"
WASM = PACKAGES / "tfjs-backend-wasm"
PLAIN_SCRIPT = '<script src="tf.min.js"></script>'
QUICK_SCRIPTS = """ <script src="tf-backend-wasm.min.js"></script> <script>tf.setBackend('wasm')</script>"""
"""As docs/teaching.md says."""
DIRECTED = Path(__file__).parent / "moving_hand.js"

RECIPE = """from tjbot import robot


@robot.when_sees("scissors")
def blue():
    robot.shine("blue")


@robot.when_sees("paper")
def yellow():
    robot.shine("yellow")
"""


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page in a browser without a camera."""
    with visiting(playwright, robot.url) as visit:
        yield visit


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Any web server; the address of the folder on it."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def elsewhere(page: Page, folder: Path, *, quick: bool = False) -> Iterator[str]:
    """The address of a web server with what the page exports now, and TensorFlow.js beside it.

    Args:
        page: the robot's, with a project that has learned.
        folder: where the files may lie.
        quick: TensorFlow.js computes with WebAssembly: without a graphics card it would be slow.
    """
    site = folder / "site"
    with zipfile.ZipFile(save(page, "Make a web page of it", folder)) as archive:
        archive.extractall(site)
    shutil.copy(PLAIN, site)
    # Browsers ask for it by themselves.
    (site / "favicon.ico").touch()
    if quick:
        for binary in (WASM / "dist").glob("*.wasm"):
            shutil.copy(binary, site)
        shutil.copy(WASM / "dist" / "tf-backend-wasm.min.js", site)
        index = site / "index.html"
        index.write_text(index.read_text().replace(PLAIN_SCRIPT, PLAIN_SCRIPT + QUICK_SCRIPTS))
    with served(site) as address:
        yield address


SURE = """([label, other]) => {
    const said = document.querySelector('p').textContent;
    const sure = (label) => Number(said.split(label + ': ')[1]?.slice(0, 4));
    return sure(label) > 0.8 && sure(other) < 0.2;
}"""


def says(page: Page, label: str, other: str) -> None:
    """Waits until the example is sure of one and not of the other."""
    page.wait_for_function(SURE, arg=[label, other], timeout=SLOWLY)


def is_sure(page: Page, label: str, other: str) -> bool:
    """Whether the example is sure of one and not of the other at this moment."""
    return bool(page.evaluate(SURE, [label, other]))


def is_sure_of_one(page: Page, label: str, other: str, files: list[FilePayload]) -> None:
    """Gives the example sounds until it is sure of one: any network is wrong about some."""
    said = []
    for file in files:
        page.evaluate("() => document.querySelector('p').replaceChildren()")
        page.locator("input").set_input_files(file)
        expect(page.locator("p")).to_contain_text(label, timeout=SLOWLY)
        if is_sure(page, label, other):
            return
        said.append(page.locator("p").inner_text())
    raise AssertionError(f"it is not sure of any {label}: {said}")


def record_until_sure(page: Page, label: str, other: str) -> None:
    """Records, again where a slow machine heard too little of it."""
    said = []
    for _ in range(5):
        page.evaluate("() => document.querySelector('p').replaceChildren()")
        page.get_by_role("button", name="Record two seconds").click()
        with contextlib.suppress(AssertionError):
            expect(page.locator("p")).to_contain_text(label, timeout=20_000)
        if is_sure(page, label, other):
            return
        said.append(page.locator("p").inner_text())
    raise AssertionError(f"it is not sure of a {label}: {said}")


@pytest.mark.timeout(300)
def test_plain_tensorflow_js_loads_it_on_any_web_page(visit: Visit, robot: RunningDaemon, tmp_path: Path) -> None:
    taught(visit.page, robot.url)
    page = visit.context.new_page()
    slow: list[Route] = []
    page.route("**/model.json", lambda route: slow.append(route))
    with elsewhere(visit.page, tmp_path) as address:
        page.goto(address)
        # Who is quick chooses a picture before the model is there.
        page.locator("input").set_input_files(file_of("x.png", picture("banana", 300)))
        while not slow:
            page.evaluate("() => new Promise(requestAnimationFrame)")
        # What was held back goes on with this.
        page.unroute("**/model.json")
        expect(page.locator("p")).to_contain_text("banana", timeout=SLOWLY)
        for kind, other in (("banana", "apple"), ("apple", "banana")):
            page.locator("input").set_input_files(file_of("x.png", picture(kind, 300)))
            says(page, kind, other)
    assert not visit.complaints


@pytest.mark.live
@pytest.mark.timeout(300)
def test_sounds_are_told_there_from_a_file_and_from_the_microphone(
    playwright: Playwright, robot: RunningDaemon, tmp_path: Path
) -> None:
    # Every recording begins with the same bells, so it must have learned them: trying again shows it no others.
    heard = played(tmp_path, *[bell(seed) for seed in range(8)], pause=0.3)
    with visiting(playwright, robot.url, camera="film", sound=heard) as visit:
        begin(visit.page, robot.url, "bell", "horn", kind="Sounds")
        for kind in ("bell", "horn"):
            bring(visit.page, kind, range(20))
        train(visit.page)
        page = visit.context.new_page()
        with elsewhere(visit.page, tmp_path) as address:
            page.goto(address)
            for kind, other in (("bell", "horn"), ("horn", "bell")):
                is_sure_of_one(page, kind, other, sound_files(kind, range(300, 305)))
            record_until_sure(page, "bell", "horn")
        assert not visit.complaints


@pytest.mark.timeout(300)
def test_numbers_are_told_there(visit: Visit, robot: RunningDaemon, tmp_path: Path) -> None:
    visit.page.goto(f"{robot.url}/#teach")
    visit.page.get_by_role("button", name="Numbers").click()
    button(visit.page, "The irises").click()
    train(visit.page)
    page = visit.context.new_page()
    with elsewhere(visit.page, tmp_path) as address:
        page.goto(address)
        flowers = {"setosa": (5.1, 3.5, 1.4, 0.2), "virginica": (7.2, 3.2, 6.3, 2.2)}
        for kind, other in (("setosa", "virginica"), ("virginica", "setosa")):
            for name, value in zip(
                ("sepal length", "sepal width", "petal length", "petal width"), flowers[kind], strict=True
            ):
                page.get_by_label(name).fill(str(value))
            says(page, kind, other)
    assert not visit.complaints


def hand_files(pose: str, films: Path) -> list[FilePayload]:
    """Pictures of a hand in this pose, here and there."""
    places = [(0.5, 0.5, 0), (0.4, 0.45, -8), (0.6, 0.5, 6), (0.5, 0.45, -4), (0.45, 0.55, 10)]
    scenes = [Scene((Hand(pose, size=0.5, x=x, y=y, roll=roll),)) for x, y, roll in places]
    return [file_of(path.name, path.read_bytes()) for path in render_pictures(scenes, films)]


def hold_up(page: Page, pose: str, films: Path) -> None:
    """The directed camera shows a hand in this pose."""
    [path] = render_pictures([Scene((Hand(pose, size=0.55, x=0.48, y=0.5, roll=4),))], films)
    page.evaluate("(picture) => showHand(picture)", base64.b64encode(path.read_bytes()).decode())


@pytest.mark.timeout(300)
def test_signs_of_the_hand_are_taught_and_told_by_the_robot_and_elsewhere(
    visit: Visit, robot: RunningDaemon, films: Path, tmp_path: Path
) -> None:
    page = visit.page
    visit.context.add_init_script(path=DIRECTED)
    page.reload()
    begin(page, robot.url, "scissors", "paper", kind="Hands")
    poses = {"scissors": "victory", "paper": "open hand"}
    empty = file_of("table.png", picture("nothing", 1))
    card(page, "scissors").locator("input[type=file]").set_input_files(empty)
    expect(page.get_by_role("alert")).to_contain_text("There is no hand in the picture.", timeout=SLOWLY)
    for kind, pose in poses.items():
        card(page, kind).locator("input[type=file]").set_input_files(hand_files(pose, films))
        expect(card(page, kind)).to_contain_text("5 samples", timeout=SLOWLY)
    train(page)
    expect(page.get_by_text("2 of 2 right")).to_be_visible()

    there = visit.context.new_page()
    with elsewhere(page, tmp_path, quick=True) as address:
        there.goto(address)
        there.get_by_role("button", name="Camera").click()
        for kind, other in (("scissors", "paper"), ("paper", "scissors")):
            hold_up(there, poses[kind], films)
            says(there, kind, other)
    there.close()

    visit.start_camera()
    page.get_by_role("link", name="Back to the robot").click()
    choose_recipe(page, "Wave back")
    write(page, RECIPE)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_enabled()
    wait_until(lambda: any(client.role == "recipe" for client in robot.daemon.robot.clients.all()), "it listens")
    hold_up(page, "victory", films)
    wait_until(lambda: robot.light()[2] > 0.9 and robot.light()[0] < 0.1, "the two fingers are seen", 60)
    hold_up(page, "open hand", films)
    wait_until(lambda: robot.light()[0] > 0.9 and robot.light()[1] > 0.5, "the open hand is seen", 60)
    assert not visit.complaints
