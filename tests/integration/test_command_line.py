"""`tjbot do`, `see`, `state`, `watch`, `schema`: what they print, and what they say when they cannot."""

import json
import signal
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tests.integration.commands import started, tjbot
from tests.integration.sockets import HELLO, bare_socket
from tests.running import RunningDaemon, free_port, wait_until
from tjbot import cli, generate
from tjbot.version import VERSION
from tjbot.watching import STEPS_SECONDS

Typed = Callable[..., tuple[object, str, str]]


@pytest.fixture
def url(shared_robot: RunningDaemon) -> str:
    return shared_robot.url


@pytest.fixture
def typed(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Runs a command in this process: its exit code, output and errors. Quicker than a process of its own."""

    def run(*arguments: str) -> tuple[object, str, str]:
        monkeypatch.setenv("TJBOT_URL", url)
        monkeypatch.setattr(sys, "argv", ["tjbot", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        output, errors = capsys.readouterr()
        return ended.value.code, output, errors

    return run


def test_do_prints_what_the_robot_answered(shared_robot: RunningDaemon, url: str) -> None:
    done = tjbot("do", "point", "angle=90", "--url", url)
    assert (done.returncode, done.stdout, done.stderr) == (0, "90.0\n", "")
    assert shared_robot.pulses_us()[-1] == pytest.approx(1300)
    assert tjbot("do", "shine", "color=red", "--url", url).stdout == "#ff0000\n"
    assert shared_robot.light() == (1, 0, 0)


def test_do_finds_the_robot_by_the_environment_and_the_arguments_by_their_place(url: str) -> None:
    assert tjbot("do", "point", "20", url=url).stdout == "20.0\n"


def test_do_prints_the_note_too(typed: Typed) -> None:
    _, output, _ = typed("do", "point", "angle=180")
    assert output == "144.0\nThe arm stops at 144 degrees, the limit it was calibrated to.\n"


def test_do_says_that_it_has_begun_where_nobody_waits_for_the_answer(typed: Typed) -> None:
    assert typed("do", "wave", "--no-wait") == (0, "Begun.\n", "")


@pytest.mark.parametrize(
    ("arguments", "sentences"),
    [
        (["wawe"], ['The robot has no action "wawe".', 'Did you mean "wave"?']),
        (["pont", "90"], ['The robot has no action "pont".', 'Did you mean "point"?']),
        (
            ["point", "angle=181"],
            [
                'The angle of "point" must be a number from 0 to 180 degrees, not 181.',
                "For example: tjbot do point angle=90",
            ],
        ),
        (["point", "angel=9"], ['"point" has no argument "angel".', 'Did you mean "angle"?']),
        (["point"], ['"point" needs to know its angle.', "For example: tjbot do point angle=90"]),
        (["off", "3"], ['"3" is too much for "off".', "Write arguments as name=value."]),
        (["shine", "color="], ['The color of "shine" must be a color, not nothing.', None]),
        (["say", "text=" + "x" * 3000], [None, None]),
    ],
    ids=lambda value: " ".join(value)[:20] if value and None not in value else None,
)
def test_do_that_is_refused_exits_1_with_sentences(
    typed: Typed, arguments: list[str], sentences: list[str | None]
) -> None:
    code, output, errors = typed("do", *arguments)
    assert (code, output) == (1, "")
    lines = errors.splitlines()
    assert len(lines) == len(sentences)
    assert all(sentence in (line, None) for line, sentence in zip(lines, sentences, strict=True))


@pytest.mark.parametrize(
    "arguments", [["do", "wave"], ["see", "fist"], ["state"], ["watch"], ["state", "--json"]], ids=" ".join
)
def test_without_a_robot_every_command_says_so(typed: Typed, arguments: list[str]) -> None:
    here = f"http://localhost:{free_port()}"
    sentences = f"No robot answers at {here}.\nStart one with: tjbot start\n"
    assert typed(*arguments, "--url", here) == (1, "", sentences)


def test_do_that_is_refused_is_the_same_as_a_process(url: str) -> None:
    done = tjbot("do", "wawe", url=url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'The robot has no action "wawe".\nDid you mean "wave"?\n'


def test_an_address_that_is_none_is_named(typed: Typed) -> None:
    sentences = '"my robot" is no address of a robot.\nWrite it like this: http://localhost:8765\n'
    assert typed("state", "--url", "my robot") == (1, "", sentences)


def test_state_as_json_has_a_key_for_each_part_and_all_else_under_about(typed: Typed, url: str) -> None:
    typed("do", "shine", "color=#00ff00")
    typed("do", "raise_arm")
    done = tjbot("state", "--json", url=url)
    (line,) = done.stdout.splitlines()
    state: dict[str, Any] = json.loads(line)
    about = state.pop("about")
    assert state["arm"] == {"angle": 81.0, "moving": False}
    assert state["light"] == {"color": "#00ff00"}
    assert state["voice"]["saying"] is None
    assert all(isinstance(reading, dict) for reading in state.values())
    assert about.keys() >= {"name", "body", "recipes", "clients", "driver"}
    assert (about["name"], about["body"], about["driver"]) == ("Pip", "real", None)
    assert [client["name"] for client in about["clients"]] == ["tjbot state"]
    assert "wave_back.py" in [card["file"] for card in about["recipes"]]


def test_state_for_people_has_a_line_for_each_part(url: str) -> None:
    lines = tjbot("state", url=url).stdout.splitlines()
    words = {line.split()[0]: line for line in lines}
    assert words.keys() >= {"arm", "light", "voice", "recipe", "robot"}
    assert "angle" in words["arm"]
    assert words["recipe"].split(maxsplit=1)[1] == "none runs"
    assert words["robot"].split(maxsplit=1)[1] == "Pip, 1 connected, driven by nobody"


def test_see_sends_both_edges_as_the_page_would(shared_robot: RunningDaemon, url: str) -> None:
    with bare_socket(shared_robot, {**HELLO, "wants": ["seen"]}) as watcher:
        done = tjbot("see", "open hand", "--for", "0", url=url)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        started, stopped = watcher.read(), watcher.read()
    assert (started["label"], started["phase"], started["confidence"]) == ("open hand", "started", 1.0)
    assert (started["x"], started["y"], started["pointer_y"], started["speed"]) == (0.5, 0.5, 0.5, 0.0)
    assert (stopped["label"], stopped["phase"]) == ("open hand", "stopped")
    assert started["source"] == stopped["source"]


def test_see_warns_of_a_label_that_no_model_knows_and_sends_it_all_the_same(
    shared_robot: RunningDaemon, url: str
) -> None:
    with bare_socket(shared_robot, {**HELLO, "role": "page", "wants": ["seen"]}) as page:
        page.send({"type": "offer", "model": "hand", "labels": ["open hand", "fist"]})
        assert page.works()
        done = tjbot("see", "opn hand", "--for", "0", url=url)
        assert done.returncode == 0
        assert done.stderr == 'No model knows "opn hand" now. Did you mean "open hand"?\n'
        assert page.read()["label"] == "opn hand"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([""], 1, "a name of 1 to 64 letters"),
        (["x" * 65], 1, "a name of 1 to 64 letters"),
        (["fist", "--for", "nan"], 2, "--for"),
        (["fist", "--for", "-1"], 2, "--for"),
    ],
    ids=["empty", "long", "no number", "too short"],
)
def test_see_refuses_what_cannot_be_sent(typed: Typed, arguments: list[str], code: int, words: str) -> None:
    given, output, errors = typed("see", *arguments)
    assert (given, output) == (code, "")
    assert words in errors


def test_see_that_is_broken_off_ends_what_was_seen(shared_robot: RunningDaemon, url: str) -> None:
    hello = {**HELLO, "wants": ["seen"]}
    with bare_socket(shared_robot, hello) as watcher, started("see", "fist", "--for", "60", url=url) as process:
        assert watcher.read()["phase"] == "started"
        process.send_signal(signal.SIGINT)
        assert watcher.read()["phase"] == "stopped"
        assert process.wait(10) != 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_do_that_is_broken_off_halts_the_arm_and_lets_it_rest(shared_robot: RunningDaemon, url: str) -> None:
    tjbot("do", "lower_arm", url=url)
    shared_robot.forget_history()
    with started("do", "pulse", "color=red", "seconds=60", url=url) as process:
        wait_until(lambda: shared_robot.light()[0] > 0, "the light glows")
        process.send_signal(signal.SIGINT)
        wait_until(lambda: shared_robot.light() == (0, 0, 0), "the light is out")
        wait_until(lambda: shared_robot.pulses_us()[-1] == 0, "the arm rests")


def test_watch_as_json_tells_every_event_and_change_one_a_line(shared_robot: RunningDaemon, url: str) -> None:
    with started("watch", "--json", url=url) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        assert list(first)[:2] == ["time", "type"]
        assert first["type"] == "state"
        assert first.keys() >= {"arm", "light", "voice", "about"}
        with bare_socket(shared_robot) as socket:
            socket.send({"type": "seen", "label": "open hand", "phase": "started", "confidence": 0.93})
            socket.send({"type": "do", "id": 1, "action": "shine", "arguments": {"color": "hotpink"}})
            assert socket.read()["type"] == "done"
        seen = shone = None
        while seen is None or shone is None:
            line = json.loads(process.stdout.readline())
            assert isinstance(line["time"], float)
            assert line["time"] >= first["time"]
            seen = line if line["type"] == "seen" and line["phase"] == "started" else seen
            shone = line if line.get("light") == {"color": "#ff69b4"} else shone
        assert (seen["label"], seen["phase"], seen["confidence"]) == ("open hand", "started", 0.93)
        assert shone["type"] == "state"
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


def test_watch_for_people_tells_the_same_in_words(shared_robot: RunningDaemon, url: str) -> None:
    with started("watch", url=url) as process:
        assert process.stdout is not None
        assert "arm: angle" in process.stdout.readline()
        with bare_socket(shared_robot) as socket:
            socket.send({"type": "seen", "label": "fist", "phase": "started", "confidence": 0.5})
            assert socket.works()
            while "seen" not in (line := process.stdout.readline()):
                pass
        assert "fist started (0.50, from tool-" in line


@pytest.mark.parametrize("options", [(), ("--all",)], ids=["usually", "--all"])
def test_watch_for_people_leaves_the_steps_of_a_move_out(
    shared_robot: RunningDaemon, url: str, options: tuple[str, ...]
) -> None:
    tjbot("do", "lower_arm", url=url)
    with started("watch", *options, url=url) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with bare_socket(shared_robot) as socket:
            socket.ask({"type": "do", "id": 1, "action": "raise_arm"})
        lines = []
        while "angle 81.0, moving False" not in (line := process.stdout.readline()):
            lines.append(line)
    steps = [float(line.split()[0]) for line in lines if "moving True" in line]
    assert steps
    assert any(later - step < STEPS_SECONDS for step, later in pairwise(steps)) == bool(options)


def test_watch_whose_reader_has_gone_ends_quietly(shared_robot: RunningDaemon, url: str) -> None:
    with started("watch", "--json", url=url) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        with bare_socket(shared_robot) as socket:
            for number in range(20):
                socket.ask(
                    {"type": "do", "id": number, "action": "shine", "arguments": {"color": f"#0000{number:02x}"}}
                )
        process.wait(10)
        assert process.stderr is not None
        assert process.stderr.read() == ""
        process.stdout = None


def test_schema_prints_the_schema_of_the_wire() -> None:
    done = tjbot("schema")
    assert done.returncode == 0
    assert json.loads(done.stdout) == generate.wire_schema()


def test_version_and_help(typed: Typed) -> None:
    assert typed("--version") == (0, f"tjbot {VERSION}\n", "")
    _, output, _ = typed("--help")
    assert all(name in output for name in ("start", "run", "do", "see", "state", "watch", "schema"))
