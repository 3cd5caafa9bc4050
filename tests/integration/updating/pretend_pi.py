"""`python -m tjbot.installing` of one version of TJBot, on a Pi of a few files whose systemd really starts the robot.

    python pretend_pi.py ROOT VERSION add …             what install.sh asks of an environment
    python pretend_pi.py ROOT VERSION systemctl stop …  what it asks of systemd itself

`VERSION` is the folder with that version's `tjbot`. The robot starts as the unit says, and is ready when it tells so.
"""

import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from configparser import RawConfigParser
from pathlib import Path

ROOT, VERSION = Path(sys.argv.pop(1)), Path(sys.argv.pop(1))
CHECKOUT = Path(__file__).parents[3]
sys.path[:0] = [str(VERSION), str(CHECKOUT)]

from tests.unit.installing.fake_computer import Programs  # noqa: E402
from tjbot.installing import __main__ as installing  # noqa: E402
from tjbot.installing.computer import Answer, Computer  # noqa: E402

PID, SAID = ROOT / "robot.pid", ROOT / "robot.said"
UNIT = ROOT / "etc/systemd/system/tjbot.service"


def systemd(command: Sequence[str]) -> Answer:
    """systemctl and journalctl."""
    verbs = [word for word in command[1:] if not word.startswith("-")]
    if command[0] == "journalctl":
        return Answer(0, SAID.read_text())
    if "tjbot.service" in verbs and verbs[0] in ("stop", "restart"):
        _stop()
    if "tjbot.service" in verbs and verbs[0] in ("start", "restart") and not _runs():
        return _start()
    return Answer(0, "")


def _start() -> Answer:
    unit = RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT)
    words = [_here(word) for word in shlex.split(unit["Service"]["ExecStart"])]
    address = ROOT / "notify"
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices, SAID.open("w") as said:
        notices.bind(str(address))
        robot = subprocess.Popen(
            [*words, "--simulate"],
            env={**os.environ, "NOTIFY_SOCKET": str(address)},
            stdout=said,
            stderr=said,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # type: ignore[call-overload]
        )
        PID.write_text(str(robot.pid))
        notices.settimeout(0.1)
        while robot.poll() is None:
            try:
                if b"READY=1" in notices.recv(4096):
                    return Answer(0, "")
            except TimeoutError:
                continue
    return Answer(1, "Job for tjbot.service failed.")


def _here(word: str) -> str:
    return f"{ROOT}{word}" if word.startswith(("/opt", "/var")) else word


def _runs() -> bool:
    if not PID.exists():
        return False
    try:
        return Path(f"/proc/{PID.read_text()}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _stop() -> None:
    if _runs():
        number = int(PID.read_text())
        handle = os.pidfd_open(number)
        os.kill(number, signal.SIGTERM)
        import select

        select.select([handle], [], [], 20)
        os.close(handle)


def main() -> int:
    """What install.sh asks for."""
    if sys.argv[1] == "systemctl":
        return systemd(sys.argv[1:]).code
    programs = Programs(ROOT)

    def run(command: Sequence[str]) -> Answer:
        return systemd(command) if command[0] in ("systemctl", "journalctl") else programs(command)

    installing.Computer = lambda: Computer(ROOT, run)  # type: ignore[assignment,misc]
    return installing.main()


if __name__ == "__main__":
    sys.exit(main())
