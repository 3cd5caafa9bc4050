"""install.sh on a Debian 12 that has git and Python and nothing else, as root and as a normal user."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PUPIL = "pupil"
NEEDS = ("debootstrap", "unshare", "chroot")
MISSING = [name for name in NEEDS if shutil.which(name) is None]

pytestmark = [
    pytest.mark.deep,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a Debian to try install.sh in"),
    pytest.mark.skipif(bool(MISSING), reason=f"needs the programs {', '.join(MISSING)} (Debian: debootstrap)"),
]


class Debian:
    """A root file system, and what it takes to run a command in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def command(self, folder: str, user: str, *arguments: str) -> list[str]:
        """The command line that runs `arguments` in a folder of this Debian as `user`."""
        enter = 'mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/dev/shm" && exec chroot "$0" "$@"'
        # setpriv, not su: it leaves no process of its own between us and the command, so that signals arrive.
        as_user = ["setpriv", "--reuid", user, "--regid", user, "--init-groups", "env", f"HOME={self.home(user)}"]
        inside = ["sh", "-c", 'cd "$0" && exec "$@"', folder, *arguments]
        return ["unshare", "--mount", "sh", "-c", enter, str(self.root), *as_user, *inside]

    def run(self, folder: str, user: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        command = self.command(folder, user, *arguments)
        return subprocess.run(command, env=environment(), capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def clone(self, folder: str, user: str) -> Path:
        """What a person does first: `git clone`. Returns the folder as it is seen from outside."""
        outside = self.root / folder.removeprefix("/")
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", CHECKOUT, outside], check=True)
        subprocess.run(["chroot", self.root, "chown", "-R", f"{user}:", folder], check=True)
        return outside

    def home(self, user: str) -> str:
        return "/root" if user == "root" else f"/home/{user}"


def environment() -> dict[str, str]:
    """How this machine reaches the internet (proxy, certificates, registries), and nothing else of it."""
    ours = re.compile(r"(?i)(.*_proxy|pip_.*|npm_config_.*|ssl_cert_.*|node_extra_ca_certs)")
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {name: value for name, value in os.environ.items() if ours.fullmatch(name)} | {
        "PATH": path,
        "LANG": "C.UTF-8",
    }


def debian_mirror() -> list[str]:
    """Where this machine takes its Debian from; nothing where it is no Debian."""
    form = ["--format", "$(ORIGIN) $(COMPONENT) $(REPO_URI)"]
    targets = subprocess.run(["apt-get", "indextargets", *form], capture_output=True, text=True).stdout.splitlines()
    mirrors = [
        address for origin, component, address in map(str.split, targets) if (origin, component) == ("Debian", "main")
    ]
    return [address for address in mirrors if "security" not in address][:1]


@pytest.fixture(scope="session")
def bookworm() -> Path:
    """A Debian 12 with git and Python, made once and kept between runs."""
    cache = Path(tempfile.gettempdir(), "tjbot-tests-bookworm")
    root, complete = cache / "root", cache / "complete"
    if complete.exists():
        return root
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir()
    packages = "--include=git,python3,ca-certificates"
    subprocess.run(["debootstrap", "--variant=minbase", packages, "bookworm", root, *debian_mirror()], check=True)
    subprocess.run(["chroot", root, "useradd", "--create-home", PUPIL], check=True)
    for file in ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt"):
        if Path(file).exists():
            shutil.copy(file, root / file.removeprefix("/"))
    complete.touch()
    return root


@pytest.fixture
def debian(bookworm: Path, tmp_path: Path) -> Iterator[Debian]:
    root = tmp_path / "debian"
    subprocess.run(["cp", "--archive", bookworm, root], check=True)
    root.chmod(0o755)
    yield Debian(root)
    shutil.rmtree(root)


def check_that_it_starts(debian: Debian, folder: str, user: str) -> str:
    """Runs install.sh until the robot is ready, opens its page, ends it. Returns what install.sh said."""
    command = debian.command(folder, user, "./install.sh", "--port", "0", "--no-browser")
    said = ""
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said += line
            if ready := re.search(r"TJBot is ready: (http://localhost:\d+)", line):
                with urllib.request.urlopen(ready[1]) as page:
                    assert "<script" in page.read().decode()
                process.send_signal(signal.SIGTERM)
                break
        said += process.stdout.read()
    assert "TJBot is ready" in said, said
    assert process.returncode == 0
    assert "Traceback" not in said
    return said


def size_in_megabytes(folder: Path) -> float:
    return sum(file.lstat().st_size for file in folder.rglob("*")) / 1e6


def test_user_without_the_venv_package_is_told_what_to_ask_for(debian: Debian) -> None:
    debian.clone("/home/pupil/tjbot", PUPIL)
    result = debian.run("/home/pupil/tjbot", PUPIL, "./install.sh")
    assert result.returncode == 1
    assert "    sudo apt-get install python3-venv\n" in result.stderr
    assert "Traceback" not in result.stderr


def test_root_gets_the_venv_package_and_a_running_robot(debian: Debian) -> None:
    debian.clone("/srv/tjbot", "root")
    assert "Installing the Debian packages: python3-venv" in check_that_it_starts(debian, "/srv/tjbot", "root")


def test_user_gets_a_running_robot_and_the_second_time_nothing_is_built(debian: Debian) -> None:
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "python3-venv"]):
        admin = debian.run("/", "root", "apt-get", *step)
        assert admin.returncode == 0, admin.stderr
    folder = "/home/pupil/my robot"
    outside = debian.clone(folder, PUPIL)
    assert "Building the page" in check_that_it_starts(debian, folder, PUPIL)
    assert "Building the page" not in check_that_it_starts(debian, folder, PUPIL)
    assert size_in_megabytes(outside / ".venv") < 170
    assert not (outside / "web_ui" / "node_modules").exists()
    assert not (outside / ".venv-build").exists()
