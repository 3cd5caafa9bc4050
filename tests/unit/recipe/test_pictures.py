"""What a recipe may ask about which picture."""

from pathlib import Path

import pytest

from tjbot.errors import RefusedError
from tjbot.recipe.pictures import bytes_of, checked_subject
from tjbot.recipe.verbs import ArgumentError


def test_a_picture_may_be_a_path_or_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "cup.jpg").write_bytes(b"picture")
    assert bytes_of(str(tmp_path / "cup.jpg")) == bytes_of(b"picture") == b"picture"
    with pytest.raises(RefusedError, match=r"none\.jpg cannot be read: No such file"):
        bytes_of(str(tmp_path / "none.jpg"))
    with pytest.raises(RefusedError, match="3 is no picture"):
        bytes_of(3)  # type: ignore[arg-type]


def test_what_cannot_be_asked_is_told_with_what_can() -> None:
    assert checked_subject("faces") == "faces"
    with pytest.raises(ArgumentError, match="does not know 'face'") as caught:
        checked_subject("face")
    assert caught.value.hint == 'Did you mean "faces"?'
    with pytest.raises(ArgumentError, match="understand no sentences") as caught:
        checked_subject("What is your name?")
    assert caught.value.hint == "To ask a person write: input('What is your name?')"
