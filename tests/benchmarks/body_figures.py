"""The body: how evenly the servo is driven, how soon, what rest costs; and tjbot-ce beside it, in the same run."""

import json
import re
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path
from statistics import median

import psutil

import tjbot
from tests.benchmarks import eyes_figures, voice_figures
from tests.benchmarks.figure import Figure, percentile
from tests.benchmarks.pulse_daemon import PulseDaemon
from tests.benchmarks.wave_figures import command_to_pulse
from tjbot.protocol.messages import Do
from tjbot.recipe.link import Link
from tjbot.robot.servo import PERIOD_SECONDS

MOVES = 4
MOVE_SECONDS = 5
REST_SECONDS = 20
PEER = "tjbot-ce==3.*"
PEER_INSTALL_SECONDS = 900
PEER_PROGRAM = Path(__file__).parent / "tjbot_ce_program.py"
REQUIREMENTS = Path(__file__).parents[2] / "requirements" / "runtime.txt"


def measure() -> Iterator[Figure]:
    """All figures of the body."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with PulseDaemon(home) as daemon, Link(daemon.url, role="tool", name="bench") as link:
            yield from _jitter(daemon, link)
            yield from command_to_pulse(daemon, link)
        yield from _at_rest(home)
        yield from voice_figures.measure()
        yield from eyes_figures.measure()
        yield from _ourselves()
        yield from _peer(Path(folder) / "peer")


def _jitter(daemon: PulseDaemon, link: Link) -> Iterator[Figure]:
    """The times of the pulses of slow moves, each long enough to be evenly timed from its first pulse to its last."""
    daemon.ask("pulses")
    deviations: list[float] = []
    with _bare_jitter() as bare:
        for number in range(MOVES):
            link.call(Do, action="point", arguments={"angle": (140, 0)[number % 2], "seconds": MOVE_SECONDS})
            times = [when for when, width in daemon.ask("pulses") if width]
            deviations += [abs(after - before - PERIOD_SECONDS) * 1000 for before, after in pairwise(times)]
    link.call(Do, action="arm_back")
    quick = [width for _, width in daemon.ask("pulses") if width]
    beside = f"a thread that only sleeps beside it: p50 {median(bare):.2g}, p99 {percentile(bare, 99):.2g} ms"
    yield Figure(name="servo update jitter, p50", value=median(deviations), unit="ms", against=beside)
    against = f"{len(deviations)} updates, by timestamps"
    yield Figure(name="servo update jitter, p99", value=percentile(deviations, 99), unit="ms", against=against)
    largest = max(abs(after - before) for before, after in pairwise(quick))
    yield Figure(name="largest step between two pulses, down to back", value=largest, unit="µs", against="eased")


@contextmanager
def _bare_jitter() -> Iterator[list[float]]:
    """What this machine does at the same time to somebody who only sleeps 20 ms again and again."""
    deviations: list[float] = []
    over = threading.Event()

    def sleep() -> None:
        while not over.is_set():
            began = time.monotonic()
            time.sleep(PERIOD_SECONDS)
            deviations.append(abs(time.monotonic() - began - PERIOD_SECONDS) * 1000)

    thread = threading.Thread(target=sleep)
    thread.start()
    try:
        yield deviations
    finally:
        over.set()
        thread.join()


def _at_rest(home: Path) -> Iterator[Figure]:
    """The processor time of the daemon and all that it started, with its recipe waiting for a hand."""
    command = [sys.executable, "-m", "tjbot.cli", "start", "--simulate", "--port", "0", "--no-browser"]
    with _running([*command, "--home", str(home)]) as process:
        time.sleep(5)
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        before = _processor_seconds(family)
        began = time.monotonic()
        time.sleep(REST_SECONDS)
        after = _processor_seconds(family)
        seconds = time.monotonic() - began
    share = 100 * (after[0] - before[0]) / seconds
    against = f"over {seconds:.0f} s; with its {len(family) - 1} other processes "
    against += f"{100 * (sum(after) - sum(before)) / seconds:.2g} %"
    yield Figure(name="daemon's processor time at rest", value=share, unit="% core", goal=1, against=against)


def _processor_seconds(family: list[psutil.Process]) -> list[float]:
    return [times.user + times.system for times in (process.cpu_times() for process in family)]


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert "is ready" in process.stdout.readline()
            yield process
        finally:
            process.terminate()
            process.wait(10)


def _ourselves() -> Iterator[Figure]:
    """Our own package with everything that it needs, as it lies on this disk."""
    sizes = [_bytes_of(Path(tjbot.__file__).parent)]
    missing = 0
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", REQUIREMENTS.read_text(), re.MULTILINE):
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            missing += 1
            continue
        sizes.append(sum(path.stat().st_size for path in map(_located, installed.files or []) if path.is_file()))
    against = f"{len(sizes)} packages, without pip" + (f"; {missing} not for this machine" if missing else "")
    yield Figure(name="installed size", value=sum(sizes) / 1e6, unit="MB", goal=150, against=against)


def _located(file: object) -> Path:
    return Path(str(file.locate()))  # type: ignore[attr-defined]


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _peer(folder: Path) -> Iterator[Figure]:
    """tjbot-ce, installed fresh; where that cannot be, a figure that says why."""
    venv.create(folder, with_pip=True)
    empty = _bytes_of(folder)
    python = folder / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PEER]
    began = time.monotonic()
    if why := _failure(install, PEER_INSTALL_SECONDS):
        yield Figure(name="tjbot-ce installs", value=0, unit="times", against=f"cannot: {why}")
        return
    seconds = time.monotonic() - began
    size = (_bytes_of(folder) - empty) / 1e6
    yield Figure(name="tjbot-ce: installed size", value=size, unit="MB", against=f"installed in {seconds:.0f} s")
    result = subprocess.run([python, "-I", PEER_PROGRAM], capture_output=True, text=True, timeout=300, check=False)
    if result.returncode:
        why = result.stderr.strip().splitlines()[-1:]
        yield Figure(name="tjbot-ce imports", value=0, unit="times", against=f"cannot: {' '.join(why)}")
        return
    yield from _peer_figures(json.loads(result.stdout.splitlines()[-1]))


def _peer_figures(measured: dict[str, object]) -> Iterator[Figure]:
    simple = (
        ("import_seconds", "tjbot-ce: import", "s", "ours is ready, socket open: `tests/bench wave`"),
        ("resident_mib", "tjbot-ce: resident", "MiB", "no page, no socket, no recipe in it"),
        (
            "downloads",
            "tjbot-ce: models to fetch from the internet, or cloud accounts instead",
            "files",
            "its registry",
        ),
        ("largest_step_us", "tjbot-ce: largest step, down to back", "µs", "in one pulse, not eased"),
    )
    for key, name, unit, against in simple:
        if key in measured:
            yield Figure(name=name, value=float(str(measured[key])), unit=unit, against=against)
    delays = measured.get("delays_ms")
    if isinstance(delays, list):
        against = "a function call inside the program; its lgpio replaced by one that notes the pulse"
        yield Figure(name="tjbot-ce: command to pulse, p50", value=median(delays), unit="ms", against=against)
    else:
        against = f"cannot: {measured.get('cannot')}"
        yield Figure(name="tjbot-ce: command to pulse", value=0, unit="times", against=against)


def _failure(command: list[object], seconds: float) -> str:
    """Runs a command; the last line of what it complained about, or nothing if it worked."""
    try:
        result = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return f"not done after {seconds:.0f} s"
    complaints = [line for line in result.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
    return (complaints or ["it failed without a word"])[-1] if result.returncode else ""
