"""The report: every check once, none that hangs or breaks holds up another, and an exit code that tells."""

import json
import threading
from pathlib import Path

import msgspec
import pytest

from tests.unit.doctor.fake_pi import computer
from tjbot.doctor.checks import all_checks
from tjbot.doctor.finding import Finding, examine
from tjbot.doctor.report import report
from tjbot.doctor.system import System, own_groups, run_program, version_of


def good(system: System) -> Finding:
    """All is well."""
    return Finding("fine")


def broken(system: System) -> Finding:
    """Breaks."""
    raise ZeroDivisionError("too cold")


def test_a_check_that_hangs_or_breaks_is_crossed_and_the_others_answer(tmp_path: Path) -> None:
    let_go = threading.Event()

    def hanging(system: System) -> Finding:
        let_go.wait()
        return Finding("never")

    verdicts = list(examine(computer(tmp_path), [hanging, broken, good], seconds=0.01))
    let_go.set()
    assert [(verdict.check, verdict.ok) for verdict in verdicts] == [
        ("hanging", False),
        ("broken", False),
        ("good", True),
    ]
    assert "no answer within" in verdicts[0].found
    assert "ZeroDivisionError: too cold" in verdicts[1].found
    assert all(verdict.cure for verdict in verdicts[:2])


def test_json_is_one_object_a_line_with_the_four_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    system = computer(tmp_path, toml="[arm]\npin = 19\n")
    assert report(system.home, as_json=True, system=system) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["check"] for line in lines] == [check.__name__ for check in all_checks()]
    assert all(set(line) == {"check", "ok", "found", "cure"} for line in lines)
    assert all(line["ok"] == (line["cure"] == "") for line in lines)
    assert "GPIO 19" in next(line for line in lines if line["check"] == "wiring")["found"]


def test_for_people_it_is_ticks_and_crosses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tjbot.doctor.report.all_checks", lambda: [good, broken])
    assert report(tmp_path, as_json=False, system=computer(tmp_path)) == 1
    text = capsys.readouterr().out
    assert "✔ good              fine" in text
    assert "✘ broken" in text
    assert "→ Tell the makers" in text
    assert text.endswith("1 thing to cure.\n")
    monkeypatch.setattr("tjbot.doctor.report.all_checks", lambda: [good])
    assert report(tmp_path, as_json=False) == 0
    assert capsys.readouterr().out.endswith("All is well.\n")


def test_this_computer_can_be_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(tmp_path, as_json=True)
    for line in capsys.readouterr().out.splitlines():
        assert "the check itself broke" not in json.loads(line)["found"]


def test_a_program_that_fails_or_is_missing_says_nothing() -> None:
    assert run_program(["echo", "hello"]) == "hello"
    assert run_program(["false"]) is None
    assert run_program(["no such program"]) is None


def test_what_is_known_of_user_and_packages() -> None:
    assert all(own_groups())
    assert version_of("msgspec") == msgspec.__version__
    assert version_of("no-such-package") is None
