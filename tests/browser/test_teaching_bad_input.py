"""Teaching with what is no use, or too much of it: each is told in a sentence, and nothing that was there is lost."""

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, Playwright, expect

from tests.browser.chromium import Visit, visiting
from tests.browser.test_teaching import SLOWLY, begin, button, card, files, show
from tests.taught import zipped
from tjbot.protocol.models import CARD, ModelCard, Numbers, encode_card
from tjbot.protocol.models import file_of as about_file

MOST_SAMPLES = 3000


@pytest.fixture
def visit(playwright: Playwright, robot: Any) -> Iterator[Visit]:
    """The robot's page in a browser without a camera."""
    with visiting(playwright, f"{robot.url}/#teach") as visit:
        yield visit


def dense(*, takes: int = 4, **changes: Any) -> dict[str, Any]:
    """One dense layer with two neurons, as TensorFlow.js writes it."""
    config = {"name": "last", "units": 2, "activation": "softmax", "use_bias": True, "batch_input_shape": [None, takes]}
    layer = {"class_name": "Dense", "config": config, **changes}
    return {"class_name": "Sequential", "config": {"name": "all", "layers": [layer]}}


def model(topology: dict[str, Any], *, labels: int = 2, takes: int = 4, weight: float = 0.5) -> bytes:
    """A zip of a model for four numbers, whatever its network takes."""
    shapes = {"last/kernel": [takes, 2], "last/bias": [2]}
    specs = [{"name": name, "shape": shape, "dtype": "float32"} for name, shape in shapes.items()]
    network = {
        "format": "layers-model",
        "modelTopology": topology,
        "weightsManifest": [{"paths": ["weights.bin"], "weights": specs}],
    }
    weights = struct.pack(f"<{2 * takes + 2}f", *[weight] * (2 * takes + 2))
    parts = {"model.json": json.dumps(network).encode(), "weights.bin": weights}
    about = ModelCard(
        version=1,
        name="Odd",
        labels=[f"thing {number}" for number in range(labels)],
        input=Numbers(shape=[4]),
        files={name: about_file(data) for name, data in parts.items()},
        network="layers-model",
    )
    return zipped({**parts, CARD: encode_card(about)})


KERAS_3 = dense(class_name="InputLayer", config={"batch_shape": [None, 4], "dtype": "float32", "name": "input"})
"""How Keras 3 writes the beginning of a network."""


