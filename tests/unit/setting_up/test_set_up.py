"""Setup asks about every part, refuses what cannot be connected, and writes only what was agreed to."""

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta

from tjbot.config import FILE_NAME, PartSettings, Pin
from tjbot.errors import ConfigurationError
from tjbot.pins.board import PICO, Board, Claim
from tjbot.pins.header import PICO_HEADER
from tjbot.robot.part import Part
from tjbot.robot.parts import all_parts
from tjbot.robot.wiring import Wire, ground
from tjbot.setting_up.dialog import UsualDialog
from tjbot.setting_up.questions import gpio_of
from tjbot.setting_up.set_up import set_up

MOST_QUESTIONS = 200


class FanSettings(PartSettings, frozen=True, kw_only=True):
    """The table `[fan]`: a fan."""

    pin: Pin = 18
    """The GPIO number of its wire."""
    kind: Literal["quiet", "strong"] = "quiet"
    """Which fan it is."""
    speed: Annotated[float, Meta(ge=0, le=1)] = 0.5
    """How fast it turns."""
    lamp_pin: Pin | None = None
    """The GPIO number of its lamp."""
    turned: bool = False
    """Whether it blows backwards."""


class Fan(Part):
    """Blows; its pin is the kit's arm's, so that it cannot stay there."""

    name = "fan"
    summary = "A fan"
    Settings = FanSettings
    in_every_kit = False

    @classmethod
    def wires(cls, settings: FanSettings) -> list[Wire]:
        return [Wire(name="signal", use="output", color="blue", gpio=settings.pin, key="pin"), ground()]

    @classmethod
    def questions(cls, settings: FanSettings) -> list[str]:
        return ["kind", *(["speed", "turned", "lamp_pin"] if settings.kind == "strong" else [])]


