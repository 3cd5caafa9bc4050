"""What was taught leaves the browser and comes back: files, and models on the robot."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.faces import Face, svg
from tests.browser.fruit import picture
from tests.browser.test_teaching import SLOWLY, begin, button, card, file_of, show, train
from tests.running import RunningDaemon


def models(robot: RunningDaemon) -> list[Path]:
    """The folders of the models on the robot."""
    return [path for path in (robot.home / "models").iterdir() if path.is_dir() and not path.name.startswith(".")]


@pytest.fixture
def visit(playwright: Playwright, robot: RunningDaemon) -> Iterator[Visit]:
    """The robot's page in a browser without a camera."""
    with visiting(playwright, robot.url) as visit:
        yield visit


def taught(page: Page, url: str) -> None:
    """A project that tells bananas from apples."""
    begin(page, url, "banana", "apple")
    for kind in ("banana", "apple"):
        show(page, kind, 6)
    train(page)


def save(page: Page, name: str, folder: Path) -> Path:
    """The file that a button saves."""
    with page.expect_download(timeout=SLOWLY) as download:
        button(page, name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def portrait(visit: Visit) -> bytes:
    """A picture of somebody who is drawn."""
    page = visit.context.new_page()
    page.set_viewport_size({"width": 640, "height": 480})
    room = '<rect width="640" height="480" fill="#9db3a5"/>'
    page.set_content(f'<body style="margin:0"><svg width="640" height="480">{room}{svg(Face("smiling"))}</svg>')
    data = page.screenshot()
    page.close()
    return data


def school_report(visit: Visit) -> bytes:
    """A picture of a paper that Chromium typeset, before a wall."""
    page = visit.context.new_page()
    page.set_viewport_size({"width": 640, "height": 480})
    marks = "".join(
        f"<tr><td>{subject}<td>{mark}<td>Mr Baker" for mark, subject in enumerate(("English", "Music", "Arts"), 1)
    )
    words = (
        "Clara reads aloud with joy, asks good questions, and has helped the others whenever they were at a loss. " * 2
    )
    page.set_content(
        "<body style='background:#7d8b78;font:16px/1.4 serif'><div style='width:330px;margin:10px auto;padding:20px;"
        f"background:#fdfcf6;transform:rotate(4deg)'><h3>School Report</h3><p>{words}<table width=100%>{marks}</table>"
        f"<p>{words}</div>"
    )
    data = page.screenshot()
    page.close()
    return data


@pytest.mark.timeout(300)
def test_a_project_is_a_file_and_its_model_lives_on_the_robot(
    visit: Visit, robot: RunningDaemon, tmp_path: Path, playwright: Playwright
) -> None:
    page = visit.page
    taught(page, robot.url)
    author = page.get_by_label("Who made it?")
    author.fill("  Class 6b ")
    author.press("Enter")
    expect(author).to_have_value("Class 6b")
    page.get_by_label("May others use it?").select_option("Yes, anyone may (CC0)")
    file = save(page, "Save the project as a file", tmp_path)
    assert file.name == "Pictures.tjbot.zip"
    button(page, "Give the model to the robot").click()
    expect(page.get_by_text("lives on the robot now")).to_be_visible(timeout=SLOWLY)
    expect(page.get_by_text("0 pictures left this page")).to_be_visible()
    expect(page.get_by_text("1 model saved")).to_be_visible()
    [folder] = models(robot)
    model = json.loads((folder / "tjbot-model.json").read_text())
    assert (model["labels"], model["author"], model["licence"]) == (["banana", "apple"], "Class 6b", "CC0-1.0")
    button(page, "Give the model to the robot").click()
    expect(page.get_by_text("2 models saved")).to_be_visible(timeout=SLOWLY)
    expect(button(page, "Give the model to the robot")).to_be_enabled(timeout=SLOWLY)
    assert models(robot) == [folder], "it takes the place of the first"
    assert not visit.complaints

    with visiting(playwright, f"{robot.url}/#teach") as other:
        other.page.get_by_label("Open a file …").set_input_files(file)
        expect(card(other.page, "banana")).to_contain_text("6 samples", timeout=SLOWLY)
        expect(other.page.locator(".show img")).to_have_count(12)
        expect(other.page.get_by_label("Who made it?")).to_have_value("Class 6b")
        expect(other.page.locator("#panel-see").get_by_text("apple", exact=True)).to_be_visible()
        button(other.page, "Another project").click()
        other.page.get_by_role("button", name="Pictures banana, apple").last.click()
        expect(card(other.page, "banana")).to_contain_text("0 samples")
        expect(other.page.locator("#panel-see").get_by_text("apple", exact=True)).to_be_visible()
        button(other.page, "Another project").click()
        other.page.get_by_role("button", name="Remove “Pictures” from the robot").click()
        expect(other.page.get_by_text("Models on the robot")).to_have_count(0)
        assert not other.complaints
    assert models(robot) == []


@pytest.mark.timeout(300)
def test_faces_are_asked_about_before_a_file_is_saved(visit: Visit, robot: RunningDaemon, tmp_path: Path) -> None:
    page = visit.page
    begin(page, robot.url, "banana", "me")
    show(page, "banana", 3)
    card(page, "me").locator("input[type=file]").set_input_files(file_of("me.png", portrait(visit)))
    expect(card(page, "me")).to_contain_text("1 sample", timeout=SLOWLY)
    button(page, "Save the project as a file").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("There is a face on 1 sample.", timeout=SLOWLY)
    button(page, "Save nothing").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)

    button(page, "Save the project as a file").click()
    expect(page.get_by_role("alertdialog")).to_be_visible(timeout=SLOWLY)
    file = save(page, "Leave them out", tmp_path)
    with zipfile.ZipFile(file) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".jpg")]) == 3
    expect(page.get_by_text("0 pictures left this page")).to_be_visible()