def bring(page: Page, name: str, data: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_label("Open a file …").set_input_files(file)


@pytest.mark.timeout(300)
def test_a_model_that_can_not_be_used_is_refused_and_makes_no_project(visit: Visit) -> None:
    page = visit.page
    for name, data, sentence in (
        ("custom.zip", model(dense(class_name="MyLayer")), "it has a layer “MyLayer” that this page does not know"),
        ("shape.zip", model(dense(takes=7), takes=7), "“Odd” can not be asked about 4 numbers"),
        ("labels.zip", model(dense(), labels=3), "“Odd” answers with 2 numbers, but has 3 labels."),
        ("many.zip", model(dense(), labels=10_000), "The model tells 10000 things apart; 1000 are the most."),
        ("keras3.zip", model(KERAS_3), "it was saved by a newer Keras than TensorFlow.js can read"),
        ("nan.zip", model(dense(), weight=float("nan")), "answers with something that is no number (NaN)"),
        ("fruit.keras", b"PK", "“fruit.keras” is a model for Keras, which no browser can open."),
        ("cut.zip", model(dense())[:-30], "“cut.zip” can not be opened"),
        ("essay.docx", b"My holidays", "There is nothing in “essay.docx” that can be used here."),
    ):
        bring(page, name, data)
        expect(page.get_by_role("alert")).to_contain_text(sentence, timeout=SLOWLY)
    expect(page.get_by_role("heading", name="What I have learned in this browser")).to_have_count(0)
    # The same without a fault is taken.
    bring(page, "good.zip", model(dense()))
    expect(page.get_by_text("“Odd” came from elsewhere")).to_be_visible(timeout=SLOWLY)
    assert not visit.complaints


def project(count: int) -> bytes:
    """A project of two classes with so many samples, as the page saves it; the pictures themselves are left out."""
    numbers = [struct.pack("<1280f", *[0.5 + kind % 2] * 640, *[0.01 * kind] * 640) for kind in range(10)]
    about = {
        "format_version": 1,
        "name": "Large",
        "kind": "pictures",
        "author": "",
        "classes": [{"id": "a", "name": "banana"}, {"id": "b", "name": "apple"}],
        "samples": [
            {"id": f"s{number}", "class": "ab"[number % 2], "burst": f"{number // 5}", "made": number}
            for number in range(count)
        ],
        "length": 1280,
        "outcome": None,
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tjbot-project.json", json.dumps(about))
        archive.writestr("features.bin", b"".join(numbers[number % 10] for number in range(count)))
    return data.getvalue()


@pytest.mark.timeout(300)
def test_more_samples_than_fit_into_memory_are_not_taken(visit: Visit) -> None:
    page = visit.page
    bring(page, "large.tjbot.zip", project(5000))
    expect(page.get_by_role("alert")).to_contain_text("more than 100 classes or 3000 samples", timeout=SLOWLY)
    bring(page, "large.tjbot.zip", project(MOST_SAMPLES))
    own = card(page, "banana")
    expect(own).to_contain_text("1500 samples", timeout=SLOWLY)
    own.locator("input[type=file]").set_input_files(files("banana", range(2)))
    expect(page.get_by_role("alert")).to_contain_text("3000 samples are the most that fit", timeout=SLOWLY)
    expect(own).to_contain_text("1500 samples")
    expect(button(page, "Train")).to_be_enabled()
    assert not visit.complaints


@pytest.mark.timeout(300)
def test_a_training_whose_numbers_grow_beyond_all_bounds_ends_in_a_sentence(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Numbers").click()
    # So large a number is infinite in the 32 bits that networks compute with.
    table = "light,kind\n" + "".join(
        f"{number}e{39 if number == 3 else 0},{'ab'[number % 2]}\n" for number in range(20)
    )
    chosen: FilePayload = {"name": "light.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.get_by_label("Open a table (CSV) …").set_input_files(chosen)
    expect(page.get_by_text("10 samples")).to_have_count(2)
    button(page, "Train").click()
    expect(page.get_by_role("alert")).to_contain_text("its numbers grew beyond all bounds", timeout=SLOWLY)
    expect(button(page, "Train")).to_be_enabled()
    expect(page.get_by_text("10 samples")).to_have_count(2)
    assert not visit.complaints


@pytest.mark.timeout(300)
def test_a_browser_that_is_full_says_so_and_keeps_what_it_has(visit: Visit, robot: Any) -> None:
    page = visit.page
    begin(page, robot.url, "banana", "apple")
    show(page, "banana", 2)
    devtools = visit.context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": robot.url, "quotaSize": 1})
    chosen = card(page, "apple").locator("input[type=file]")
    # The browser looks only now and then how much room there is.
    for seed in range(1000):
        chosen.set_input_files(files("apple", range(seed, seed + 1)))
        expect(page.get_by_role("alert").or_(card(page, "apple").get_by_text(f"{seed + 1} sample"))).to_be_visible(
            timeout=SLOWLY
        )
        if page.get_by_role("alert").is_visible():
            break
    expect(page.get_by_role("alert")).to_contain_text("This browser has no room left")
    taken = int(card(page, "apple").locator(".count").inner_text().split()[0])
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": robot.url})
    chosen.set_input_files(files("apple", range(3)))
    expect(card(page, "apple")).to_contain_text(f"{taken + 3} samples", timeout=SLOWLY)
    page.reload()
    page.get_by_role("button", name="Pictures banana, apple").click()
    expect(card(page, "banana")).to_contain_text("2 samples")
    expect(card(page, "apple")).to_contain_text(f"{taken + 3} samples")
    assert not visit.complaints