class ScriptedDialog:
    """Gives answers by a piece of the question; an answer that was given is used up, the last one stays."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers = answers
        self.said = ""
        self.asked: list[str] = []

    def say(self, text: str) -> None:
        self.said += text + "\n"

    def confirm(self, question: str, usual: bool) -> bool:
        return bool(self._answer(question, usual))

    def choose(self, question: str, choices: Sequence[str], usual: str) -> str:
        answer = str(self._answer(question, usual))
        assert answer in choices
        return answer

    def ask(self, question: str, usual: str, read: Callable[[str], Any]) -> Any:
        while True:
            try:
                return read(str(self._answer(question, usual)))
            except ValueError as error:
                self.say(str(error))

    def _answer(self, question: str, usual: Any) -> Any:
        self.asked.append(question)
        assert len(self.asked) < MOST_QUESTIONS, f"it asks for ever: {self.said[-1000:]}"
        for piece, answers in self.answers.items():
            if piece.replace("_", " ") in question:
                return answers.pop(0) if len(answers) > 1 else answers[0]
        return usual


def written(home: Path) -> dict[str, Any]:
    return tomllib.loads((home / FILE_NAME).read_text())


def test_the_usual_answers_give_the_kit(tmp_path: Path) -> None:
    assert set_up(tmp_path, all_parts(), UsualDialog())
    found = written(tmp_path)
    assert found["name"] == "Pip"
    assert found["arm"]["pin"] == 18
    assert "fan" not in found
    assert not set_up(tmp_path, all_parts(), UsualDialog()), "nothing is different now"


def test_every_part_of_the_robot_can_be_said_yes_to(tmp_path: Path) -> None:
    dialog = ScriptedDialog(Does_your_robot=[True])
    assert set_up(tmp_path, all_parts(), dialog)
    for kind in all_parts():
        assert any(f"part {kind.name} (" in question for question in dialog.asked)
        assert kind.in_every_kit or kind.name in written(tmp_path)


def test_answers_are_written_with_what_they_mean(tmp_path: Path) -> None:
    dialog = ScriptedDialog(
        called=["", "x" * 31, " Pop "],
        part_fan=[True],
        Which_fan=["strong"],
        How_fast=["2", "fast", "0.9"],
        backwards=[True],
        its_lamp=["40", "5"],
        wires_connected=[False],
        blue_wire=["pin 6", "pin 7"],
    )
    assert set_up(tmp_path, [Fan], dialog)
    assert written(tmp_path) == {
        "name": "Pop",
        "fan": {"kind": "strong", "speed": 0.9, "turned": True, "lamp_pin": 5, "pin": 4},
    }
    text = (tmp_path / FILE_NAME).read_text()
    assert "pin = 4 # pin 7 of the Pi\n" in text
    assert "speed = 0.9 # How fast it turns.\n" in text
    assert "A name has 1 to 30 letters." in dialog.said
    assert "It must be a number from 0 to 1." in dialog.said
    assert "Pin 6 is ground, so no signal can be there." in dialog.said
    assert "signal   blue     → GPIO 18 (pin 12)" in dialog.said
    assert dialog.said.count(text.splitlines()[0]) == 1, "what will be written is shown first"


def test_what_is_asked_depends_on_the_answers(tmp_path: Path) -> None:
    dialog = ScriptedDialog(part_fan=[True])
    set_up(tmp_path, [Fan], dialog)
    assert any("Which fan" in question for question in dialog.asked)
    assert not any("How fast" in question for question in dialog.asked)


def test_a_key_that_may_be_missing_is_removed_by_none(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('[fan]\nkind = "strong"\nlamp_pin = 5\n')
    set_up(tmp_path, [Fan], ScriptedDialog(its_lamp=["None"]))
    assert "lamp_pin" not in written(tmp_path)["fan"]


def test_conflicts_are_named_and_asked_about_again_until_there_are_none(tmp_path: Path) -> None:
    dialog = ScriptedDialog(part_fan=[True], wires_connected=[True, True, True, True, False], blue_wire=["22"])
    kinds = [kind for kind in all_parts() if kind.name in ("arm", "light")]
    assert set_up(tmp_path, [*kinds, Fan], dialog)
    assert "So it cannot stay:" in dialog.said
    assert "arm's wire signal and the fan's wire signal are both on GPIO 18 (pin 12)." in dialog.said
    pins = written(tmp_path)["arm"]["pin"], written(tmp_path)["fan"]["pin"]
    assert len(set(pins)) == 2


def test_a_pin_that_the_system_uses_is_a_conflict_too(tmp_path: Path) -> None:
    taken = Board(model="a Pi", claims={18: Claim(by="the sound card", setting="dtoverlay=x", cure="remove it.")})
    with pytest.raises(ConfigurationError, match=r"which the sound card uses \(dtoverlay=x\)"):
        set_up(tmp_path, all_parts(), UsualDialog(), taken)
    assert not (tmp_path / FILE_NAME).exists()


def test_a_file_with_conflicts_is_not_written_where_nobody_can_be_asked(tmp_path: Path) -> None:
    text = "[arm]\npin = 19\n"
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(ConfigurationError, match="both on GPIO 19"):
        set_up(tmp_path, all_parts(), UsualDialog())
    assert (tmp_path / FILE_NAME).read_text() == text


def test_no_is_an_answer(tmp_path: Path) -> None:
    dialog = ScriptedDialog(Write_it=[False])
    assert not set_up(tmp_path, all_parts(), dialog)
    assert not (tmp_path / FILE_NAME).exists()
    assert "Nothing was written." in dialog.said


def test_a_part_that_the_robot_does_not_have_is_switched_off_and_on_again(tmp_path: Path) -> None:
    set_up(tmp_path, all_parts(), ScriptedDialog(part_arm=[False]))
    assert written(tmp_path)["arm"] == {"enabled": False}
    set_up(tmp_path, all_parts(), ScriptedDialog(part_arm=[True]))
    assert written(tmp_path)["arm"]["pin"] == 18
    assert "enabled" not in written(tmp_path)["arm"]


def test_what_was_calibrated_stays(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("port = 9000\n[arm]\nup_pulse_us = 1450 # measured\n")
    set_up(tmp_path, all_parts(), ScriptedDialog())
    assert written(tmp_path)["arm"]["up_pulse_us"] == 1450
    assert written(tmp_path)["port"] == 9000
    assert "# measured" in (tmp_path / FILE_NAME).read_text()


def test_a_table_that_is_not_right_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("[arm]\npinn = 3\n")
    with pytest.raises(ConfigurationError, match="pinn"):
        set_up(tmp_path, all_parts(), ScriptedDialog())


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(ConfigurationError, match="is a file, not a folder"):
        set_up(tmp_path / "home", all_parts(), UsualDialog())


@pytest.mark.parametrize(
    ("text", "gpio"), [("18", 18), ("GPIO 18", 18), ("gpio18", 18), ("pin 12", 18), (" Pin 7 ", 4), ("0", 0)]
)
def test_a_pin_may_be_named_either_way(text: str, gpio: int) -> None:
    assert gpio_of(text) == gpio


@pytest.mark.parametrize("text", ["", "twelve", "28", "pin 41", "pin 0", "pin 2", "pin 6", "-1", "1.5"])
def test_what_is_no_pin_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        gpio_of(text)


def test_on_a_pico_its_own_pins_are_told_and_asked_for(tmp_path: Path) -> None:
    dialog = ScriptedDialog(
        Does_your_robot_have_the_part_fan=[True], Are_the_wires=[False], blue_wire=["GP25", "pin 24", "GP2"]
    )
    assert set_up(tmp_path, [Fan], dialog, PICO)
    assert "Where is the blue wire, signal? (18, or: pin 24)" in dialog.asked
    assert "signal   blue     → GP18 (pin 24)" in dialog.said
    assert "ground   black    → pin 23 (GND)" in dialog.said
    assert "23, 24 and 25, which the Pico uses itself" in dialog.said
    assert "pin = 18 # pin 24 of the Pico" in (tmp_path / FILE_NAME).read_text()


def test_the_kit_on_a_pico_is_written_with_pins_that_go_together(tmp_path: Path) -> None:
    assert set_up(tmp_path, all_parts(), UsualDialog(), PICO)
    found = written(tmp_path)
    assert (found["arm"]["pin"], found["light"]["red_pin"]) == (18, 20)


def test_on_a_computer_without_pins_a_pico_may_come_later_and_has_its_own(tmp_path: Path) -> None:
    dialog = ScriptedDialog(Is_a_Pico=[True])
    assert set_up(tmp_path, all_parts(), dialog)
    found = written(tmp_path)
    assert found["pins"] == {"board": "pico"}
    assert found["light"]["red_pin"] == 20
    again = ScriptedDialog()
    set_up(tmp_path, all_parts(), again, PICO)
    assert not any("Is a Pico" in question for question in again.asked), "it is known by now"
    on_a_pi = ScriptedDialog()
    set_up(tmp_path / "other", all_parts(), on_a_pi, Board(model="Raspberry Pi 5"))
    assert not any("Is a Pico" in question for question in on_a_pi.asked)


@pytest.mark.parametrize(("text", "gpio"), [("18", 18), ("GP18", 18), ("gpio 18", 18), ("pin 24", 18), ("28", 28)])
def test_a_pin_of_a_pico_in_words(text: str, gpio: int) -> None:
    assert gpio_of(text, PICO_HEADER) == gpio


@pytest.mark.parametrize("text", ["25", "29", "pin 40", "pin 41", "pin 30", "GP"])
def test_what_is_no_pin_of_a_pico(text: str) -> None:
    with pytest.raises(ValueError):
        gpio_of(text, PICO_HEADER)
