"""The real pose model, in Chromium, on bodies that are drawn from a mesh: no photos of people are in the repository."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from tests.browser.bodies import PICTURES
from tests.browser.chromium import visiting
from tests.browser.hands import Scene, render_pictures
from tests.browser.hands.lab import build_lab, open_lab
from tests.browser.recipe_editor import choose_recipe, write
from tests.running import running, wait_until
from tjbot.learn.weights import Array
from tools.models.card import write as write_model
from tools.models.convert_pose import pose_files
from tools.models.quantise import HALF

TOLD = 0.6
A_MOMENT_LATER = 1000
"""Milliseconds after which the points are no longer drawn towards where they were before."""
LOOKS = 4
FILM_GAP = 83
DETECTOR_SIDE, BODY_SIDE = 224, 256
SETTLING = 6
"""Frames after which a body that has just been found is followed steadily."""
CAMERA_NOISE = 6
"""Of 255: a webcam in the evening."""
RED_LIGHT = 0.3
"""Widths of the picture a second from which on the recipe for red light and green light sees somebody move."""
CROP = 1.3
"""How much more than the body a crop shows."""
SHOWN = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]
"""The network's numbers of the 17 points, and which of the 17 these are:"""
LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP = 5, 6, 11, 12
ARMS = {"arms up", "left arm up", "right arm up", "arms out", "hands on hips"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bodies, and the model with half floats."""
    pictures = tmp_path_factory.mktemp("pictures")
    for picture in PICTURES.iterdir():
        (pictures / picture.name).symlink_to(picture)
    write_model(pose_files(precision=HALF), pictures / "half" / "pose")
    return pictures


@pytest.fixture(scope="module")
def lab(playwright: Playwright, folder: Path) -> Iterator[Page]:
    """A page with the model loaded."""
    build_lab()
    with open_lab(playwright, folder, query="models.html") as page:
        page.evaluate("() => lab.open('pose')")
        yield page


@pytest.fixture(scope="module")
def rooms(lab: Page, folder: Path) -> list[str]:
    """Rooms without anybody."""
    return [path.name for path in render_pictures([Scene(background=seed) for seed in range(1, 6)], folder)]


@pytest.fixture(scope="module")
def squares(lab: Page, folder: Path) -> list[tuple[str, str]]:
    """Pictures as the detector and as the landmark network take them; their addresses."""
    made = []
    for name in (
        *pictures_of("arms_up"),
        *pictures_of("sitting"),
        *pictures_of("hands_on_hips"),
        *pictures_of("standing"),
    ):
        picture = Image.open(PICTURES / name)
        square = Image.new("RGB", (picture.width, picture.width))
        square.paste(picture, (0, (picture.width - picture.height) // 2))
        square.resize((DETECTOR_SIDE, DETECTOR_SIDE)).save(folder / f"{name}_whole.png")
        ((body,),) = seen(lab, name)
        place = body["place"]
        side = CROP * max(place["width"] * picture.width, place["height"] * picture.height)
        x, y = (1 - place["x"]) * picture.width, (1 - place["y"]) * picture.height
        corners = [round(number) for number in (x - side / 2, y - side / 2, x + side / 2, y + side / 2)]
        picture.crop((corners[0], corners[1], corners[2], corners[3])).resize((BODY_SIDE, BODY_SIDE)).save(
            folder / f"{name}_body.png"
        )
        made.append((f"/pictures/{name}_whole.png", f"/pictures/{name}_body.png"))
    return made


def seen(lab: Page, *names: str) -> list[list[dict[str, Any]]]:
    """What is found in each of these pictures after a few looks: the first one still comes from elsewhere."""
    looks = [f"/pictures/{name}" for name in names for _ in range(LOOKS)]
    found: list[list[dict[str, Any]]] = lab.evaluate(
        "([pictures, gap]) => lab.see(pictures, gap)", [looks, A_MOMENT_LATER]
    )
    return found[LOOKS - 1 :: LOOKS]


def told(sightings: list[dict[str, Any]]) -> set[str]:
    return {label for sighting in sightings for label, sure in sighting["confidences"].items() if sure >= TOLD}


def pictures_of(pose: str) -> list[str]:
    return sorted(path.name for path in PICTURES.glob(f"{pose}_[0-9]*.jpg"))


@pytest.mark.parametrize(
    "pose",
    [
        *("standing", "arms_up", "left_arm_up", "right_arm_up", "arms_out", "hands_on_hips"),
        *("sitting", "leaning_left", "leaning_right", "bending_down"),
    ],
)
def test_a_pose_is_told(lab: Page, pose: str) -> None:
    label = pose.replace("_", " ")
    for name in pictures_of(pose):
        (sightings,) = seen(lab, name)
        (body,) = sightings
        assert {"somebody", label} <= told(sightings), name
        assert body["label"] == label, name
        assert (told(sightings) & ARMS) <= {label}, name
        assert ("sitting" in told(sightings)) == (pose == "sitting")


@pytest.mark.parametrize(
    "pose", ["arms_forwards", "arms_crossed", "hand_at_the_chin", "left_arm_out", "striding", "hands_behind_the_head"]
)
def test_arms_in_no_known_pose_are_called_nothing(lab: Page, pose: str) -> None:
    for name in pictures_of(pose):
        (sightings,) = seen(lab, name)
        assert told(sightings) == {"somebody", "standing"}, name


def test_a_leap_is_a_jump_and_standing_and_crouching_are_none(lab: Page) -> None:
    film = [f"/pictures/{path.name}" for path in sorted(PICTURES.glob("leap_*.jpg"))]
    frames = lab.evaluate("([pictures, gap]) => lab.see(pictures, gap)", [film, FILM_GAP])
    jumping = [number for number, sightings in enumerate(frames) if "jumping" in told(sightings)]
    assert jumping, "it was told"
    assert 8 <= jumping[0] <= 13, "while the feet were off the floor"
    assert jumping == list(range(jumping[0], jumping[-1] + 1)), "once"
    assert len(jumping) >= 3, "and long enough to be noticed"


def test_who_stands_still_is_slow_and_who_leaps_is_fast(lab: Page, folder: Path) -> None:
    def speeds(names: list[str]) -> list[float]:
        frames = lab.evaluate(
            "([pictures, gap]) => lab.see(pictures, gap)", [[f"/pictures/{name}" for name in names], FILM_GAP]
        )
        return [body["speed"] for (body,) in frames[SETTLING:]]

    for pose in ("standing", "arms_up", "sitting"):
        still = speeds(noisy(folder, pictures_of(pose)[0]))
        print(pose, f"at most {max(still):.3f} widths a second")
        assert max(still) < RED_LIGHT / 2
    leap = speeds([path.name for path in sorted(PICTURES.glob("leap_*.jpg"))])
    print("leap", f"at most {max(leap):.3f} widths a second")
    assert max(leap) > RED_LIGHT


def noisy(folder: Path, name: str) -> list[str]:
    """A film in which nothing moves: the same picture with the noise of a camera, another one each time."""
    picture = np.asarray(Image.open(PICTURES / name).convert("RGB"), dtype=float)
    dice = np.random.default_rng(1)
    film = [f"still_{number}_{name}" for number in range(24)]
    for each in film:
        shown = np.clip(picture + dice.normal(0, CAMERA_NOISE, picture.shape), 0, 255)
        Image.fromarray(shown.astype(np.uint8)).save(folder / each, quality=90)
    return film


def test_an_empty_room_has_nobody_in_it(lab: Page, rooms: list[str]) -> None:
    assert seen(lab, *rooms) == [[]] * len(rooms)


def outputs(lab: Page, network: str, picture: str, names: list[str], low: int) -> list[list[Array]]:
    """What a network gives for a picture whose channels go from `low` to 1: with half floats, then with 8 bits."""
    return [
        [
            np.array(values)
            for values in lab.evaluate(
                "(all) => lab.outputs(...all)", [base, f"pose/{network}", picture, names, low, 1]
            )
        ]
        for base in ("/pictures/half/", "/models/")
    ]


@pytest.mark.deep
@pytest.mark.timeout(300)
def test_8_bits_see_what_half_floats_see(lab: Page, squares: list[tuple[str, str]]) -> None:
    moved, found = [], []
    for whole, body in squares:
        (points, presence), (eight_points, eight_presence) = outputs(lab, "landmarks", body, ["points", "presence"], 0)
        if presence[0] >= TOLD:
            assert eight_presence[0] >= TOLD
            before, after = (numbers.reshape(-1, 5)[SHOWN, :2] for numbers in (points, eight_points))
            trunk = (
                np.linalg.norm(before[LEFT_SHOULDER] + before[RIGHT_SHOULDER] - before[LEFT_HIP] - before[RIGHT_HIP])
                / 2
            )
            moved += list(np.linalg.norm(before - after, axis=1) / trunk)
        (_, scores), (_, eight_scores) = outputs(lab, "detector", whole, ["boxes", "scores"], -1)
        found.append((scores.max() >= 0, eight_scores.max() >= 0))
    print(f"points differ by {np.mean(moved):.2%} of the trunk, 9 of 10 by {np.percentile(moved, 90):.2%}")
    assert len(moved) >= 17 * 6, "enough bodies were there"
    assert np.mean(moved) <= 0.03
    assert [eight for _, eight in found] == [half for half, _ in found]


def test_no_tensor_is_left_behind(lab: Page) -> None:
    assert lab.evaluate("(address) => lab.leaked(address, 30)", f"/pictures/{pictures_of('arms_up')[0]}") == 0
    lab.evaluate("() => lab.close()")
    before = lab.evaluate("() => lab.close()")
    lab.evaluate("() => lab.open('pose')")
    assert lab.evaluate("() => lab.close()") == before


@pytest.mark.timeout(120)
def test_a_recipe_acts_on_a_pose_and_only_the_word_leaves_the_page(playwright: Playwright, tmp_path: Path) -> None:
    with running(tmp_path) as robot, visiting(playwright, robot.url, cut_off=True) as visit:
        page = visit.page
        choose_recipe(page, "Wave back")
        write(page, 'from tjbot import robot\n\n@robot.when_sees("arms up")\ndef hands_up():\n    robot.raise_arm()\n')
        page.get_by_role("switch", name="Hands").click()
        page.get_by_role("switch", name="Poses").click()
        page.get_by_role("button", name="Run", exact=True).click()
        page.locator("input[accept^=image]").set_input_files(PICTURES / "arms_up_100.jpg")
        wait_until(lambda: 1400 in map(round, robot.pulses_us()), "the robot raises its arm, too", 60)
        expect(page.locator("li.seen", has_text="arms up").first).to_be_visible()
        assert page.get_by_text("pictures left this page").inner_text().startswith("0 ")
        assert not visit.complaints
