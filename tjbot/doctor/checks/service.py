"""The robot as a service of the Pi: whether it runs, and how often it had to begin anew."""

from tjbot.doctor.finding import Finding
from tjbot.doctor.system import System
from tjbot.installing.paths import RECIPES_SOCKET_NAME, RECIPES_UNIT_NAME, RECIPES_USER, UNIT_NAME, USER

ASK_SYSTEMD = ["systemctl", "show", "--property=ActiveState,NRestarts,UnitFileState", UNIT_NAME]
ASK_FOR_RECIPES = ["systemctl", "show", "--property=ActiveState", "--value", RECIPES_SOCKET_NAME]
CONTROLLERS = "sys/fs/cgroup/cgroup.controllers"
OF_EACH_RECIPE = f"sys/fs/cgroup/system.slice/{RECIPES_UNIT_NAME}/cgroup.subtree_control"


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


def recipe_user(system: System) -> Finding:
    """Whether recipes run as a user of their own, where install.sh has made one."""
    if not system.service:
        if system.superuser:
            return Finding("none; started by root, recipes run as root, and the files that they make are root's")
        return Finding("none; recipes run as whoever started the robot, and so belong the files that they make")
    state = system.run(ASK_FOR_RECIPES) or "unknown"
    if state != "active":
        cure = f"sudo ./install.sh puts it in order. Its last words: journalctl -u {RECIPES_UNIT_NAME}"
        return Finding(f"recipes run as the robot's user {USER}: systemd calls {RECIPES_SOCKET_NAME} {state}", cure)
    found = f"recipes run as {RECIPES_USER}, without the robot's files and devices"
    if "memory" in (system.text(CONTROLLERS) or "").split():
        each = "memory" in (system.text(OF_EACH_RECIPE) or "").split()
        apart = "; each has limits of its own for all its processes" if each else ""
        return Finding(f"{found}, and share half of the memory at most{apart}")
    apart = "each process has its own limit of memory, and this kernel does not count them together"
    return Finding(f"{found}; {apart} (cgroup_enable=memory at the end of the line in cmdline.txt makes it)")
