"""What `TJBot` offers is what recipes of tjbot-ce 3 call."""

import inspect

import pytest

from tjbot import TJBot
from tjbot.drop_in.colors import NAMES, color_for_the_light
from tjbot.errors import TJBotError
from tjbot.robot.colors import BLACK, shade_of

API = {
    "__init__": "override_config=None, recipe_config_path='recipe.toml', auto_initialize=True",
    "get_instance": "",
    "get_recipe_config": "recipe_config_path='recipe.toml'",
    "initialize": "override_config=None, recipe_config_path='recipe.toml'",
    "cleanup": "",
    "set_log_level": "level",
    "sleep": "sec",
    "shine": "color",
    "pulse": "color, duration=1.0",
    "shine_colors": "",
    "random_color": "",
    "arm_back": "",
    "raise_arm": "",
    "lower_arm": "",
    "wave": "",
    "speak": "message",
    "play": "sound_file",
    "listen": "",
    "listen_async": "on_partial_result=None, on_final_result=None",
    "look": "file_path=None",
    "see": "",
    "detect_objects": "image",
    "classify_image": "image",
    "detect_faces": "image",
    "describe_image": "image",
}
"""Its public methods, and what stands in their brackets."""


@pytest.mark.parametrize("name", API)
def test_every_method_takes_what_it_took(name: str) -> None:
    parameters = list(inspect.signature(getattr(TJBot, name)).parameters.values())
    written = [
        item.name if item.default is item.empty else f"{item.name}={item.default!r}"
        for item in parameters
        if item.name != "self"
    ]
    assert ", ".join(written) == API[name]


def test_what_waits_for_sounds_and_for_time_is_awaited() -> None:
    awaited = {name for name in API if inspect.iscoroutinefunction(getattr(TJBot, name))}
    assert awaited == {"sleep", "listen_async"}


@pytest.mark.parametrize("name", NAMES)
def test_the_light_knows_every_color_to_choose_from(name: str) -> None:
    assert shade_of(color_for_the_light(name)) != BLACK


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("0xF12AC4", "#f12ac4"),
        ("11FF22", "#11ff22"),
        ("#AABB24", "#aabb24"),
        ("#abc", "#abc"),
        ("on", "#ffffff"),
        ("OFF", "#000000"),
        ("hot pink", "hot pink"),
    ],
)
def test_colors_may_be_written_as_they_were(written: str, told: str) -> None:
    assert color_for_the_light(written) == told


def test_nothing_is_done_before_it_is_initialized() -> None:
    bot = TJBot(auto_initialize=False)
    with pytest.raises(TJBotError, match="has not been initialized"):
        bot.wave()


def test_old_modules_are_there() -> None:
    from tjbot.rpi_drivers.rpi_detect import RPiDetect
    from tjbot.utils import Capability, Hardware
    from tjbot.utils.errors import TJBotError as Old

    assert Old is TJBotError
    assert (Hardware.LED, Capability.WAVE) == ("led", "wave")
    assert isinstance(RPiDetect.model(), str)
