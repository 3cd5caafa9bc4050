"""`tjbot start`: its ready line, its sentences when it cannot, and its end."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.commands import robot_process, started, tjbot
from tests.running import RunningDaemon, free_port, running
from tjbot import cli
from tjbot.errors import ConfigurationError, NoRobotError, RefusedError
from tjbot.protocol.messages import Do, Message, State
from tjbot.recipe.link import Link


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Starts a robot in this process, which must be refused with exit code 1; its sentences."""

    def start(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["tjbot", "start", "--simulate", "--no-browser", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        output, errors = capsys.readouterr()
        assert (ended.value.code, output) == (1, "")
        return errors

    return start


def collect(reports: Iterator[Message], states: list[State]) -> None:
    """Collects states until the robot goes away."""
    states.extend(report for report in reports if isinstance(report, State))


def test_the_ready_line_names_the_free_port_and_sigterm_rests_the_arm_and_exits_0(tmp_path: Path) -> None:
    with robot_process(tmp_path / "home") as (process, url):
        assert tjbot("do", "raise_arm", url=url).stdout == "81.0\n"
        with Link(url, role="tool", name="watcher", wants=("state",)) as link:
            reports = link.reports()
            next(reports)
            process.send_signal(signal.SIGTERM)
            states: list[State] = []
            with pytest.raises(NoRobotError, match="The robot is stopping"):
                collect(reports, states)
        assert [state.parts["arm"]["angle"] for state in states if "arm" in state.parts][-1] == 0.0
        assert process.wait(10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_systemd_hears_when_it_is_ready_that_it_lives_and_when_it_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "600000")
        with robot_process(tmp_path / "home") as (process, _):
            told = [systemd.recv(100) for _ in range(4)]
            assert told == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1", b"WATCHDOG=1"]
            process.send_signal(signal.SIGTERM)
            assert b"STOPPING=1" in iter(lambda: systemd.recv(100), b"")
            assert process.wait(10) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can have used sudo")
def test_whoever_starts_it_with_sudo_is_told_whose_the_files_of_recipes_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUDO_USER", "pupil")
    with started("start", "--simulate", "--port", "0", "--home", str(tmp_path), "--no-browser") as process:
        assert process.stdout is not None
        assert "files that they make are root's" in process.stdout.readline()


def test_ctrl_c_ends_it_as_well_and_quietly_even_with_a_driver_connected(tmp_path: Path) -> None:
    with robot_process(tmp_path / "home") as (process, url):
        with Link(url, role="tool", name="driver") as link:
            link.call(Do, action="arm_back", wait=False)
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_the_home_is_made_and_its_configuration_read(tmp_path: Path) -> None:
    home = tmp_path / "a" / "home"
    home.mkdir(parents=True)
    (home / "tjbot.toml").write_text('name = "Pop"\nautostart = ""\n')
    with robot_process(home) as (_, url):
        assert '"name": "Pop"' in tjbot("state", "--json", url=url).stdout


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("192.0.2.1", "The robot cannot listen at 192.0.2.1: this computer has no such address."),
        ("pip.local", 'The robot cannot listen at "pip.local": that is no address in numbers.'),
        ("", 'The robot cannot listen at "": that is no address in numbers.'),
    ],
)
def test_an_address_that_is_not_this_machines_is_refused(
    refused: Callable[..., str], tmp_path: Path, address: str, what: str
) -> None:
    sentences = refused("--listen", address, "--port", "0", "--home", str(tmp_path))
    assert sentences.startswith(what)
    assert "Use --listen 0.0.0.0" in sentences


def test_a_port_that_is_taken_is_refused_and_the_robot_there_goes_on(
    refused: Callable[..., str], shared_robot: RunningDaemon, tmp_path: Path
) -> None:
    port = shared_robot.url.rsplit(":", 1)[1]
    sentences = refused("--port", port, "--home", str(tmp_path))
    assert sentences.startswith(f"The robot cannot use port {port}: Address already in use.\n")
    assert "--port 8766" in sentences
    assert tjbot("state", url=shared_robot.url).returncode == 0


def test_a_wrong_configuration_is_refused_by_file_and_key(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "tjbot.toml").write_text("prt = 80\n")
    assert refused("--home", str(tmp_path)) == ('tjbot.toml has a key "prt" that nobody knows.\nDid you mean "port"?\n')
    (tmp_path / "tjbot.toml").write_text("[arm]\ndown_pulse_us = 9000\n")
    assert refused("--home", str(tmp_path), "--port", "0").startswith('[arm] in tjbot.toml at "down_pulse_us": ')
    (tmp_path / "tjbot.toml").write_text("[leg]\n")
    assert "[leg] that belongs to no part" in refused("--home", str(tmp_path), "--port", "0")


def test_a_home_that_cannot_be_made_is_refused(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "file" in refused("--home", str(tmp_path / "file" / "home"), "--port", "0")


def test_a_failed_start_frees_the_port_again(refused: Callable[..., str], tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "tjbot.toml").write_text("[leg]\n")
    refused("--home", str(tmp_path), "--port", str(port))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_a_broken_part_is_shown_with_its_fault_and_the_robot_runs_without_it(tmp_path: Path) -> None:
    with (
        running(tmp_path / "home", parts={"arm": {"up_pulse_us": 2400}}) as robot,
        robot.link(wants=("state",)) as link,
    ):
        fault = {part.name: part.fault for part in link.welcome.parts}
        assert fault["light"] is None
        assert fault["arm"] is not None
        assert "mend [arm] in tjbot.toml" in fault["arm"]
        assert robot.call(lambda: robot.daemon.robot.bodies["real"].readings()["arm"]) == {"fault": fault["arm"]}
        with pytest.raises(RefusedError, match="The arm does not work"):
            link.call(Do, action="wave")
        assert link.call(Do, action="shine", arguments={"color": "red"}).value == "#ff0000"


def test_on_the_ipv6_loopback_the_ready_line_is_an_address_that_works(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
    with robot_process(tmp_path / "home", "--listen", "::1") as (_, url):
        assert url.startswith("http://[::1]:")
        assert tjbot("state", url=url).returncode == 0


def test_a_home_that_a_robot_lives_in_already_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(home), pytest.raises(ConfigurationError, match="runs already"), running(home):
        pass
    with running(home):
        pass
