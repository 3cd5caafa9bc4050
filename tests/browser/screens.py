"""Every screen of the page, by its place: each walk brings the page from one to the next, and tells the name of each.

A new place in `web_ui/src/places.ts` needs its walk here, and a new sheet, drawer or question its stop: then
`test_every_screen.py` tries axe, narrow windows and large letters on it.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.fruit import picture
from tests.browser.recipe_editor import choose_recipe, text_box, write
from tests.running import RunningDaemon

Walk = Callable[[Page, RunningDaemon], Iterator[str]]

SLOWLY = 60_000
"""Milliseconds: networks have to be loaded, and a slow machine takes its time."""

PLACES = re.findall(
    r"'(#\w+)'", (Path(__file__).parents[2] / "web_ui" / "src" / "places.ts").read_text().partition("as const")[0]
)
"""What the page itself has for places."""

ASKING = """from tjbot import robot

robot.look()
robot.shine("red")
print("I am here")
answer = input("Which color? ")
robot.colour(answer)
"""

ODD = "from tjbot import robot\n\nrobot.wvae()\nrobot.wave\n"


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def play(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """Where one plays, but for the recipes."""
    expect(button(page, "wave")).to_be_enabled()
    yield "idle"
    page.get_by_role("textbox", name="text", exact=True).fill("Hello, everyone! " * 5)
    button(page, "say").click()
    expect(page.get_by_role("img", name=re.compile("It says"))).to_be_visible()
    button(page, "arm").click()
    yield "a long sentence, and more to choose"
    button(page, "arm").click()
    page.get_by_role("button", name="open hand: look closer").click()
    button(page, "Start camera").click()
    expect(page.get_by_text("Not seen: there is nothing like it")).to_be_visible(timeout=SLOWLY)
    page.get_by_role("switch", name="Listen").click()
    page.get_by_role("button", name="clap: look closer").click(timeout=SLOWLY)
    yield "camera, microphone and drawers"
    button(page, "Stop camera").click()
    page.get_by_role("switch", name="Listen").click()
    page.get_by_role("radio", name="the robot’s eyes").check()
    button(page, "Start camera").click()
    expect(page.get_by_text("This robot has no camera")).to_be_visible()
    yield "through the robot’s eyes"
    button(page, "Stop camera").click()


def recipes(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """The sheet of the recipe."""
    choose_recipe(page, "Wave back")
    write(page, ODD)
    expect(page.get_by_role("list", name="What is odd in the recipe")).to_contain_text("brackets")
    yield "odd lines"
    write(page, ASKING)
    page.keyboard.press("Control+Enter")
    answer = page.get_by_role("textbox", name="Which color?")
    expect(answer).to_be_visible()
    expect(page.get_by_role("list", name="Pictures that the robot took")).to_be_visible()
    yield "a question, a picture"
    answer.fill("blue")
    answer.press("Enter")
    expect(page.get_by_role("list", name="What is odd in the recipe")).to_contain_text("colour")
    yield "an error"
    button(page, "More").click()
    button(page, "Share").click()
    button(page, "Earlier versions").click()
    page.get_by_role("region", name="Earlier versions").get_by_role("listitem").first.get_by_role("button").click()
    expect(button(page, "Bring back")).to_be_visible()
    yield "more, a link, earlier versions"
    button(page, "Rename").click()
    yield "a new name"
    button(page, "Cancel").click()
    page.get_by_role("button", name=re.compile(r"^All .*recipes$")).click()
    button(page, "New recipe").click()
    yield "the gallery"
    page.get_by_role("button", name="Back to my recipe").click()


def build(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """Wiring and calibrating."""
    page.get_by_role("row").nth(1).get_by_role("button").click()
    yield "wiring"
    button(page, "Begin").click()
    expect(page.get_by_role("slider", name="Pulse of the arm’s servo")).to_be_enabled()
    yield "calibrating"
    button(page, "Cancel").click()


def teach(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """Teaching: what there is to choose from, each kind, one of them with samples and trained."""
    for kind in ("Hands", "Movements", "Sounds"):
        page.get_by_role("button", name=re.compile(f"^{kind}")).click()
        expect(button(page, "+ Add a class")).to_be_visible()
        yield kind
        button(page, "Another project").click()
    page.get_by_role("button", name=re.compile("^Pictures")).click()
    apple: FilePayload = {"name": "apple.png", "mimeType": "image/png", "buffer": picture("apple", 1)}
    page.locator(".show input[type=file]").first.set_input_files([apple])
    expect(page.get_by_text("1 sample", exact=True)).to_be_visible(timeout=SLOWLY)
    yield "Pictures"
    button(page, "Throw it away").click()
    expect(page.get_by_role("alertdialog")).to_be_focused()
    yield "the question before all is thrown away"
    button(page, "Yes, throw away").click()
    page.get_by_role("button", name=re.compile("^Numbers")).click()
    button(page, "The irises").click()
    expect(page.get_by_text("50 samples", exact=True)).to_have_count(3, timeout=SLOWLY)
    button(page, "Train").click()
    expect(page.get_by_text(re.compile("of 30 right"))).to_be_visible(timeout=SLOWLY)
    button(page, "Draw the map").click()
    expect(page.get_by_role("img", name=re.compile("lies together"))).to_be_visible(timeout=SLOWLY)
    yield "Numbers, trained"
    button(page, "Keep the samples on the robot").click()
    expect(page.get_by_role("alertdialog")).to_be_focused()
    yield "the question before samples are kept"
    button(page, "Save it there").click()
    expect(page.get_by_text("lies on the robot now")).to_be_visible()
    button(page, "Give the model to the robot").click()
    expect(page.get_by_text("lives on the robot now")).to_be_visible()
    button(page, "Another project").click()
    page.get_by_role("button", name=re.compile("^Remove the project")).click()
    expect(page.get_by_role("alertdialog")).to_be_focused()
    yield "what there is to choose from"


def lesson(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """The lesson about networks."""
    page.get_by_role("button", name=re.compile("^Result, row 1")).first.click()
    yield "tensors, a neuron, a network"


def why(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """Why the robot did what it did."""
    yield "the timeline of what ran before"


def lessons(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """Lessons to choose from, and one that has begun."""
    expect(button(page, "Begin: Wave back")).to_be_visible()
    yield "what there is to choose from"
    button(page, "Begin: Wave back").click()
    expect(page.get_by_role("heading", name="Meet your robot")).to_be_visible()
    yield "a lesson that has begun"


def teacher(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """A class: closed, open, with a pupil, and what a teacher says to all."""
    expect(button(page, "Open the class")).to_be_visible()
    yield "before it is opened"
    button(page, "Open the class").click()
    expect(page.get_by_text("Nobody has come in yet.")).to_be_visible()
    made = page.request.post(f"{robot.url}/api/class/pupils", data={"name": "Grace"}, headers={"Origin": robot.url})
    assert made.ok, made.text()
    button(page, "Grace").click()
    button(page, "Message").click()
    expect(button(page, "Hand over the real robot")).to_be_visible()
    yield "a pupil, a message"
    button(page, "Hand out").click()
    button(page, "Look up!").click()
    button(page, "Wipe class").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    yield "all are paused, and the question before all is wiped"
    button(page, "Cancel").click()
    button(page, "Go on").click()
    button(page, "Close class").click()


def codes(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """Letting a class in."""
    button(page, "Make an invitation to scan").click()
    page.get_by_text("Show the code for teachers").click()
    expect(page.get_by_role("img", name=re.compile("^Invitation"))).to_be_visible()
    page.get_by_role("button", name="Send Ada out").click()
    expect(button(page, "Cancel")).to_be_focused()
    yield "codes, and who is let in"
    button(page, "Cancel").click()


def robots(page: Page, robot: RunningDaemon) -> Iterator[str]:
    """The robots in the room."""
    expect(page.get_by_role("link", name="Visit Ada")).to_be_visible()
    yield "a shelf"


WALKS: dict[str, tuple[Walk, ...]] = {
    "#play": (play, recipes),
    "#why": (why,),
    "#lessons": (lessons,),
    "#build": (build,),
    "#teach": (teach,),
    "#lesson": (lesson,),
    "#class": (teacher,),
    "#codes": (codes,),
    "#robots": (robots,),
}


def text_is_in(page: Page) -> None:
    """Waits until the editor is there: what comes before it has no names."""
    expect(text_box(page)).to_be_visible()
