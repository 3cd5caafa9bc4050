"""The real command line, as a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import WAITING_SECONDS

COMMAND_SECONDS = 30


def command(*arguments: str) -> list[str]:
    """The command line of `tjbot`."""
    return [sys.executable, "-m", "tjbot.cli", *arguments]


def environment(url: str | None = None) -> dict[str, str]:
    """This process's environment without a screen, and with the robot's address if one is given."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "TJBOT_URL", "TJBOT_HOME"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return {**kept, "PYTHONUNBUFFERED": "1", **({"TJBOT_URL": url} if url else {})}


def tjbot(*arguments: str, url: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end.

    Args:
        arguments: as one types them.
        url: the robot, given by the environment variable TJBOT_URL.
    """
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        env=environment(url),
        stdin=subprocess.DEVNULL,
        check=False,
    )


@contextmanager
def started(*arguments: str, url: str | None = None) -> Iterator[subprocess.Popen[str]]:
    """A command that runs on; ended with the block, if it has not ended by itself."""
    process = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(url)
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=WAITING_SECONDS)


@contextmanager
def robot_process(home: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`tjbot start` on a free port, ready; gives the process and the robot's address."""
    with started("start", "--simulate", "--port", "0", "--home", str(home), "--no-browser", *arguments) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line.startswith("TJBot is ready: http://"), line
        yield process, line.removeprefix("TJBot is ready: ")
