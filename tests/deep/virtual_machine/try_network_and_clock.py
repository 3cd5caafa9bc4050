"""Runs as root in a virtual machine: a robot, another computer behind a bad Wi-Fi, and a clock that jumps by years.

The other computer is a network namespace. Each line is one finding, as JSON. The test outside judges.
"""

import ctypes
import http.client
import json
import re
import ssl
import statistics
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tjbot import known_robots
from tjbot.known_robots import KnownRobot
from tjbot.protocol.messages import Do, Halt, Message, Rest, Seen, State
from tjbot.recipe.link import Link

CLONE_NEWNET = 0x40000000
NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME: a visitor's clock is right, and this machine has only one."""

THERE = "there"
ADDRESS, ADDRESS_THERE = "10.9.0.1", "10.9.0.2"
HERE = "http://localhost:8765"
URL = f"https://{ADDRESS}:8443"
HOME = Path("/var/lib/tjbot-tried")
CERTIFICATE = HOME / "secrets" / "https.pem"
BAD, GONE, GOOD = "netem delay 40ms 20ms distribution normal loss 3%", "netem loss 100%", "pfifo limit 1000"
BAD_SECONDS = 40.0
SHORT_CUT_SECONDS, LONG_CUT_SECONDS = 1.5, 10.0
DAY = 24 * 3600
YEARS = 2 * 365 * DAY
MOVE_SECONDS = 2.0
SECONDS = 120.0

COUNTS = """
from tjbot import robot
number = 0
while True:
    number += 1
    robot.recall("number")
    print(number, flush=True)
    robot.sleep(0.2)
"""


def say(what: str, value: Any) -> None:
    print(json.dumps({what: value}), flush=True)


def run(*command: str) -> None:
    subprocess.run(command, check=True)


def there(function: Callable[[], Any]) -> Any:
    """What a function answers on the other computer: sockets that it opens are born there."""
    answers: list[Any] = []

    def call() -> None:
        with Path(f"/run/netns/{THERE}").open() as network:
            if ctypes.CDLL(None).setns(network.fileno(), CLONE_NEWNET):
                raise OSError("setns")
        try:
            answers.append((function(), None))
        except BaseException as error:
            answers.append((None, error))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    answer, error = answers[0]
    if error:
        raise error
    return answer


