"""The settings of old recipes: defaults, the person's own, the recipe's."""

from pathlib import Path

import pytest

from tjbot.drop_in.settings import Settings
from tjbot.errors import ConfigurationError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".tjbot").mkdir()
    return tmp_path


def test_later_tables_lie_over_earlier_ones(home: Path) -> None:
    (home / ".tjbot" / "tjbot.toml").write_text("[wave]\nservoPin = 7\n[hardware]\nservo = true\n")
    settings = Settings({"hardware": {"led": True}, "see": {"backend": {"type": "azure-vision"}}})
    assert (settings.hardware.led, settings.hardware.servo, settings.hardware.camera) == (True, True, False)
    assert (settings.wave.servoPin, settings.wave.servo_pin, settings["wave"]["servoPin"]) == (7, 7, 7)
    assert settings.see.backend.type == "azure-vision"
    assert settings.see.backend.local.face_detection_confidence == 0.5
    assert settings.shine.has_neopixel_led is False
    assert settings.listen.device is None


def test_a_recipe_has_a_file_of_its_own(home: Path) -> None:
    (home / "recipe.toml").write_text('favorite_color = "blue"\n[cloud]\nkey = "xyz"\n')
    assert Settings().recipe == {"favorite_color": "blue", "cloud": {"key": "xyz"}}
    assert Settings(recipe_path="other.toml").recipe == {}


def test_a_broken_file_is_named(home: Path) -> None:
    (home / "recipe.toml").write_text("favorite_color =\n")
    with pytest.raises(ConfigurationError, match=r"recipe\.toml cannot be read"):
        Settings()


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="cannot be set up with 'led'"):
        Settings("led")  # type: ignore[arg-type]
