"""The robot as a service of the Pi: whether it runs, and how often it had to begin anew."""

from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System
from tjbot.installing.paths import UNIT_NAME, USER

ASK_SYSTEMD = ["systemctl", "show", "--property=ActiveState,NRestarts,UnitFileState", UNIT_NAME]


def service(system: System) -> Finding:
    """Whether the robot that starts with the Pi runs, where install.sh has made one."""
    if not system.service:
        on_a_pi = " (sudo ./install.sh makes one that starts with the Pi)" if system.board.model else ""
        return Finding(f"none; the robot runs while somebody has started it{on_a_pi}")
    answer = system.run(ASK_SYSTEMD) or ""
    state = dict(row.split("=", 1) for row in answer.splitlines() if "=" in row)
    if state.get("ActiveState") != "active":
        cure = "Mend what the other lines name, then: sudo systemctl restart tjbot. Its last words: journalctl -u tjbot"
        return Finding(f"does not run: systemd calls it {state.get('ActiveState', 'unknown')}", cure)
    if state.get("UnitFileState") != "enabled":
        return Finding("runs, but does not start with the Pi", "sudo systemctl enable tjbot")
    restarts = state.get("NRestarts", "0")
    again = "" if restarts == "0" else f"; it has begun anew {restarts} times since (journalctl -u tjbot tells why)"
    return Finding(f"runs as the user {USER} and starts with the Pi{again}")