def wait_until(what: str, condition: Callable[[], Any]) -> float:
    """Waits, and returns for how long."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > SECONDS:
            raise TimeoutError(what)
        time.sleep(0.02)
    return time.monotonic() - began


def connect_networks() -> None:
    run("modprobe", "sch_netem")
    run("ip", "link", "set", "lo", "up")
    run("ip", "netns", "add", THERE)
    run("ip", "link", "add", "here0", "type", "veth", "peer", "name", "there0", "netns", THERE)
    run("ip", "address", "add", f"{ADDRESS}/24", "dev", "here0")
    run("ip", "link", "set", "here0", "up")
    run("ip", "-n", THERE, "address", "add", f"{ADDRESS_THERE}/24", "dev", "there0")
    run("ip", "-n", THERE, "link", "set", "there0", "up")
    run("ip", "-n", THERE, "link", "set", "lo", "up")


def become(words: str) -> None:
    """How the network is from now on, in both directions."""
    run("tc", "qdisc", "replace", "dev", "here0", "root", *words.split())
    run("tc", "-n", THERE, "qdisc", "replace", "dev", "there0", "root", *words.split())


class Robot:
    """`tjbot start`, and what whoever sits at it asks."""

    def __init__(self) -> None:
        HOME.mkdir()
        command = [sys.executable, "-m", "tjbot.cli", "start", "--simulate", "--no-browser", "--listen", "0.0.0.0"]
        self.process = subprocess.Popen([*command, "--home", str(HOME)], stdout=subprocess.DEVNULL)
        wait_until("the robot answers", self.answers)
        wait_until("it answers over https", answers_over_https)

    def answers(self) -> bool:
        with suppress(OSError):
            return bool(self.ask("/api/health"))
        return False

    def ask(self, path: str) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", 8765, timeout=SECONDS)
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())

    def code(self) -> str:
        return str(self.ask("/api/codes")["pupil"]["code"])


def visit(method: str, path: str, body: object = None, token: str = "") -> tuple[int, Any, bytes]:
    """A request of the other computer, whose clock is right: the status, what is told, and the certificate."""
    tls = ssl.create_default_context(cadata=authority())
    tls.verify_flags |= NO_CHECK_TIME
    connection = http.client.HTTPSConnection(ADDRESS, 8443, timeout=SECONDS, context=tls)
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask() -> tuple[int, Any, bytes]:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        assert isinstance(connection.sock, ssl.SSLSocket)
        shown = connection.sock.getpeercert(binary_form=True) or b""
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()), shown

    try:
        return there(ask)  # type: ignore[no-any-return]
    finally:
        connection.close()


def answers_over_https() -> bool:
    with suppress(OSError):
        return visit("GET", "/api/health")[0] == 200
    return False


def authority() -> str:
    """The last certificate of the file is the authority's."""
    pem = CERTIFICATE.read_text()
    return str(re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", pem, re.DOTALL)[-1])


def pair(robot: Robot) -> str:
    status, told, _ = visit("POST", "/api/pair", {"code": robot.code(), "tool": True})
    assert status == 200, told
    return str(told["token"])


class Recipe:
    """`tjbot run` on the other computer; hears the numbers that it prints."""

    def __init__(self) -> None:
        file = HOME / "counts.py"
        file.write_text(COUNTS)
        command = [
            "ip",
            "netns",
            "exec",
            THERE,
            sys.executable,
            "-u",
            "-m",
            "tjbot.cli",
            "run",
            str(file),
            "--url",
            URL,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.last = ""
        self.count = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.goes_on()

    def goes_on(self) -> float:
        """Waits for the next number; returns for how long."""
        before = self.count
        return wait_until(f"the recipe goes on after {self.last!r}", lambda: self.count > before)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.last = line.strip()
            self.count += self.last.isdecimal()


class Watcher:
    """A page at the robot itself: hears what is seen, and how the arm is."""

    def __init__(self) -> None:
        self.heard = 0
        self._arm: dict[str, Any] = {}
        self.link = Link(HERE, role="page", name="watcher", wants=("seen", "state"), on_report=self._hear)

    def arm_rests(self) -> bool:
        return self._arm == {"angle": 0.0, "moving": False}

    def _hear(self, report: Message) -> None:
        if isinstance(report, Seen):
            self.heard += report.label == "fist" and report.phase != "now"
        elif isinstance(report, State):
            self._arm = report.parts.get("arm", self._arm)


def try_bad_network(driver: Link, watcher: Watcher) -> None:
    """Packets come late and some never, and for a moment none at all: everything arrives and is answered."""
    become(BAD)
    answers: list[float] = []
    cut = [threading.Timer(BAD_SECONDS / 3, become, [GONE])]
    cut.append(threading.Timer(BAD_SECONDS / 3 + SHORT_CUT_SECONDS, become, [BAD]))
    for timer in cut:
        timer.start()
    ends = time.monotonic() + BAD_SECONDS
    sent = 0
    while time.monotonic() < ends:
        for phase in ("started", "stopped"):
            driver.send(Seen(label="fist", phase=phase))
            sent += 1
        began = time.monotonic()
        driver.call(Do, action="point", arguments={"angle": 40 + sent % 40}, wait=False)
        answers.append((time.monotonic() - began) * 1000)
    stops = []
    for _ in range(10):
        driver.call(Do, action="swing", arguments={"times": 50}, wait=False)
        began = time.monotonic()
        driver.call(Halt)
        stops.append((time.monotonic() - began) * 1000)
    become(GOOD)
    wait_until("all edges arrive", lambda: watcher.heard >= sent)
    p99 = statistics.quantiles(answers, n=100, method="inclusive")[98]
    times = {"answers": len(answers), "p50": statistics.median(answers), "p99": p99, "slowest": max(answers)}
    say("bad network", {"sent": sent, "heard": watcher.heard, **times, "stops": len(stops), "slowest stop": max(stops)})
    driver.call(Rest)


def try_cut(driver: Link, watcher: Watcher, recipe: Recipe) -> None:
    """Nothing comes through for ten seconds while a client drives: the arm rests, and who runs on comes back."""
    driver.call(Do, action="swing", arguments={"times": 100, "low": 60, "high": 120, "seconds": 1.0}, wait=False)
    become(GONE)
    began = time.monotonic()
    rested = wait_until("the arm rests", watcher.arm_rests)
    time.sleep(max(0.0, LONG_CUT_SECONDS - (time.monotonic() - began)))
    become(GOOD)
    say("cut", {"rests after": rested, "recipe is back after": recipe.goes_on()})
    driver.abandon()


class Clock:
    """The machine's clock, and what time it really is."""

    def __init__(self) -> None:
        self._difference = time.time() - time.monotonic()

    def is_wrong_by(self, seconds: float) -> None:
        time.clock_settime(time.CLOCK_REALTIME, time.monotonic() + self._difference + seconds)

    def really(self) -> float:
        return time.monotonic() + self._difference


def look(link: Link, recipe: Recipe, token: str, code: str) -> dict[str, Any]:
    """How all is after a jump: a session, a code, a motion, a recipe that runs."""
    pairs = visit("POST", "/api/pair", {"code": code, "tool": True})[0]
    link.call(Do, action="point", arguments={"angle": 20})
    began = time.monotonic()
    link.call(Do, action="point", arguments={"angle": 90, "seconds": MOVE_SECONDS})
    moved = time.monotonic() - began
    link.call(Rest)
    return {
        "pairs": pairs,
        "session": visit("GET", "/api/me", token=token)[1]["kind"],
        "move": moved,
        "recipe goes on after": recipe.goes_on(),
    }


def certificate_fits(clock: Clock) -> bool:
    """Whether the robot shows a certificate that counts at the time that it really is."""
    from cryptography import x509

    shown = x509.load_der_x509_certificate(visit("GET", "/api/health")[2])
    return shown.not_valid_before_utc <= datetime.fromtimestamp(clock.really(), UTC) <= shown.not_valid_after_utc


def try_all() -> None:
    connect_networks()
    robot = Robot()
    token = pair(robot)
    known_robots.remember(URL, KnownRobot(token=token, authority=authority()))
    watcher = Watcher()
    driver = there(lambda: Link(URL, role="page", name="driver"))
    try_bad_network(driver, watcher)
    # Only now: STOP ends a recipe.
    recipe = Recipe()
    try_cut(driver, watcher, recipe)
    clock = Clock()
    link = there(lambda: Link(URL, role="page", name="pupil"))
    for name, wrong in (("a day on", DAY), ("two years back", -YEARS), ("right again", 0.0), ("two years on", YEARS)):
        code = robot.code()
        clock.is_wrong_by(wrong)
        say(name, look(link, recipe, token, code))
        # One that is made while the clock is years ahead begins only then.
        if wrong <= DAY:
            say(f"certificate, {name}", wait_until("the certificate fits", lambda: certificate_fits(clock)))
    clock.is_wrong_by(0)
    say("right at last", look(link, recipe, token, robot.code()))
    say("certificate, right at last", wait_until("the certificate fits", lambda: certificate_fits(clock)))
    log = (HOME / "logs" / "tjbot.log").read_text()
    say("log", [line for line in log.splitlines() if re.search("Traceback|ERROR|nobody expected", line)])
    say("the robot lives", robot.process.poll() is None)
    recipe.process.terminate()
    robot.process.terminate()
    say("it stops", robot.process.wait(30))


try:
    try_all()
except BaseException:
    say("failed", traceback.format_exc())
    log = HOME / "logs" / "tjbot.log"
    say("log", log.read_text()[-3000:] if log.exists() else "none")
