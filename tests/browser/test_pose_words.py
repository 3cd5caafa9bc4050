"""How often the words for poses are right: on bodies on which nothing was tuned, and on a film in the robot's page."""

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.bodies import MANY, film
from tests.browser.chromium import visiting
from tests.browser.hands.lab import build_lab, open_lab
from tests.running import running, wait_until

pytestmark = pytest.mark.live

TOLD = 0.6
GAP_MILLISECONDS = 1000
LOOKS = 4
SECONDS = 90
"""So long a test waits: models load, a slow machine sees few frames a second, and the film begins anew."""

STANDS = {
    *("standing", "arms_up", "left_arm_up", "right_arm_up", "arms_out", "hands_on_hips", "jumping"),
    *("leaning_left", "leaning_right", "arms_forwards", "arms_crossed", "hand_at_the_chin"),
    *("hands_behind_the_head", "left_arm_out", "striding"),
}
NAMELESS = {
    *("arms_forwards", "arms_crossed", "hand_at_the_chin", "hands_behind_the_head", "left_arm_out", "striding"),
    # One picture shows no jump, and one cannot see that somebody stands at a desk.
    *("squatting", "jumping", "desk_standing"),
}


def words_of(pose: str) -> set[str]:
    """What is to be told of a picture of this pose, besides that there is somebody."""
    words = set() if pose in NAMELESS else {pose.removeprefix("desk_").replace("_", " ")}
    return words | ({"standing"} if pose in STANDS else set())


def told(page: Page, picture: Path) -> set[str]:
    """The words that are sure after a few looks."""
    looks = [f"/pictures/{picture.name}"] * LOOKS
    found = page.evaluate("([pictures, gap]) => lab.see(pictures, gap)", [looks, GAP_MILLISECONDS])
    return {label for body in found[-1] for label, sure in body["confidences"].items() if sure >= TOLD} - {"somebody"}


@pytest.mark.timeout(240)
def test_most_words_are_right_and_few_are_wrong(playwright: Playwright) -> None:
    build_lab()
    right: Counter[str] = Counter()
    pictures = sorted(MANY.iterdir())
    missing, wrong = [], []
    with open_lab(playwright, MANY, query="models.html") as page:
        page.evaluate("() => lab.open('pose')")
        for picture in pictures:
            words, wanted = told(page, picture), words_of(picture.stem.rpartition("_")[0])
            place = "at a desk" if picture.name.startswith("desk") else "whole"
            right[place] += words == wanted
            missing += [f"{picture.stem}: {word}" for word in wanted - words]
            wrong += [f"{picture.stem}: {word}" for word in words - wanted]
    at_desk = sum(picture.name.startswith("desk") for picture in pictures)
    whole = len(pictures) - at_desk
    print(f"all words right: {right['whole']} of {whole} whole bodies, {right['at a desk']} of {at_desk} at a desk")
    print("missing:", *missing, "wrong:", *wrong, sep="\n    ")
    assert right["whole"] >= 0.85 * whole
    assert right["at a desk"] >= 0.5 * at_desk
    assert len(wrong) <= 0.06 * len(pictures)


@pytest.mark.timeout(240)
def test_a_jump_in_front_of_the_camera_lights_the_light(playwright: Playwright, films: Path, tmp_path: Path) -> None:
    recipe = 'from tjbot import robot\n\n@robot.when_sees("jumping")\ndef jump():\n    robot.shine("green")\n'
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "sport.py").write_text(recipe)
    with (
        running(tmp_path, autostart="sport.py") as daemon,
        visiting(playwright, daemon.url, camera="film", film=film(films)) as visit,
    ):
        page = visit.page
        page.get_by_role("switch", name="Hands").click()
        assert not any("/models/pose/" in request for request in visit.requests), "loaded only when it is wanted"
        page.get_by_role("switch", name="Poses").click()
        visit.start_camera()
        expect(page.locator("li.seen", has_text="standing")).to_be_visible(timeout=1000 * SECONDS)
        wait_until(lambda: daemon.light() == (0, 1, 0), "the light is green", seconds=SECONDS)
        assert not visit.complaints
