"""A Wi-Fi that drops and delays, in a network and a process of its own: `unshare --net python -m … FOLDER [--short]`.

It prints its figures, a JSON object a line. Most of the time it waits, so other phases go on beside it.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.benchmarks.figure import Figure
from tests.soaking.company import Elsewhere, Page
from tests.soaking.robots import ARM, REAL, Robots
from tests.soaking.safety import Safety
from tjbot.daemon.liveness import LOOK_SECONDS, LOST_SECONDS
from tjbot.protocol.messages import Do, Message, Seen
from tjbot.recipe.link import Link

BAD, GONE, GOOD = "bad", "gone", "good"
NETEM = {BAD: "netem delay 40ms 20ms loss 3%", GONE: "netem loss 100%", GOOD: "pfifo limit 1000"}
# For a kernel without it: a narrow network that drops what has to wait too long, and one through which no packet fits.
BUCKET = {BAD: "tbf rate 300kbit burst 3000 latency 100ms", GONE: "tbf rate 8bit burst 10 limit 10", GOOD: NETEM[GOOD]}
EDGES_A_SECOND = 20
SHORT_OUTAGE_SECONDS = 1.5

# It says nothing to the arm, so that it does not drive.
COUNTS = """
from tjbot import robot
number = 0
while True:
    number += 1
    robot.recall("number")
    print(number)
    robot.sleep(0.02)
"""


class Network:
    """This program, started."""

    def __init__(self, *, short: bool) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._process: subprocess.Popen[str] | None = None
        if os.geteuid() == 0:
            command = ["unshare", "--net", sys.executable, "-m", __name__, self._folder.name, *(["--short"] * short)]
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def figures(self) -> Iterator[Figure]:
        """Its figures; returns when it is over."""
        with self._folder:
            if self._process is None:
                print("Only root can make a network that fails, so that is left out.", file=sys.stderr)
                return
            assert self._process.stdout
            for line in self._process.stdout:
                yield Figure(**json.loads(line))
            if self._process.wait() != 0:
                raise RuntimeError("the soak of the network broke off")


def become(state: str) -> str:
    """How the network behaves from now on; answers in words of tc how that is done."""
    for words in (NETEM[state], BUCKET[state]):
        command = ["tc", "qdisc", "replace", "dev", "lo", "root", *words.split()]
        if subprocess.run(command, capture_output=True).returncode == 0:
            return words
    raise RuntimeError("this kernel can make no bad network")


def measure(folder: Path, *, short: bool) -> Iterator[Figure]:
    """All figures of a bad network."""
    subprocess.run(["ip", "link", "set", "lo", "mtu", "1500", "up"], check=True)
    safety = Safety()
    home = folder / "network"
    home.mkdir()
    with Robots(home) as robots:
        yield from _delays(robots, safety, 2.0 if short else 30.0)
        yield from _outage(robots, safety, folder)
        yield from safety.figures("Wi-Fi")


def _delays(robots: Robots, safety: Safety, seconds: float) -> Iterator[Figure]:
    """Packets come late and are lost, and for a while none comes: edges and answers must all arrive."""
    heard: list[str] = []
    arrived = threading.Event()

    def hear(report: Message) -> None:
        if isinstance(report, Seen) and report.phase != "now":
            heard.append(report.label)
            if report.label == "last" and report.phase == "stopped":
                arrived.set()

    page = Link(robots.url, role="page", name="page", wants=("seen",), on_report=hear)
    bad = become(BAD)
    answers: list[float] = []
    sent = 0
    with Link(robots.url, role="tool", name="driver") as driver, page:
        ends = time.monotonic() + seconds
        outage = threading.Timer(seconds / 3, lambda: become(GONE))
        over = threading.Timer(seconds / 3 + SHORT_OUTAGE_SECONDS, lambda: become(BAD))
        outage.start()
        over.start()
        while time.monotonic() < ends or over.is_alive():
            page.send(Seen(label="fist", phase="started"))
            page.send(Seen(label="fist", phase="stopped"))
            sent += 2
            began = time.monotonic()
            driver.call(Do, action="point", arguments={"angle": 40 + sent % 40}, wait=False)
            answers.append((time.monotonic() - began) * 1000)
            time.sleep(1 / EDGES_A_SECOND)
        page.send(Seen(label="last", phase="started"))
        page.send(Seen(label="last", phase="stopped"))
        arrived.wait(30)
        safety.take(robots.history())
    become(GOOD)
    yield Figure(
        name="Wi-Fi that is late and drops: events and stops lost",
        value=sent - heard.count("fist"),
        unit="events",
        goal=0,
        against=f"of {sent}, with “{bad}” and nothing at all for {SHORT_OUTAGE_SECONDS:g} s; "
        f"{len(answers)} commands were answered, the slowest after {max(answers):.0f} ms",
    )


def _outage(robots: Robots, safety: Safety, folder: Path) -> Iterator[Figure]:
    """The network is gone while a client drives the arm, and comes back."""
    recipe = folder / "counts.py"
    recipe.write_text(COUNTS)
    elsewhere, page = Elsewhere(robots.url, recipe), Page(robots.url)
    driver = Link(robots.url, role="tool", name="driver")
    while elsewhere.first_heard(0) is None or not page.welcomed:
        time.sleep(0.05)
    driver.call(Do, action="point", arguments={"angle": 140})
    driver.call(Do, action="swing", arguments={"times": 100, "low": 120, "high": 144, "seconds": 0.5}, wait=False)
    safety.take(robots.history())
    become(GONE)
    gone = time.monotonic()
    rested = 99.0
    while rested == 99.0 and time.monotonic() < gone + 2 * LOST_SECONDS:
        changes = safety.take(robots.history())[REAL][ARM]
        if changes and changes[-1][1] == 0:
            rested = changes[-1][0] - gone
        time.sleep(0.1)
    yield Figure(
        name="Wi-Fi is gone: its driver's arm is at rest after",
        value=rested,
        unit="s",
        goal=LOST_SECONDS + LOOK_SECONDS + 1,
        against=f"{LOST_SECONDS} s without an answer of the other computer, {LOOK_SECONDS:g} s to look, 1 s to rest",
    )
    become(GOOD)
    back = time.monotonic()
    while elsewhere.first_heard(back) is None and time.monotonic() < back + 20:
        time.sleep(0.01)
    came = elsewhere.first_heard(back)
    yield Figure(
        name="Wi-Fi is back: a recipe from elsewhere goes on after",
        value=99.0 if came is None else came - back,
        unit="s",
        goal=2.5,
        against="a connection is tried anew 1 and 2 s apart by the kernel",
    )
    page.end()
    elsewhere.end()
    driver.abandon()


def main() -> None:
    """Prints the figures."""
    folder = Path(sys.argv[1])
    for figure in measure(folder, short="--short" in sys.argv):
        print(json.dumps(msgspec.to_builtins(figure)), flush=True)


if __name__ == "__main__":
    main()