@pytest.mark.timeout(300)
def test_papers_with_print_are_asked_about_too_and_fruit_is_not(
    visit: Visit, robot: RunningDaemon, tmp_path: Path
) -> None:
    page = visit.page
    begin(page, robot.url, "banana", "paper")
    show(page, "banana", 4)
    card(page, "paper").locator("input[type=file]").set_input_files(file_of("report.png", school_report(visit)))
    expect(card(page, "paper")).to_contain_text("1 sample", timeout=SLOWLY)
    assert not [url for url in visit.requests if "/models/papers/" in url], "it is loaded only for this"
    button(page, "Save the project as a file").click()
    question = page.get_by_role("alertdialog")
    expect(question).to_contain_text("There seems to be print on 1 sample", timeout=SLOWLY)
    expect(question).not_to_contain_text("face on")
    expect(question.locator("img")).to_have_count(1)
    with zipfile.ZipFile(save(page, "Leave them out", tmp_path)) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".jpg")]) == 4
    expect(page.get_by_text("0 pictures left this page")).to_be_visible()


@pytest.mark.timeout(300)
def test_pictures_in_folders_and_files_that_are_no_use(visit: Visit, robot: RunningDaemon) -> None:
    page = visit.page
    page.goto(f"{robot.url}/#teach")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for kind in ("banana", "apple"):
            for seed in range(3):
                archive.writestr(f"{kind}/{seed}.png", picture(kind, seed))
    bring = page.get_by_label("Open a file …")
    bring.set_input_files({"name": "fruit.zip", "mimeType": "application/zip", "buffer": data.getvalue()[:-40]})
    expect(page.get_by_role("alert")).to_contain_text("“fruit.zip” can not be opened")
    bring.set_input_files({"name": "fruit.zip", "mimeType": "application/zip", "buffer": data.getvalue()})
    for kind in ("banana", "apple"):
        expect(card(page, kind)).to_contain_text("3 samples", timeout=SLOWLY)
    assert not visit.complaints
