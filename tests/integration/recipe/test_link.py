import queue
import socket
import threading
import time

import pytest

from tjbot.errors import ConfigurationError, NoRobotError, RefusedError
from tjbot.protocol.messages import Do, Done, Failed, Message, Seen
from tjbot.recipe.link import Link, socket_address


def link_to(pip, **options) -> Link:
    return Link(pip.url, role="tool", name="test", **options)


def test_says_hello_and_is_welcomed(pip):
    with Link(pip.url, role="recipe", name="x" * 80, body="real", token="t", wants=("seen",)) as link:
        hello = pip.hello.get(timeout=5)
        assert (hello.role, hello.name, hello.body, hello.token, hello.wants) == (
            "recipe",
            "x" * 64,
            "real",
            "t",
            ["seen"],
        )
        assert link.welcome.name == "Pip"


def test_a_call_is_answered(pip):
    with link_to(pip) as link:
        assert link.call(Do, action="point", arguments={"angle": 90}).value == 90
        assert pip.next_do().arguments == {"angle": 90}


def test_answers_find_their_callers(pip):
    pip.silent = {"wave"}
    with link_to(pip) as link:
        answers: queue.Queue[Done] = queue.Queue()
        threading.Thread(target=lambda: answers.put(link.call(Do, action="wave")), daemon=True).start()
        waved = pip.next_do()
        assert link.call(Do, action="point", arguments={"angle": 1}).value == 1
        pip.say(Done(id=waved.id, value="first asked, last answered"))
        assert answers.get(timeout=5).value == "first asked, last answered"


def test_a_refusal_is_raised_in_the_robots_words(pip):
    with link_to(pip) as link:
        with pytest.raises(RefusedError, match="Too far") as caught:
            link.call(Do, action="point", arguments={"angle": 181})
        assert caught.value.hint == "Try 180."
        assert link.call(Do, action="point", arguments={"angle": 90}).value == 90


def test_a_message_that_cannot_travel_is_refused_here(pip):
    with link_to(pip) as link:
        with pytest.raises(RefusedError, match="too long"):
            link.call(Do, action="say", arguments={"text": "a" * 70_000})
        with pytest.raises(RefusedError, match="cannot be sent"):
            link.call(Do, action="say", arguments={"text": "\ud800"})
        with pytest.raises(RefusedError, match="cannot be sent"):
            link.call(Do, action="say", arguments={"text": object()})


def test_reports_are_kept_or_handed_on(pip):
    with link_to(pip, wants=("seen",)) as link:
        pip.show("fist", "started")
        report = next(link.reports())
        assert isinstance(report, Seen)
        assert report.label == "fist"
    heard: queue.Queue[Message] = queue.Queue()
    with link_to(pip, on_report=heard.put):
        pip.say(Failed(message="Too fast."))
        assert heard.get(timeout=5) == Failed(message="Too fast.")


def test_close_says_goodbye_and_abandon_does_not(pip):
    link = link_to(pip)
    link.close()
    link.close()
    assert pip.closed.get(timeout=5) == 1000
    link_to(pip).abandon()
    assert pip.closed.get(timeout=5) != 1000


def test_leaving_by_an_exception_is_no_goodbye_but_a_refusal_is_one(pip):
    with pytest.raises(ZeroDivisionError), link_to(pip):
        raise ZeroDivisionError
    assert pip.closed.get(timeout=5) != 1000
    with pytest.raises(RefusedError), link_to(pip) as link:
        link.call(Do, action="point", arguments={"angle": 181})
    assert pip.closed.get(timeout=5) == 1000


def test_a_robot_that_goes_away_ends_calls_and_reports(pip):
    pip.silent = {"wave"}
    lost: queue.Queue[NoRobotError] = queue.Queue()
    link = link_to(pip, on_lost=lost.put)
    closer = threading.Thread(target=lambda: (pip.next_do(), pip.connections[0].close(1001, "switched off")))
    closer.start()
    with pytest.raises(NoRobotError, match=r"went away \(switched off\)"):
        link.call(Do, action="wave")
    closer.join()
    assert lost.get(timeout=5).message.startswith("The robot at http://127.0.0.1")
    with pytest.raises(NoRobotError):
        list(link.reports())
    with pytest.raises(NoRobotError):
        link.call(Do, action="wave")


def test_reports_end_quietly_after_close(pip):
    link = link_to(pip)
    link.close()
    with pytest.raises(NoRobotError):
        link.call(Do, action="wave")


def test_nobody_at_the_address():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(NoRobotError, match=f"No robot answers at {url}. Start one with: tjbot start"):
            Link(url, role="tool", name="test")


def test_not_let_in(pip):
    pip.refuse = Failed(message="This recipe has no token.", hint="Start it from the page.")
    with pytest.raises(RefusedError, match="no token"):
        link_to(pip)


@pytest.mark.parametrize("url", ["", "localhost:8765", "ftp://x", "http://", "http://localhost:port"])
def test_no_address(url):
    with pytest.raises(ConfigurationError, match="is no address of a robot"):
        Link(url, role="tool", name="test")


def test_addresses():
    assert socket_address("http://pip.local:8765/") == "ws://pip.local:8765/socket"
    assert socket_address("https://pip.local") == "wss://pip.local/socket"


def test_the_robots_clock(pip):
    with link_to(pip) as link:
        before = time.monotonic() + pip.clock_offset
        now = time.monotonic() + link.measure_clock()
        assert before - 5 < now < before + 5
