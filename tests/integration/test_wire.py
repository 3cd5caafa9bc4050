"""What comes over the socket: good commands are answered when they are done, bad ones with a sentence."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.integration.sockets import HELLO, bare_socket
from tests.running import WAITING_SECONDS, RunningDaemon, running, wait_until
from tjbot.daemon import outbox, sockets
from tjbot.protocol.messages import MAXIMUM_MESSAGE_BYTES

GOING_AWAY = bytes([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE9])
"""A frame that ends a connection, with the code 1001."""


def do(action: str, **more: Any) -> dict[str, Any]:
    return {"type": "do", "id": 1, "action": action, **more}


def test_the_first_answer_tells_all_that_the_robot_can_do(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot, None) as socket:
        welcome = socket.ask(HELLO)
    parts = {part["name"]: part for part in welcome["parts"]}
    assert (welcome["type"], welcome["protocol"], welcome["name"], welcome["body"]) == ("welcome", 1, "Pip", "real")
    assert welcome["simulated"] is True
    assert {"arm", "light", "voice"} <= parts.keys()
    (point,) = (action for action in parts["arm"]["actions"] if action["name"] == "point")
    assert point["arguments"] == [
        {"name": "angle", "unit": "degrees", "required": True, "minimum": 0, "maximum": 180},
        {"name": "seconds", "unit": "seconds", "default": 0, "minimum": 0, "maximum": 60},
    ]


def test_a_wave_is_answered_when_it_is_over_and_its_pulses_were_there(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot) as socket:
        shared_robot.forget_history()
        assert socket.ask(do("wave")) == {"type": "done", "id": 1, "value": 81.0}
    pulses = [round(pulse) for pulse in shared_robot.pulses_us()]
    assert pulses[-1] == 1400
    assert 1400 in pulses[: pulses.index(2300, 3)], "up, then down, then up"


def test_an_action_without_waiting_is_answered_when_its_first_pulse_is_out(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot) as socket:
        shared_robot.forget_history()
        assert socket.ask(do("arm_back", wait=False)) == {"type": "done", "id": 1}
        assert len(shared_robot.pulses_us()) > 1


def test_what_a_client_wants_may_change(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot) as watcher, bare_socket(shared_robot) as driver:
        watcher.send({"type": "want", "wants": ["state"]})
        whole = watcher.read()
        assert (whole["type"], whole["about"]["name"]) == ("state", "Pip")
        driver.ask(do("shine", arguments={"color": "red"}))
        while (light := watcher.read().get("light")) is None:
            pass
        assert light["color"] == "#ff0000"
        watcher.send({"type": "want", "wants": []})
        assert watcher.works()
        driver.ask(do("off"))
        assert watcher.ask({"type": "ping", "id": 1})["type"] == "pong", "nothing else came"


def test_the_light_shines_on_the_pins(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot) as socket:
        assert socket.ask(do("shine", arguments={"color": "#ff8800"}))["value"] == "#ff8800"
    assert shared_robot.light() == pytest.approx((1, (0x88 / 255) ** 2.2, 0)), "gamma-corrected"


BAD = {
    "unknown action": (do("wawe"), 'The robot has no action "wawe".', 'Did you mean "wave"?', ""),
    "out of range": (
        do("point", arguments={"angle": 181}),
        'The angle of "point" must be a number from 0 to 180 degrees, not 181.',
        "For example: robot.point(angle=90).",
        "",
    ),
    "unknown argument": (
        do("off", arguments={"times": 3}),
        '"off" has no argument "times".',
        "Write off without arguments.",
        "",
    ),
    "missing argument": (
        do("point"),
        '"point" needs to know its angle.',
        "For example: robot.point(angle=90).",
        "",
    ),
    "unknown color": (
        do("shine", arguments={"color": "grren"}),
        'There is no color "grren".',
        'Did you mean "green"?',
        "",
    ),
    "unknown recipe": (
        {"type": "run", "id": 1, "recipe": "wavy_back.py"},
        'There is no recipe "wavy_back.py".',
        None,
        "",
    ),
    "unknown field": (
        do("wave", speed=3),
        'A "do" message has no field "speed".',
        None,
        "$",
    ),
    "unknown message": ({"type": "dance", "id": 1}, 'There is no message "dance".', None, "$.type"),
    "wrong value": (
        {"type": "do", "id": 1, "action": 5},
        'A "do" message is not right: Expected `str`, got `int`.',
        "Compare with `tjbot schema`.",
        "$.action",
    ),
    "second hello": ({**HELLO}, "You have said hello already.", "Open a new connection to be someone else.", "$.type"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_message_is_answered_with_a_sentence_and_the_next_one_works(
    shared_robot: RunningDaemon, case: str
) -> None:
    message, sentence, hint, path = BAD[case]
    with bare_socket(shared_robot) as socket:
        answer = socket.ask(message)
        assert answer["type"] == "failed"
        assert answer.get("id") == message.get("id")
        assert answer["message"] == sentence
        assert answer.get("path", "") == path
        if hint is not None:
            assert answer["hint"] == hint
        assert socket.works()
        assert socket.ask(do("lower_arm"))["type"] == "done"


@pytest.mark.parametrize("text", ["hello?", "", "{", '{"type":"ping","id":"x"', "[" * 30_000, '{"id":1e999}', "null"])
def test_what_is_no_json_is_answered_with_a_sentence_and_the_next_one_works(
    shared_robot: RunningDaemon, text: str
) -> None:
    with bare_socket(shared_robot) as socket:
        answer = socket.ask(text)
        assert answer["type"] == "failed"
        assert answer["hint"] == 'Send for example {"type": "ping", "id": 1}.'
        assert socket.works()


@pytest.mark.parametrize("size", [MAXIMUM_MESSAGE_BYTES + 1, 10_000_000])
def test_a_message_that_is_too_long_is_answered_with_a_sentence_and_the_next_one_works(
    shared_robot: RunningDaemon, size: int
) -> None:
    with bare_socket(shared_robot) as socket:
        text = json.dumps(do("say", arguments={"text": ""})).replace('""', f'"{"a" * size}"')
        answer = socket.ask(text)
        assert answer["message"] == f"The message is {len(text)} bytes long; at most 65536 are read."
        assert answer["hint"] == "Send less in one message."
        assert socket.works()


def test_above_16_mb_the_connection_ends_and_the_others_stay(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot) as other, bare_socket(shared_robot) as socket:
        sender = threading.Thread(target=send_and_be_cut_off, args=(socket, "a" * (17 * 1024 * 1024)))
        sender.start()
        # The rest of the message may run into the closed connection before the close frame is read.
        assert socket.end()[0] in (1009, 1006)
        sender.join()
        assert other.works()


def send_and_be_cut_off(socket: Any, text: str) -> None:
    try:
        socket.send(text)
    except ConnectionClosed:
        return


def test_a_binary_message_is_answered_with_a_sentence_and_the_next_one_works(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot) as socket:
        assert socket.ask(b"\x00\x01")["message"] == "A binary message came that is none of ours."
        assert socket.works()


def test_a_flood_is_let_go_with_a_sentence_and_the_others_are_served(
    shared_robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "FLOOD_MESSAGES_A_SECOND", 100)
    with bare_socket(shared_robot) as other, bare_socket(shared_robot) as socket:
        sender = threading.Thread(target=send_many_and_be_cut_off, args=(socket, '{"type":"ping","id":1}'))
        sender.start()
        code, reason = socket.end()
        sender.join()
        assert code == 1008
        assert reason == "More than 100 messages came in a second, so the robot let you go."
        assert other.works()
        assert other.ask(do("raise_arm"))["value"] == 81.0


def send_many_and_be_cut_off(socket: Any, *texts: str) -> None:
    try:
        while True:
            for text in texts:
                socket.send(text)
    except ConnectionClosed:
        return


@pytest.mark.parametrize("wakes_up", [False, True])
def test_who_never_reads_is_let_go_and_the_others_are_served(
    shared_robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch, wakes_up: bool
) -> None:
    # More than one packet holds, so that only a client that leaves them there lets so many wait.
    monkeypatch.setattr(outbox, "MOST_MESSAGES", 300)
    monkeypatch.setattr(sockets, "FLOOD_MESSAGES_A_SECOND", 1_000_000)
    greedy = {**HELLO, "wants": ["seen"]}
    with bare_socket(shared_robot) as other, bare_socket(shared_robot, greedy, max_queue=1) as deaf:
        long = {"type": "seen", "label": "x", "stamps": {f"{number:064}": 1.0 for number in range(15)}}
        pair = [json.dumps({**long, "phase": phase}) for phase in ("started", "stopped")]
        sender = threading.Thread(target=send_many_and_be_cut_off, args=(deaf, *pair))
        sender.start()
        wait_until(lambda: shared_robot.call(lambda: len(shared_robot.daemon.robot.clients.all())) == 1, "it is let go")
        assert other.works()
        if wakes_up:
            code, reason = deaf.end()
            assert (code, reason) == (
                1013,
                "Too many messages wait for you, so the robot has let you go. Connect again.",
            )
        else:
            deaf.connection.socket.close()
        sender.join()


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        ({"type": "ping", "id": 1}, 'The first message must be "hello".'),
        ("good morning", "The message is no JSON"),
        (b"binary", "The first message must be text."),
        ({**HELLO, "protocol": 2}, "You speak version 2 of the protocol, and this robot version 1."),
        ({**HELLO, "role": "king"}, 'A "hello" message is not right'),
        ({**HELLO, "body": "reel"}, 'There is no body "reel".'),
        ({**HELLO, "role": "recipe", "token": "stale"}, "This recipe is no longer the one that runs."),
        ({**HELLO, "color": "red"}, 'A "hello" message has no field "color".'),
    ],
    ids=lambda value: None if isinstance(value, dict | bytes) else str(value)[:30],
)
def test_a_greeting_that_will_not_do_is_refused_with_a_sentence(
    shared_robot: RunningDaemon, first: dict[str, Any] | str | bytes, sentence: str
) -> None:
    with bare_socket(shared_robot, None) as socket:
        answer = socket.ask(first)
        assert answer["type"] == "failed"
        assert answer["message"].startswith(sentence)
        assert answer["hint"]
        code, reason = socket.end()
        assert code == 1008
        assert reason.startswith(sentence[:100])
    with bare_socket(shared_robot) as next_one:
        assert next_one.works()


def test_who_says_no_hello_is_told_so_and_let_go(shared_robot: RunningDaemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "HELLO_SECONDS", 0.05)
    with bare_socket(shared_robot, None) as socket:
        assert socket.read()["message"] == "No hello came within 0.05 seconds."
        assert socket.end()[0] == 1008


@contextmanager
def busy(robot: RunningDaemon) -> Iterator[None]:
    """The robot looks at nothing that comes until this is over."""
    began, over = threading.Event(), threading.Event()
    robot.loop.call_soon_threadsafe(lambda: (began.set(), over.wait(WAITING_SECONDS)))
    assert began.wait(WAITING_SECONDS)
    try:
        yield
    finally:
        over.set()


def test_who_says_hello_and_goodbye_at_once_is_not_counted_as_here(shared_robot: RunningDaemon) -> None:
    def here() -> list[str]:
        return [client.name for client in shared_robot.daemon.robot.clients.all()]

    # As a page does that is loaded again; the robot is busy, so both are there when it looks.
    with bare_socket(shared_robot, None) as socket, busy(shared_robot):
        socket.send({**HELLO, "name": "gone"})
        socket.connection.socket.sendall(GOING_AWAY)
    with bare_socket(shared_robot) as another:
        assert another.works()
        wait_until(lambda: "gone" not in shared_robot.call(here), "it is forgotten")


def test_a_recipe_may_not_do_what_is_not_its_right(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot, {**HELLO, "role": "recipe"}) as socket:
        answer = socket.ask({"type": "run", "id": 1, "recipe": "wave_back.py"})
        assert answer["message"] == 'A recipe may not send "run".'
        assert answer["id"] == 1
        assert socket.ask(do("lower_arm"))["type"] == "done"


def test_commands_in_one_packet_are_answered_each_once_and_the_last_one_wins(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot) as socket:
        for number, angle in enumerate((10, 20, 30)):
            socket.send({**do("point", arguments={"angle": angle}), "id": number})
        answers = {answer["id"]: answer for answer in (socket.read(), socket.read(), socket.read())}
        assert answers[2]["value"] == 30.0
        assert [answers[number]["note"] for number in (0, 1)] == [
            "The arm got another command before it was done.",
            "The arm got another command before it was done.",
        ]


def test_an_action_that_has_begun_gets_no_second_answer(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot) as socket:
        assert socket.ask({**do("wave", wait=False), "id": 5})["type"] == "done"
        assert socket.ask({"type": "halt", "id": 6}) == {"type": "done", "id": 6}
        assert socket.ask({"type": "ping", "id": 7})["id"] == 7


def test_too_many_actions_at_once_are_refused(shared_robot: RunningDaemon) -> None:
    with bare_socket(shared_robot) as socket:
        for number in range(40):
            socket.send({**do("say", arguments={"text": "x"}), "id": number})
        answer = socket.read()
        assert answer["type"] == "failed"
        assert answer["message"] == "20 things already wait for the voice."
        socket.ask({"type": "halt", "id": 99})


@pytest.mark.parametrize("header", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}])
def test_a_socket_from_another_page_is_refused(shared_robot: RunningDaemon, header: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus) as caught, bare_socket(shared_robot, additional_headers=header):
        pass
    assert caught.value.response.status_code in (400, 403)


def test_two_robots_live_side_by_side(tmp_path: Any) -> None:
    with running(tmp_path / "one") as one, running(tmp_path / "two") as two:
        assert one.url != two.url
        with bare_socket(one) as socket:
            socket.ask(do("raise_arm"))
        assert one.pulses_us()[-1] == pytest.approx(1400)
        assert two.pulses_us()[-1] == pytest.approx(2300)
