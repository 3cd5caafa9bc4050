"""Made-up pictures of papers and of other things, and those that the network for print is judged by."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tjbot.learn.errors import TrainingError
from tjbot.learn.papers.examples import draw_example, draw_examples
from tjbot.learn.papers.fonts import FOLDERS, Fonts
from tjbot.learn.papers.held_out import HeldOut, write
from tjbot.learn.papers.scenes import CELLS, SIDE
from tjbot.learn.papers.sheets import SHEETS
from tjbot.learn.papers.textures import TEXTURES
from tjbot.learn.papers.things import THINGS

SHIPPED = Path(__file__).parents[3] / "web_ui" / "public" / "models" / "papers"


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    """Those of this computer."""
    try:
        return Fonts.found(FOLDERS)
    except TrainingError:
        pytest.skip("there are no fonts here")


@pytest.mark.parametrize("place", [0, 1])
def test_the_same_seed_gives_the_same_picture_and_another_another(place: int, fonts: Fonts) -> None:
    first, again, other = (draw_example(place, seed, fonts) for seed in (3, 3, 4))
    assert (first.picture == again.picture).all()
    assert (first.printed == again.printed).all()
    assert (first.picture != other.picture).any()


def test_every_second_picture_has_print_and_its_place_is_known(fonts: Fonts) -> None:
    told: list[int] = []
    examples = draw_examples(12, 8, fonts, told.append)
    assert examples.pictures.shape == (12, SIDE, SIDE, 3)
    assert examples.printed.shape == (12, CELLS, CELLS)
    assert examples.papers.tolist() == [False, True] * 6
    assert told[-1] == 12
    alone = draw_example(5, 8, fonts)
    assert (examples.pictures[5] == alone.picture).all(), "whichever process drew it"


def test_where_print_is_the_picture_varies_more_than_on_the_blank_parts(fonts: Fonts) -> None:
    # Told of sheets themselves: behind them anything may be.
    for number, draw in enumerate(SHEETS):
        sheet = draw(np.random.default_rng(number), fonts)
        pixels, printed = np.asarray(sheet.picture.convert("L"), float), np.asarray(sheet.print) > 0
        assert 0.03 < printed.mean() < 0.9, draw.__name__
        edges = np.abs(np.diff(pixels, axis=1, append=0))
        assert edges[printed].mean() > edges[~printed].mean(), draw.__name__


@pytest.mark.parametrize("seed", range(3))
def test_every_surface_and_thing_can_be_drawn(seed: int, fonts: Fonts) -> None:
    for draw in TEXTURES:
        pixels = draw(np.random.default_rng(seed), 64)
        assert pixels.shape == (64, 64, 3), draw.__name__
        assert np.isfinite(pixels).all(), draw.__name__
    for thing in THINGS:
        drawn = thing(np.random.default_rng(seed), fonts, 128)
        assert (drawn.mode, drawn.size) == ("RGBA", (128, 128)), thing.__name__


def test_hardly_any_fonts_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(TrainingError, match="There are 0 fonts"):
        Fonts.found([tmp_path])


def test_pictures_that_are_kept_come_back(tmp_path: Path) -> None:
    jpegs = []
    for grey in (10, 200):
        data = BytesIO()
        Image.new("RGB", (SIDE, SIDE), (grey, grey, grey)).save(data, "JPEG")
        jpegs.append(data.getvalue())
    write(tmp_path / "kept.npz", jpegs, ["letter", "plain"], [True, False])
    held_out = HeldOut.read(tmp_path / "kept.npz")
    assert len(held_out) == 2
    assert held_out.pictures.mean(axis=(1, 2, 3)).round().tolist() == [10, 200]
    assert held_out.kinds == ("letter", "plain")
    assert held_out.papers.tolist() == [True, False]


def test_the_card_counts_the_pictures_that_are_held_out() -> None:
    held_out = HeldOut.read()
    accuracy = json.loads((SHIPPED / "card.json").read_text())["accuracy"]
    assert [sum(row) for row in accuracy["confusion"].values()] == [held_out.papers.sum(), (~held_out.papers).sum()]
    assert {kind: of for kind, (_asked, of) in accuracy["by_kind"].items()} == {
        kind: held_out.kinds.count(kind) for kind in held_out.kinds
    }
    found, missed = accuracy["confusion"]["paper"]
    assert accuracy["recall"] == round(found / (found + missed), 4) >= 0.9
    asked, passed = accuracy["confusion"]["other"]
    assert accuracy["false_asks"] == round(asked / (asked + passed), 4) <= 0.03
