"""What a live stream of the robot's eyes costs at 640×480: `body_figures` includes it; alone: `python -m …`."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from websockets.sync.client import ClientConnection, connect

from tests.benchmarks.figure import Figure, percentile
from tests.integration.commands import robot_process
from tjbot.protocol.picture import Picture, decode_picture

STREAM_SECONDS = 15


def measure() -> Iterator[Figure]:
    """One page looks through simulated eyes as fast as it may."""
    with tempfile.TemporaryDirectory() as home, robot_process(Path(home)) as (process, url):
        daemon = psutil.Process(process.pid)
        with connect(url.replace("http", "ws") + "/eyes", proxy=None) as client:
            asked = time.monotonic()
            _ask(client)
            first = time.monotonic() - asked
            camera = next(child for child in daemon.children() if "tjbot.robot.cameras" in str(child.cmdline()))
            before = _cpu_seconds(daemon), _cpu_seconds(camera)
            begun = time.monotonic()
            ages = []
            while (lasted := time.monotonic() - begun) < STREAM_SECONDS:
                picture = _ask(client)
                ages.append(time.monotonic() - picture.time)
            daemon_percent = 100 * (_cpu_seconds(daemon) - before[0]) / lasted
            camera_percent = 100 * (_cpu_seconds(camera) - before[1]) / lasted
            yield Figure(name="eyes: pictures a second", value=len(ages) / lasted, unit="/s", goal=15.2)
            yield Figure(name="eyes: age of a picture when it comes, p50", value=percentile(ages, 50) * 1e3, unit="ms")
            yield Figure(name="eyes: first picture after asking", value=first * 1e3, unit="ms")
            yield Figure(name="eyes: daemon while streaming", value=daemon_percent, unit="% core")
            yield Figure(name="eyes: camera's process while streaming", value=camera_percent, unit="% core")
            yield Figure(name="eyes: daemon's memory", value=_megabytes(daemon), unit="MB", goal=60)
            yield Figure(name="eyes: camera's process, memory", value=_megabytes(camera), unit="MB")


def _ask(client: ClientConnection) -> Picture:
    client.send("next")
    data = client.recv()
    assert isinstance(data, bytes), data
    return decode_picture(data)


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 1e6


if __name__ == "__main__":
    for figure in measure():
        print(f"{figure.name:45} {figure.value:8.1f} {figure.unit}")
