"""Every key of tjbot.toml says what it is for and what it may be, in the reference and to who sets up a robot."""

from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta

from tjbot.config import Configuration, PartSettings
from tjbot.keys import Key, as_toml, keys_of
from tjbot.protocol.values import Fraction
from tjbot.reference import reference
from tjbot.robot.parts import all_parts

EVERY_TABLE = [Configuration, *(part.Settings for part in all_parts())]


class BellSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[bell]`: a bell. More of it."""

    tone: Literal["high", "low"] = "high"
    """High
    or low."""
    volume: Fraction = 1.0
    """How loud."""
    pause_ms: Annotated[int, Meta(ge=1, le=100)] | None = None
    """The pause."""
    words: tuple[str, ...] = ()
    """What it says."""
    undocumented: bool = False


class Mystery(msgspec.Struct):
    """Has a key that there are no words for."""

    when: bytes = b""


@pytest.mark.parametrize("settings", EVERY_TABLE, ids=lambda settings: settings.__name__)
def test_every_key_is_documented_with_a_sentence(settings: type[msgspec.Struct]) -> None:
    keys = keys_of(settings)
    assert keys
    for key in keys:
        assert key.meaning.endswith((".", "…")), f'write a docstring below "{key.name}" in {settings.__name__}'


def test_a_key_is_told_by_its_field() -> None:
    tone, volume, pause, words, undocumented, enabled = keys_of(BellSettings)
    assert tone == Key(
        name="tone", meaning="High or low.", may_be='"high" or "low"', default="high", choices=["high", "low"]
    )
    assert (volume.may_be, volume.default) == ("a number from 0 to 1", 1.0)
    assert (pause.may_be, pause.default) == ("a whole number from 1 to 100", None)
    assert words.may_be == "a list of texts"
    assert undocumented.meaning == ""
    assert enabled.name == "enabled", "what every part has comes last"


def test_a_key_without_words_is_the_authors_fault_and_says_where_to_mend_it() -> None:
    with pytest.raises(TypeError, match=r"tjbot/keys\.py"):
        keys_of(Mystery)


def test_values_are_written_as_in_the_file() -> None:
    assert [as_toml(value) for value in (True, 5, 0.5, "a", None)] == ["true", "5", "0.5", '"a"', "–"]


def test_the_reference_has_every_table_and_every_key() -> None:
    text = reference(all_parts())
    for part in all_parts():
        assert f"## `[{part.name}]`" in text
    for settings in EVERY_TABLE:
        for key in keys_of(settings):
            assert f"| `{key.name}` | {key.may_be} |" in text
    assert "| signal | orange | GPIO 18 (pin 12) |" in text
